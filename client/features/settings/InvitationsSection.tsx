import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listInvitations, type Invitation } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { roleWords } from '../../platform/role-words.ts'
import { Button } from '../../ui/Button.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords } from '../documents/deeds.ts'
import { PlainTable } from './PlainTable.tsx'
import { cancelInvitation } from './shown-grant.ts'
import css from './settings.module.css'

/** Invitations that can still be accepted; each can be taken back. Nothing is shown while there are none. */
export function InvitationsSection({ slug }: { slug: string }) {
  const queries = useQueryClient()
  const invitations = useQuery(query(listInvitations, { slug }))
  const revoke = useMutation({
    mutationFn: (invitation: Invitation) => cancelInvitation(slug, invitation),
    onSuccess: (isDone, { name }) => {
      if (isDone) toast({ words: `The link for ${name} leads nowhere now` })
    },
    onError: (error) => toast({ words: failureWords(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: [listInvitations.path] }),
  })
  if (invitations.isError)
    return <Failed error={invitations.error} what="Invitations" onRetry={() => void invitations.refetch()} />
  if (!invitations.data || invitations.data.items.length === 0) return null
  return (
    <section className={css['list']} aria-labelledby="invitations">
      <header>
        <h2 id="invitations">Invited</h2>
        <p>They have a link and have not used it yet.</p>
      </header>
      <PlainTable
        label="Invited"
        rows={invitations.data.items}
        rowKey={({ id }) => id}
        columns={[
          {
            header: 'Name',
            cell: ({ name, email }) => (
              <>
                <strong>{name}</strong> {email}
              </>
            ),
          },
          { header: 'Works for', cell: ({ party }) => party },
          { header: 'Can do', cell: ({ role }) => roleWords[role].short },
          { header: 'Invited by', cell: ({ invitedBy }) => invitedBy },
          { header: 'Open until', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          {
            header: 'Act',
            isHeaderHidden: true,
            cell: (invitation) => (
              <Button
                aria-label={`Take back the invitation of ${invitation.name}`}
                isPending={revoke.isPending && revoke.variables.id === invitation.id}
                onClick={() => revoke.mutate(invitation)}
              >
                Take back
              </Button>
            ),
          },
        ]}
      />
    </section>
  )
}
