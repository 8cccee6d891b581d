import { useState } from 'react'
import { renameAttachment, type Attachment } from '#contract/attachments.ts'
import type { Reference } from '#contract/values.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { endingOf } from '../../ui/file-name.ts'

interface RenameFileProps {
  slug: string
  reference: Reference
  file: Attachment
  onClose: () => void
}

/** Another name for a file. Texts that show it know it by its id and go on showing it. */
export function RenameFile({ slug, reference, file, onClose }: RenameFileProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const rename = useDeed(renameAttachment)
  const submit = (data: FormData) => {
    const typed = textIn(data, 'name').trim()
    if (typed === '') return setErrors({ name: 'Give it a name' })
    // Whoever leaves the ending away means the same one.
    const name = endingOf(typed) === '' ? typed + endingOf(file.name) : typed
    rename.mutate(
      { slug, reference, attachmentId: file.id, name },
      {
        onSuccess: () => {
          toast({ words: `Now called ${name}` })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['name'])),
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Rename ${file.name}`}>
      <Form onSubmit={submit} errors={errors}>
        <TextField
          label="Name"
          name="name"
          maxLength={200}
          defaultValue={file.name}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => {
            const { value } = event.currentTarget
            event.currentTarget.setSelectionRange(0, value.length - endingOf(value).length)
          }}
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={rename.isPending}>
            Rename
          </Button>
          <Button onClick={onClose}>Keep the name</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
