import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import { createOrganization } from '#contract/organizations.ts'
import { call } from '../../platform/api.ts'
import { updateSession } from '../../platform/begin-session.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { OrganizationFields } from '../sign-in/OrganizationFields.tsx'

const fields = ['name', 'slug', 'timeZone']

/** Another organization on this installation; whoever makes it owns it. */
export function NewOrganizationDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const navigate = useNavigate()
  const [errors, setErrors] = useState<FieldErrors>({})
  const create = useMutation({
    mutationFn: (data: FormData) =>
      call(createOrganization, {
        id: uuidv7(),
        name: textIn(data, 'organizationName'),
        slug: textIn(data, 'slug'),
        timeZone: textIn(data, 'timeZone'),
        memberId: uuidv7(),
        partyId: uuidv7(),
      }),
    onMutate: () => setErrors({}),
    onSuccess: async (membership) => {
      updateSession((session) => ({ ...session, memberships: [...session.memberships, membership] }))
      onClose()
      await navigate(`/o/${membership.slug}`)
    },
    onError: (error) => {
      const { name, ...others } = fieldErrorsOf(error, fields)
      setErrors(name === undefined ? others : { ...others, organizationName: name })
    },
  })
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Make another organization">
      <p>You become its owner. People are invited there anew; nobody comes along by itself.</p>
      <Form onSubmit={(data) => !create.isPending && create.mutate(data)} errors={errors} label="New organization">
        <OrganizationFields />
        <FormActions>
          <Button type="submit" variant="primary" isPending={create.isPending}>
            Make organization
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
