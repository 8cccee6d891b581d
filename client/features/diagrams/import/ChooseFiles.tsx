import { useId, useState } from 'react'
import FileUp from 'lucide-react/icons/file-up'
import { Icon } from '../../../ui/Icon.tsx'
import { Notice } from '../../sign-in/Notice.tsx'
import css from './import.module.css'

/** Drop files or choose them, several at once. */
export function ChooseFiles({ trouble, onFiles }: { trouble: string | undefined; onFiles: (files: File[]) => void }) {
  const id = useId()
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null) => onFiles([...(files ?? [])])
  return (
    <div className={css['page']}>
      {trouble !== undefined && <Notice title={trouble} />}
      <p>
        Files are read on this device. Nothing is brought in before you have seen what will come, and what will not.
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
          Choose files
        </label>
        <input
          id={id}
          type="file"
          multiple
          className={css['file']}
          onChange={(event) => take(event.currentTarget.files)}
        />
        <span>or drop them here</span>
      </div>
      <section className={css['kinds']}>
        <h2>What can come</h2>
        <dl>
          <dt>draw.io</dt>
          <dd>
            <code>.drawio</code>, <code>.xml</code>, and the <code>.svg</code> and <code>.png</code> that have a copy of
            the drawing in them. Every page becomes a diagram that can be edited, with its positions, links and groups.
          </dd>
          <dt>Anything else</dt>
          <dd>
            A picture, a PDF or a Visio file is kept as it is: a diagram with an owner and a review, and hot-spots on it
            that lead to records.
          </dd>
        </dl>
      </section>
    </div>
  )
}
