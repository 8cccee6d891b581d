import { useId, useState } from 'react'
import FileUp from 'lucide-react/icons/file-up'
import { Icon } from './Icon.tsx'
import css from './DropFile.module.css'

interface DropFileProps {
  /** Several at once; otherwise only the first is taken. */
  multiple?: boolean
  /** At least one. */
  onFiles: (files: [File, ...File[]]) => void
}

/** A place onto which files are dropped, with a button to choose them. */
export function DropFile({ multiple = false, onFiles }: DropFileProps) {
  const id = useId()
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const [first, ...others] = files ?? []
    if (first) onFiles(multiple ? [first, ...others] : [first])
  }
  return (
    <div
      className={css['drop']}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <Icon of={FileUp} size={20} />
      <label htmlFor={id} className={css['pick']}>
        {multiple ? 'Choose files' : 'Choose a file'}
      </label>
      <input
        id={id}
        type="file"
        multiple={multiple}
        className={css['file']}
        onChange={(event) => take(event.currentTarget.files)}
      />
      <span>{multiple ? 'or drop them here' : 'or drop it here'}</span>
    </div>
  )
}
