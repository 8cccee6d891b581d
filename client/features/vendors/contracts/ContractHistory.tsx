import { useQuery } from '@tanstack/react-query'
import { openContract, undoDecision, type ContractReference } from '#contract/contracts.ts'
import { query } from '../../../platform/api.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { Button } from '../../../ui/Button.tsx'
import { formatDay } from '../../../ui/format.ts'
import { LoadingRows } from '../../../ui/states.tsx'
import { Time } from '../../../ui/Time.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { failureWords, useDeed } from '../../documents/deeds.ts'
import { ProofLink } from './ProofLink.tsx'
import { changesBetween, type Terms } from './changes.ts'
import { decisionNames } from './words.ts'
import css from './contracts.module.css'

/** What was decided, by whom and why; and every version of what was agreed. */
export function ContractHistory({ slug, contract }: { slug: string; contract: ContractReference }) {
  const answer = useQuery(query(openContract, { slug, contract }))
  const undo = useDeed(undoDecision)
  if (answer.isError && !answer.data)
    return <Failed what="Its history" error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <LoadingRows what="its history" rows={2} />
  const { decisions, revisions, decision, mayDecide, state, archivedAt, vendor } = answer.data
  const mayUndo = mayDecide && decision !== undefined && state !== 'ended' && !archivedAt
  return (
    <div className={css['past']}>
      {decisions.length > 0 && (
        <>
          <h4>Decisions</h4>
          <ol>
            {decisions.map((one, index) => (
              <li key={index}>
                <strong>{decisionNames[one.decision]}</strong>
                {one.termEndsOn && ` the term to ${formatDay(one.termEndsOn)}`}: {one.why}
                {one.proof && ` · ${one.proof}`}
                {one.attachmentId && (
                  <ProofLink slug={slug} vendor={vendor.reference} attachmentId={one.attachmentId} />
                )}
                <span className={css['aside']}>
                  {' '}
                  {one.by}, <Time at={one.at} />
                  {one.undoneBy && `, taken back by ${one.undoneBy}`}
                </span>
              </li>
            ))}
          </ol>
          {mayUndo && (
            <Button
              isPending={undo.isPending}
              onClick={() =>
                undo.mutate(
                  { slug, contract },
                  {
                    onSuccess: () => toast({ words: `The last decision about ${contract} is taken back` }),
                    onError: (error) => toast({ words: failureWords(error) }),
                  },
                )
              }
            >
              Take the last decision back
            </Button>
          )}
        </>
      )}
      <h4>Versions</h4>
      <ol>
        {revisions.map(({ revision, savedAt, savedBy, terms }, index) => (
          <li key={revision}>
            Version {revision}
            <span className={css['aside']}>
              {' '}
              {savedBy}, <Time at={savedAt} />
            </span>
            <ul>
              {changesBetween(revisions[index + 1]?.terms as Terms | undefined, terms as Terms).map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  )
}
