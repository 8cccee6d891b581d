import { lazy, Suspense, useRef, useState, type ClipboardEvent } from 'react'
import Plus from 'lucide-react/icons/plus'
import QrCode from 'lucide-react/icons/qr-code'
import Wand2 from 'lucide-react/icons/wand-2'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { FileChooser } from '../../ui/FileChooser.tsx'
import { PassphraseField, TextArea, TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { nextCustom, type CustomField, type SecretForm } from './secret-form.ts'
import css from './credentials.module.css'

const SecretFiles = lazy(async () => ({ default: (await import('./SecretFiles.tsx')).SecretFiles }))
const Generator = lazy(async () => ({ default: (await import('./Generator.tsx')).Generator }))

/** What browsers and password managers must leave alone. */
const quiet = {
  autoComplete: 'off',
  spellCheck: false,
  'data-1p-ignore': '',
  'data-lpignore': 'true',
  'data-bwignore': 'true',
  'data-form-type': 'other',
} as const

/**
 * Chromium takes masked fields for a sign-in whatever `off` says, and offers to keep what was typed; not those of codes.
 */
const masked = { ...quiet, autoComplete: 'one-time-code' } as const

const kinds = [
  { value: 'text', label: 'Text' },
  { value: 'secret', label: 'Secret' },
  { value: 'key', label: 'Key, several lines' },
] as const

/** The sealed half of a credential: username, password, one-time codes, note, and fields of one's own. */
export function SecretFields({ form, change }: { form: SecretForm; change: (changes: Partial<SecretForm>) => void }) {
  const [isGenerating, setGenerating] = useState(false)
  const image = useRef<HTMLInputElement>(null)
  const setCustom = (n: number, changes: Partial<CustomField>) =>
    change({ custom: form.custom.map((field) => (field.n === n ? { ...field, ...changes } : field)) })

  const readImage = async (file: File | undefined) => {
    if (!file) return
    const { totpFromImage } = await import('./read-qr.ts')
    const found = await totpFromImage(file)
    if (found) change({ totp: found })
    else toast({ words: 'There is no code for one-time passwords in this picture.' })
  }
  const pasteImage = (event: ClipboardEvent) => {
    const file = [...event.clipboardData.files].find(({ type }) => type.startsWith('image/'))
    if (!file) return
    event.preventDefault()
    void readImage(file)
  }
  return (
    <>
      <TextField
        label="Username"
        name="username"
        isOptional
        isMono
        {...quiet}
        value={form.username}
        onChange={(event) => change({ username: event.currentTarget.value })}
      />
      <PassphraseField
        label="Password"
        name="password"
        isOptional
        {...masked}
        value={form.password}
        onChange={(event) => change({ password: event.currentTarget.value })}
      />
      <div className={css['acts']}>
        <Button icon={Wand2} aria-expanded={isGenerating} onClick={() => setGenerating(!isGenerating)}>
          Generate
        </Button>
      </div>
      {isGenerating && (
        <Suspense>
          <Generator
            onUse={(password) => {
              change({ password })
              setGenerating(false)
            }}
          />
        </Suspense>
      )}
      <PassphraseField
        label="One-time codes"
        name="totp"
        isOptional
        hint="Paste the otpauth:// address, the secret, or a picture of the QR code."
        {...masked}
        value={form.totp}
        onPaste={pasteImage}
        onChange={(event) => change({ totp: event.currentTarget.value })}
      />
      <div className={css['acts']}>
        <Button icon={QrCode} onClick={() => image.current?.click()}>
          Read a QR picture
        </Button>
        <FileChooser ref={image} label="QR picture" accept="image/*" onFiles={([file]) => void readImage(file)} />
      </div>
      <TextArea
        label="Note"
        name="note"
        isOptional
        rows={3}
        {...quiet}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      {form.custom.map((field) => (
        <fieldset key={field.n} className={css['custom']}>
          <legend>{field.label || 'Another field'}</legend>
          <TextField
            label="Name"
            name={`label-${field.n}`}
            maxLength={60}
            {...quiet}
            value={field.label}
            onChange={(event) => setCustom(field.n, { label: event.currentTarget.value })}
          />
          <Select label="Kind" value={field.kind} options={kinds} onChange={(kind) => setCustom(field.n, { kind })} />
          {field.kind === 'key' ? (
            <TextArea
              label="Value"
              name={`value-${field.n}`}
              isMono
              rows={6}
              {...quiet}
              value={field.value}
              onChange={(event) => setCustom(field.n, { value: event.currentTarget.value })}
            />
          ) : field.kind === 'secret' ? (
            <PassphraseField
              label="Value"
              name={`value-${field.n}`}
              {...masked}
              value={field.value}
              onChange={(event) => setCustom(field.n, { value: event.currentTarget.value })}
            />
          ) : (
            <TextField
              label="Value"
              name={`value-${field.n}`}
              {...quiet}
              value={field.value}
              onChange={(event) => setCustom(field.n, { value: event.currentTarget.value })}
            />
          )}
          <Button
            variant="quiet"
            aria-label={`Remove ${field.label || 'this field'}`}
            onClick={() => change({ custom: form.custom.filter(({ n }) => n !== field.n) })}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      <div className={css['acts']}>
        <Button
          icon={Plus}
          onClick={() =>
            change({ custom: [...form.custom, { n: nextCustom(form), kind: 'secret', label: '', value: '' }] })
          }
        >
          Add a field
        </Button>
      </div>
      <Suspense>
        <SecretFiles form={form} change={change} />
      </Suspense>
    </>
  )
}
