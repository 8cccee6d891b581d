import { useRef } from 'react'
import Paperclip from 'lucide-react/icons/paperclip'
import { mostSealedFileBytes } from '#contract/sealed/fields.ts'
import { Button } from '../../ui/Button.tsx'
import { fileNameFrom } from '../../ui/file-name.ts'
import { FileChooser } from '../../ui/FileChooser.tsx'
import { toast } from '../../ui/Toast.tsx'
import { formatBytes } from '../attachments/file-words.ts'
import { nextCustom, type SecretFileField, type SecretForm } from './secret-form.ts'
import css from './credentials.module.css'

const mostFiles = 12

/** Key files, certificates, licences: sealed on this device before they are sent. */
export function SecretFiles({ form, change }: { form: SecretForm; change: (changes: Partial<SecretForm>) => void }) {
  const chooser = useRef<HTMLInputElement>(null)
  const add = (chosen: readonly File[]) => {
    const fit = chosen.filter(({ size }) => size <= mostSealedFileBytes)
    for (const { name, size } of chosen.filter((file) => !fit.includes(file))) {
      toast({
        words: `${name} has ${formatBytes(size)}. Files of a credential have ${formatBytes(mostSealedFileBytes)} at most`,
      })
    }
    const room = mostFiles - form.files.length
    if (fit.length > room) toast({ words: `A credential has ${mostFiles} files at most` })
    const first = nextCustom(form)
    const files = fit.slice(0, room).map((file, index): SecretFileField => ({
      n: first + index,
      name: fileNameFrom(file.name),
      size: file.size,
      file,
    }))
    if (files.length > 0) change({ files: [...form.files, ...files] })
  }
  return (
    <>
      {form.files.length > 0 && (
        <ul className={css['files']} aria-label="Sealed files">
          {form.files.map(({ n, name, size, text }) => (
            <li key={n}>
              <span>
                {name}{' '}
                <span className={css['aside']}>
                  {formatBytes(size)}
                  {text === undefined && ', sealed when you save'}
                </span>
              </span>
              <Button
                variant="quiet"
                aria-label={`Remove ${name}`}
                onClick={() => change({ files: form.files.filter((each) => each.n !== n) })}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={css['acts']}>
        <Button icon={Paperclip} onClick={() => chooser.current?.click()}>
          Add a file
        </Button>
        <FileChooser ref={chooser} label="Files to seal" multiple onFiles={add} />
        <span className={css['aside']}>Up to {formatBytes(mostSealedFileBytes)} each. The server never reads it.</span>
      </div>
    </>
  )
}
