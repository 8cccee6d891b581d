import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { changeMember, listMembers, listParties, type Member, type Party } from '#contract/organizations.ts'
import type { Role } from '#contract/values.ts'
import { call, query } from '../../platform/api.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { roleWords } from '../../platform/role-words.ts'
import { isKeyHolder, sessionQuery } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { plural } from '../../ui/format.ts'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { RemoveMember } from './RemoveMember.tsx'
import { RoleFields } from './RoleFields.tsx'
import css from './settings.module.css'

/** One person: what they can do, and what changes with it. */
export function MemberDialog(props: { member: Member; membership: Membership; onClose: () => void }) {
  const { member, membership, onClose } = props
  const [isRemoving, setRemoving] = useState(false)
  const mayManage = isKeyHolder(membership) && (member.role !== 'owner' || membership.role === 'owner')
  const isHere = !member.removedAt

  if (isRemoving)
    return <RemoveMember member={member} membership={membership} onClose={onClose} onBack={() => setRemoving(false)} />
  return (
    <Dialog isOpen onClose={onClose} title={member.name}>
      <Facts member={member} slug={membership.slug} />
      {isHere && mayManage && <RoleForm member={member} membership={membership} onClose={onClose} />}
      {isHere && isKeyHolder(membership) && !mayManage && <p>{member.name} is an owner: only an owner changes that.</p>}
      {isHere && mayManage && (
        <div className={css['danger']}>
          <Button onClick={() => setRemoving(true)}>
            {member.id === membership.memberId ? `Leave ${membership.organization}` : `Remove ${member.name}`}
          </Button>
        </div>
      )}
    </Dialog>
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
    mutationFn: () => call(changeMember, { slug, memberId: member.id, role, partyId }),
    onMutate: () => setErrors({}),
    onSuccess: async () => {
      toast({ words: `${member.name}: ${roleWords[role].can}` })
      onClose()
      await queries.invalidateQueries({ queryKey: [listMembers.path] })
      if (member.id === membership.memberId) await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
    onError: (error) => setErrors(fieldErrorsOf(error, ['role', 'partyId'])),
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
