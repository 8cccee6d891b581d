import { useId, useState } from 'react'
import { textIn } from '../../../platform/form-text.ts'
import { Button } from '../../../ui/Button.tsx'
import { PassphraseField, Select } from '../../../ui/fields.tsx'
import { Form, FormActions } from '../../../ui/Form.tsx'
import { Field } from '../../../ui/Field.tsx'
import { formats, importFormats, type ImportFormat } from '../formats.ts'
import type { Asked, Trouble } from '../use-import.ts'
import css from '../import-passwords.module.css'

const wrongPassword = ['needs-password', 'wrong-password', 'locked-to-account']

/** What the file is opened with, and as what it is read where its content did not tell. */
export function OpenStep(props: {
  file: File
  format: ImportFormat | undefined
  trouble?: Trouble
  onOpen: (asked: Asked) => void
  onRestart: () => void
}) {
  const { file, trouble } = props
  const [format, setFormat] = useState(props.format)
  const asks = format && formats[format].asks
  const at =
    trouble &&
    (wrongPassword.includes(trouble.code ?? '') ? 'password' : trouble.code === 'wrong-key-file' ? 'keyFile' : '')
  const submit = (data: FormData) => {
    const keyFile = data.get('keyFile')
    const isChosen = keyFile instanceof File && keyFile.size > 0
    props.onOpen({ format, password: textIn(data, 'password'), ...(isChosen && { keyFile }) })
  }
  return (
    <div className={css['body']}>
      <Form label={`Open ${file.name}`} onSubmit={submit} errors={trouble && { [at ?? '']: trouble.words }}>
        <p>
          <strong className={css['fileName']}>{file.name}</strong>
        </p>
        <Select
          label="Read it as"
          name="format"
          width="medium"
          options={[{ value: '', label: 'Whatever it looks like' }, ...importFormats.map(choice)]}
          value={format ?? ''}
          onChange={(value) => setFormat(value === '' ? undefined : value)}
        />
        {asks !== undefined && asks !== 'nothing' && (
          <PassphraseField
            label="Password of the file"
            name="password"
            width="medium"
            isOptional={asks === 'password-maybe'}
            // Not `off`: Chromium would offer to keep it.
            autoComplete="one-time-code"
            data-1p-ignore=""
            data-lpignore="true"
            data-bwignore=""
            autoFocus
          />
        )}
        {asks === 'password-and-key-file' && <KeyFileField />}
        <FormActions>
          <Button type="submit" variant="primary">
            Open the file
          </Button>
          <Button onClick={props.onRestart}>Choose another file</Button>
        </FormActions>
      </Form>
    </div>
  )
}

const choice = (format: ImportFormat) => ({ value: format, label: formats[format].name })

function KeyFileField() {
  const id = useId()
  return (
    <Field
      label="Key file"
      name="keyFile"
      isOptional
      hint="The .key or .keyx file, where this one was locked with one."
    >
      {(wiring) => <input key={id} {...wiring} type="file" className={css['keyFile']} />}
    </Field>
  )
}
