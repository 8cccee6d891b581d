import { useState } from 'react'
import { Failed } from '../../platform/Failed.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { PickField } from '../../ui/PickField.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { personItems } from './holder-choices.tsx'
import { useNameable } from './use-lanes.ts'

/** Whose absence it is. */
export function ChoosePerson(props: {
  slug: string
  onChoose: (person: { id: string; name: string }) => void
  onClose: () => void
}) {
  const { slug, onChoose, onClose } = props
  const nameable = useNameable(slug)
  const [id, setId] = useState<string>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const items = nameable.data ? personItems(nameable.data) : []
  const submit = () => {
    const found = items.find((item) => item.id === id)
    if (found) onChoose({ id: found.id, name: found.text })
    else setErrors({ person: 'Choose somebody' })
  }
  return (
    <Dialog isOpen onClose={onClose} title="Who is away?">
      {nameable.isError && <Failed what="The people" error={nameable.error} onRetry={() => void nameable.refetch()} />}
      {nameable.isPending && <LoadingRows what="people" rows={3} />}
      {nameable.data && (
        <Form onSubmit={submit} errors={errors} label="Who is away?">
          <PickField label="Person" name="person" items={items} value={id} onChange={setId} />
          <FormActions>
            <Button variant="primary" type="submit">
              Go on
            </Button>
            <Button onClick={onClose}>Not now</Button>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}
