import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listGrants, type Grant } from '#contract/organizations.ts'
import { failureOf } from '../../platform/failure.ts'
import { levelWords } from '../../platform/role-words.ts'
import { useOrganizationLog } from '../../platform/use-organization-log.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { formatInstant } from '../../ui/format.ts'
import { Reference } from '../../ui/Reference.tsx'
import { toast } from '../../ui/Toast.tsx'
import { personIn } from '../../vault/shown-access.ts'
import { Notice } from '../sign-in/Notice.tsx'
import { Ending } from './Ending.tsx'
import { endGrant } from './shown-grant.ts'
import css from './settings.module.css'

/** One grant: who gave it, until when, and the way to end it now. */
export function GrantDialog(props: { grant: Grant; slug: string; mayEnd: boolean; onClose: () => void }) {
  const { grant, slug, mayEnd, onClose } = props
  const queries = useQueryClient()
  const { log } = useOrganizationLog(slug)
  const { memberId, collectionId, collection, reference, title = '' } = grant
  const person = personIn(log, { id: memberId, name: grant.member, party: grant.party, side: grant.side })
  const what = grant.collection ?? `${grant.reference} ${grant.title}`
  const end = useMutation({
    mutationFn: () =>
      endGrant(slug, {
        id: grant.id,
        member: person,
        collection: collectionId && { id: collectionId, name: collection ?? '' },
        document: reference && { reference, title },
        level: grant.level,
      }),
    onSuccess: async (isDone) => {
      if (!isDone) return
      onClose()
      toast({ words: `${person.name} can no longer open ${what} by this access` })
      await queries.invalidateQueries({ queryKey: [listGrants.path] })
    },
  })
  return (
    <Dialog isOpen onClose={onClose} title={`${person.name}: ${what}`}>
      {end.isError && <Notice {...failureOf(end.error)} />}
      <dl className={css['facts']}>
        <dt>Works for</dt>
        <dd>{person.party}</dd>
        <dt>To</dt>
        <dd>
          {grant.reference ? (
            <>
              <Reference>{grant.reference}</Reference> {grant.title}
            </>
          ) : (
            `Everything in ${grant.collection}`
          )}
        </dd>
        <dt>Can</dt>
        <dd>{levelWords[grant.level]}</dd>
        <dt>Given</dt>
        <dd>
          {formatInstant(grant.grantedAt)} by {grant.grantedBy}
        </dd>
        <dt>Ends</dt>
        <dd>
          <Ending from={grant.grantedAt} to={grant.endsAt} />
        </dd>
      </dl>
      {mayEnd && (
        <div className={css['danger']}>
          <p>Ending it works at once. What was read in the meantime cannot be taken back.</p>
          <Button variant="danger" isPending={end.isPending} onClick={() => end.mutate()}>
            End access now
          </Button>
        </div>
      )}
    </Dialog>
  )
}
