import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { listMembers, type Member } from '#contract/organizations.ts'
import { failureOf } from '../../platform/failure.ts'
import { stateAbout } from '../../platform/organization-keys.ts'
import { sessionQuery } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'

/** Says what removing does, and what it cannot undo, before it is done. */
export function RemoveMember(props: {
  member: Member
  membership: Membership
  onClose: () => void
  onBack: () => void
}) {
  const { member, membership, onClose, onBack } = props
  const { slug, organization } = membership
  const queries = useQueryClient()
  const navigate = useNavigate()
  const isMe = member.id === membership.memberId

  const remove = useMutation({
    mutationFn: () =>
      stateAbout(
        slug,
        isMe ? 'to leave' : `to remove ${member.name}`,
        [member],
        [{ type: 'member.remove', member: member.id }],
      ),
    onSuccess: async (isDone) => {
      if (!isDone) return
      onClose()
      toast({ words: isMe ? `You left ${organization}` : `${member.name} can no longer open anything here` })
      if (isMe) await navigate('/home')
      await queries.invalidateQueries({ queryKey: isMe ? sessionQuery.queryKey : [listMembers.path] })
    },
  })
  const who = isMe ? 'You' : member.name
  return (
    <Dialog
      isOpen
      isAlert
      onClose={onBack}
      title={isMe ? `Leave ${organization}?` : `Remove ${member.name} from ${organization}?`}
      actions={
        <>
          <Button variant="danger" isPending={remove.isPending} onClick={() => remove.mutate()}>
            {isMe ? `Leave ${organization}` : `Remove ${member.name}`}
          </Button>
          {!isMe && (
            <ButtonLink to={`/o/${slug}/people/${member.id}/handover`} onClick={onClose}>
              Step by step
            </ButtonLink>
          )}
          <Button onClick={onBack}>{isMe ? 'Stay' : `Keep ${member.name}`}</Button>
        </>
      }
    >
      {remove.isError && <Notice {...failureOf(remove.error)} />}
      <p>
        {who} can open nothing here from then on. Access and open invitations end, and so do {isMe ? 'your' : 'their'}{' '}
        sessions on this server.
      </p>
      {!isMe && (
        <p>
          Step by step is a handover: what they keep and answer for goes to somebody else first, what they have seen is
          listed to be changed, and both sides sign.
        </p>
      )}
      {member.owns > 0 && (
        <p>
          {plural(member.owns, 'document')} {member.owns === 1 ? 'loses its' : 'lose their'} owner. The deputy stands
          in; where there is none, the document counts as work in Reviews.
        </p>
      )}
      <p>
        What {isMe ? 'you' : 'they'} wrote and verified stays, with the name. What {isMe ? 'you have' : 'they have'}{' '}
        read cannot be taken back.
      </p>
    </Dialog>
  )
}
