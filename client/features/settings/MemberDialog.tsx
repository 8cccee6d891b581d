import { lazy, Suspense, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { listMembers, listParties, type Member, type Party } from '#contract/organizations.ts'
import type { Role } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { readyFor, refresh, stateAbout } from '../../platform/organization-keys.ts'
import { roleWords } from '../../platform/role-words.ts'
import { isKeyHolder, NothingHere, sessionQuery } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { plural } from '../../ui/format.ts'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { LinkDialog } from './InviteDialog.tsx'
import { makeInvitation, type InvitationLink } from './invite.ts'
import { RemoveMember } from './RemoveMember.tsx'
import { RoleFields } from './RoleFields.tsx'
import css from './settings.module.css'

const MemberDuties = lazy(async () => ({
  default: (await import('../responsibilities/MemberDuties.tsx')).MemberDuties,
}))

/** One person: what they can do, and what changes with it. */
export function MemberDialog(props: { member: Member; membership: Membership; onClose: () => void }) {
  const { member, membership, onClose } = props
  const [isRemoving, setRemoving] = useState(false)
  const [made, setMade] = useState<InvitationLink>()
  const mayManage = isKeyHolder(membership) && (member.role !== 'owner' || membership.role === 'owner')
  const isHere = !member.removedAt

  if (made) return <LinkDialog made={made} onClose={onClose} />
  if (isRemoving)
    return <RemoveMember member={member} membership={membership} onClose={onClose} onBack={() => setRemoving(false)} />
  return (
    <Dialog isOpen onClose={onClose} title={member.name}>
      <Facts member={member} slug={membership.slug} />
      {isHere && (
        <Suspense>
          <MemberDuties membership={membership} member={member} />
        </Suspense>
      )}
      {isHere && mayManage && <RoleForm member={member} membership={membership} onClose={onClose} />}
      {(membership.role === 'auditor' || (!isHere && isKeyHolder(membership))) && (
        <p>
          <Link to={`/o/${membership.slug}/people/${member.id}/handover`}>What {member.name} has seen</Link>, and what
          of it is still to be changed.
        </p>
      )}
      {isHere && isKeyHolder(membership) && !mayManage && <p>{member.name} is an owner: only an owner changes that.</p>}
      {isHere && mayManage && (
        <div className={css['danger']}>
          {member.id !== membership.memberId && <NewKeys member={member} slug={membership.slug} onMade={setMade} />}
          {member.id !== membership.memberId && (
            <ButtonLink to={`/o/${membership.slug}/people/${member.id}/handover`}>Hand over…</ButtonLink>
          )}
          <Button onClick={() => setRemoving(true)}>
            {member.id === membership.memberId ? `Leave ${membership.organization}` : `Remove ${member.name}`}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

/** There is no other way back in: nobody, and no server, can open what a lost passphrase would open. */
function NewKeys(props: { member: Member; slug: string; onMade: (made: InvitationLink) => void }) {
  const { member, slug, onMade } = props
  const make = useMutation({
    mutationFn: async () => {
      if (!(await readyFor(slug, `to let ${member.name} come back`))) return undefined
      const log = await refresh(slug)
      const known = log.members.find(({ id }) => id === member.id)
      const party = log.parties.find(({ id }) => id === known?.partyId)
      if (!known || !party) throw new NothingHere()
      const { name, email, role } = known
      return makeInvitation(slug, { person: { name, email }, role, party, rekeys: member.id })
    },
    onSuccess: (made) => made && onMade(made),
  })
  return (
    <>
      {make.isError && <Notice {...failureOf(make.error)} />}
      <p>
        Has {member.name} forgotten the passphrase? A link lets them come back with new keys. Call them first: whoever
        uses it stands in their place.
      </p>
      <Button isPending={make.isPending} onClick={() => make.mutate()}>
        Make a link for new keys
      </Button>
    </>
  )
}

function Facts({ member, slug }: { member: Member; slug: string }) {
  return (
    <dl className={css['facts']}>
      {member.email && (
        <>
          <dt>E-mail</dt>
          <dd>{member.email}</dd>
        </>
      )}
      <dt>Works for</dt>
      <dd>{member.party}</dd>
      {member.removedAt ? (
        <>
          <dt>Removed</dt>
          <dd>
            <Time at={member.removedAt} />
          </dd>
        </>
      ) : (
        <>
          <dt>Can do</dt>
          <dd>{roleWords[member.role].can}</dd>
        </>
      )}
      <dt>Joined</dt>
      <dd>
        <Time at={member.joinedAt} />
      </dd>
      <dt>Owns</dt>
      <dd>
        {member.owns > 0 ? (
          <Link to={`/o/${slug}/runbooks?owner=${member.id}`}>{plural(member.owns, 'document')}</Link>
        ) : (
          'No documents'
        )}
      </dd>
    </dl>
  )
}

function RoleForm({ member, membership, onClose }: { member: Member; membership: Membership; onClose: () => void }) {
  const { slug } = membership
  const queries = useQueryClient()
  const parties = useQuery(query(listParties, { slug }))
  const [errors, setErrors] = useState<FieldErrors>({})
  const [partyId, setPartyId] = useState<string>(member.partyId)
  const [role, setRole] = useState<Role>(member.role)

  const save = useMutation({
    mutationFn: async () => {
      const party = parties.data?.items.find(({ id }) => id === partyId)
      if (!party) throw new Error('There is no such party')
      const { id, name, side } = party
      const wish = { type: 'member.role', member: member.id, role, party: { id, name, side } } as const
      return stateAbout(slug, `to change what ${member.name} can do`, [member], [wish])
    },
    onMutate: () => setErrors({}),
    onSuccess: async (isDone) => {
      if (!isDone) return
      toast({ words: `${member.name}: ${roleWords[role].can}` })
      onClose()
      await queries.invalidateQueries({ queryKey: [listMembers.path] })
      if (member.id === membership.memberId) await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
    onError: (error) => setErrors(fieldErrorsOf(error, ['role', 'party'])),
  })

  if (!parties.data) return null
  return (
    <Form onSubmit={() => !save.isPending && save.mutate()} errors={errors} label={`What ${member.name} can do`}>
      <RoleFields
        parties={parties.data.items}
        partyId={partyId}
        onParty={setPartyId}
        role={role}
        onRole={setRole}
        isOwner={membership.role === 'owner'}
      />
      <Consequences member={member} role={role} party={parties.data.items.find(({ id }) => id === partyId)} />
      <FormActions>
        <Button type="submit" variant="primary" isPending={save.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </FormActions>
    </Form>
  )
}

/** What saving does beside the obvious, said before it is done. */
function Consequences({ member, role, party }: { member: Member; role: Role; party: Party | undefined }) {
  if (role === member.role && party?.id === member.partyId) return null
  const losesBase = role === 'technician' || role === 'auditor'
  return (
    <p className={css['warning']}>
      {role !== member.role && `${member.name} has to sign in again. `}
      Access that does not suit the new place ends.
      {losesBase && member.owns > 0 && ` ${plural(member.owns, 'document')} may be left without an owner.`}
    </p>
  )
}
