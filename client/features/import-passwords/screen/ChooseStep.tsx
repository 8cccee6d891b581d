import { useId, useState } from 'react'
import FileUp from 'lucide-react/icons/file-up'
import { Icon } from '../../../ui/Icon.tsx'
import { Notice } from '../../sign-in/Notice.tsx'
import { formats, importFormats } from '../formats.ts'
import type { Trouble } from '../use-import.ts'
import css from '../import-passwords.module.css'

/** Drop a file or choose one; and how such a file is made, by program. */
export function ChooseStep({ trouble, onFile }: { trouble: Trouble | undefined; onFile: (file: File) => void }) {
  const id = useId()
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  return (
    <div className={css['body']}>
      {trouble && <Notice title={trouble.words} />}
      <p>
        The file is read and encrypted on this device. What leaves it is sealed, but for names, addresses and tags,
        which the server can read. Nothing is brought in before you have seen what will come.
      </p>
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
          Choose a file
        </label>
        <input id={id} type="file" className={css['file']} onChange={(event) => take(event.currentTarget.files)} />
        <span>or drop it here</span>
      </div>
      <section>
        <h2>Where the file comes from</h2>
        <dl className={css['sources']}>
          {importFormats.map((format) => (
            <div key={format}>
              <dt>{formats[format].name}</dt>
              <dd>{formats[format].how}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}
