import { DropFile } from '../../../ui/DropFile.tsx'
import { Notice } from '../../sign-in/Notice.tsx'
import css from './import.module.css'

/** Drop files or choose them, several at once. */
export function ChooseFiles({ trouble, onFiles }: { trouble: string | undefined; onFiles: (files: File[]) => void }) {
  return (
    <div className={css['page']}>
      {trouble !== undefined && <Notice title={trouble} />}
      <p>
        Files are read on this device. Nothing is brought in before you have seen what will come, and what will not.
      </p>
      <DropFile multiple onFiles={onFiles} />
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
