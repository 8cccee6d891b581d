import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { listInvitations, listParties, type Party } from '#contract/organizations.ts'
import type { Role } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay } from '../../ui/format.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { CopyLink } from './CopyLink.tsx'
import { makeInvitation, type InvitationLink } from './invite.ts'
import { NeedsLog } from './NeedsLog.tsx'
import { RoleFields } from './RoleFields.tsx'

/** Invites a person by a link, which is shown once and given by hand: the server never has its secret. */
export function InviteDialog({ membership, onClose }: { membership: Membership; onClose: () => void }) {
  const [made, setMade] = useState<InvitationLink>()
  const parties = useQuery(query(listParties, { slug: membership.slug }))
  if (made) return <LinkDialog made={made} onClose={onClose} />
  return (
    <Dialog isOpen onClose={onClose} title="Invite a person">
      {parties.isPending && <LoadingRows what="parties" rows={3} />}
      {parties.isError && <Failed error={parties.error} what="Parties" onRetry={() => void parties.refetch()} />}
      {parties.data && (
        <NeedsLog slug={membership.slug} why="to invite a person">
          {() => <InviteForm membership={membership} parties={parties.data.items} onMade={setMade} onClose={onClose} />}
        </NeedsLog>
      )}
    </Dialog>
  )
}

/** The link, once. */
export function LinkDialog({ made, onClose }: { made: InvitationLink; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`The link for ${made.name}`}
      isAlert
      actions={<Button onClick={onClose}>Done</Button>}
    >
      <p>
        Give it to {made.name} yourself: in a chat, on a call, on paper. Whoever has it can join in their place, once,
        until {formatDay(made.expiresAt)}.
      </p>
      <CopyLink link={made.link} />
      <p>
        It is shown only now. Lost? Take the invitation back and make another. Once it is used, {made.name} is let in as
        soon as a key holder is unlocked.
      </p>
    </Dialog>
  )
}

const fields = ['name', 'email', 'party', 'role']

function InviteForm(props: {
  membership: Membership
  parties: readonly Party[]
  onMade: (made: InvitationLink) => void
  onClose: () => void
}) {
  const { membership, parties, onMade, onClose } = props
  const { slug } = membership
  const queries = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [partyId, setPartyId] = useState<string>(parties.find(({ side }) => side === 'in_house')?.id ?? '')
  const [role, setRole] = useState<Role>('editor')

  const invite = useMutation({
    mutationFn: (person: { name: string; email: string }) => {
      const party = parties.find(({ id }) => id === partyId)
      if (!party) throw new Error('There is no such party')
      const { id, name, side } = party
      return makeInvitation(slug, { person, role, party: { id, name, side } })
    },
    onMutate: () => setErrors({}),
    onSuccess: (made) => {
      onMade(made)
      void queries.invalidateQueries({ queryKey: [listInvitations.path] })
    },
    onError: (error) => setErrors(fieldErrorsOf(error, fields)),
  })

  function submit(data: FormData) {
    if (invite.isPending) return
    const person = { name: textIn(data, 'name').trim(), email: textIn(data, 'email').trim().toLowerCase() }
    const missing = {
      ...(person.name === '' && { name: 'Enter the person’s name' }),
      ...(!/^\S+@\S+$/.test(person.email) && { email: 'Enter an e-mail address, like marcus@northlight.example.net' }),
    }
    setErrors(missing)
    if (Object.keys(missing).length === 0) invite.mutate(person)
  }

  return (
    <Form onSubmit={submit} errors={errors} label="Invite a person">
      <TextField label="Name" name="name" autoComplete="off" width="long" />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        width="long"
        hint="They sign in with it. Runkeep sends no mail."
      />
      <RoleFields
        parties={parties}
        partyId={partyId}
        onParty={setPartyId}
        role={role}
        onRole={setRole}
        isOwner={membership.role === 'owner'}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={invite.isPending}>
          Make the link
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </FormActions>
    </Form>
  )
}
