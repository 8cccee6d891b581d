import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { createOrganization } from '#contract/organizations.ts'
import { call } from '../../platform/api.ts'
import { updateSession } from '../../platform/begin-session.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { keepHomeSoon } from '../../platform/organization-keys.ts'
import { useSession } from '../../platform/session.ts'
import { askToUnlock } from '../../platform/unlock.ts'
import { useIsUnlocked } from '../../platform/vault.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { beginOrganization } from '../sign-in/found.ts'
import { Founded } from '../sign-in/Founded.tsx'
import { OrganizationFields } from '../sign-in/OrganizationFields.tsx'

const fields = ['name', 'slug', 'timeZone']

/** Another organization on this installation; whoever makes it owns it. */
export function NewOrganizationDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { account } = useSession()
  const isUnlocked = useIsUnlocked()
  const [made, setMade] = useState<Membership>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const create = useMutation({
    mutationFn: async (data: FormData) => {
      const of = {
        name: textIn(data, 'organizationName'),
        slug: textIn(data, 'slug'),
        timeZone: textIn(data, 'timeZone'),
      }
      if (!isUnlocked && !(await askToUnlock('to make an organization'))) return undefined
      const { organization } = await beginOrganization(account, of)
      return call(createOrganization, organization)
    },
    onMutate: () => setErrors({}),
    onSuccess: (membership) => {
      if (!membership) return
      updateSession((session) => ({ ...session, memberships: [...session.memberships, membership] }))
      keepHomeSoon()
      setMade(membership)
    },
    onError: (error) => {
      const { name, ...others } = fieldErrorsOf(error, fields)
      setErrors(name === undefined ? others : { ...others, organizationName: name })
    },
  })
  const close = () => {
    setMade(undefined)
    onClose()
  }
  if (made)
    return (
      <Dialog isOpen isAlert onClose={close} title={`${made.organization} stands`}>
        <Founded orgId={made.orgId} slug={made.slug} organization={made.organization} />
      </Dialog>
    )
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
