import { DropFile } from '../../../ui/DropFile.tsx'
import { Notice } from '../../sign-in/Notice.tsx'
import { formats, importFormats } from '../formats.ts'
import type { Trouble } from '../use-import.ts'
import css from '../import-passwords.module.css'

/** Drop a file or choose one; and how such a file is made, by program. */
export function ChooseStep({ trouble, onFile }: { trouble: Trouble | undefined; onFile: (file: File) => void }) {
  return (
    <div className={css['body']}>
      {trouble && <Notice title={trouble.words} />}
      <p>
        The file is read and encrypted on this device. What leaves it is sealed, but for names, addresses and tags,
        which the server can read. Nothing is brought in before you have seen what will come.
      </p>
      <DropFile onFiles={([file]) => onFile(file)} />
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
