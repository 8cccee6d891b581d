import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { currentAccessReview, decideInAccessReview, startAccessReview, type AccessRow } from '#contract/access.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { state } from '../../platform/organization-keys.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField } from '../../ui/choice-fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay, plural } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'
import { PlainTable } from '../settings/PlainTable.tsx'
import { whatOf } from './WhoOpensTab.tsx'
import css from './access.module.css'

type Row = AccessRow & { decision?: 'keep' | 'end' | undefined; decidedBy?: string | undefined }

/** All standing access, kept or ended row by row; what nobody decides by the day ends by itself. */
export function AccessReviewTab({ slug }: { slug: string }) {
  const membership = useOrganization()
  const answer = useQuery(query(currentAccessReview, { slug }))
  if (!answer.data) {
    return answer.error ? (
      <Failed what="The review" error={answer.error} onRetry={() => void answer.refetch()} />
    ) : (
      <LoadingRows what="the review" rows={4} />
    )
  }
  const { review } = answer.data
  const isOpen = review && !review.closedAt && review.dueOn >= membership.today
  const undecided = review?.rows.filter(({ decision }) => decision === undefined).length ?? 0
  const manages = isKeyHolder(membership)
  return (
    <>
      {review && isOpen && (
        <p className={css['aside']}>
          {plural(undecided, 'row')} undecided. What nobody keeps ends after {formatDay(review.dueOn)}. Started{' '}
          <Time at={review.startedAt} /> by {review.startedBy}.
        </p>
      )}
      {!isOpen && manages && <StartForm slug={slug} />}
      {review && !isOpen && (
        <p className={css['aside']}>
          The last review was due on {formatDay(review.dueOn)}; {plural(undecided, 'row')} lapsed undecided.
        </p>
      )}
      {review && review.rows.length > 0 ? (
        <PlainTable<Row>
          label="Standing access in review"
          rows={review.rows}
          rowKey={(row) => String(row.grantId)}
          columns={[
            { header: 'Person', cell: ({ member }) => <Person {...member} hasFirm /> },
            { header: 'Opens', cell: whatOf },
            { header: 'Since', cell: ({ since }) => <Time at={since} /> },
            { header: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : 'never') },
            {
              header: 'Decision',
              cell: (row) => (isOpen && manages ? <Decide slug={slug} row={row} /> : decided(row)),
            },
          ]}
        />
      ) : (
        review && <EmptyState>There was no standing access to review.</EmptyState>
      )}
    </>
  )
}

const decided = ({ decision, decidedBy }: Row) =>
  decision === undefined ? 'Lapsed' : `${decision === 'keep' ? 'Kept' : 'Ended'}${decidedBy ? ` by ${decidedBy}` : ''}`

function Decide({ slug, row }: { slug: string; row: Row }) {
  const client = useQueryClient()
  const [isPending, setPending] = useState(false)
  const { grantId } = row
  if (row.decision !== undefined || grantId === undefined) return <>{decided(row)}</>
  const decide = async (decision: 'keep' | 'end') => {
    setPending(true)
    try {
      // The end itself is stated in the log; the decision is kept beside it.
      if (decision === 'end' && !(await state(slug, 'to end access', [{ type: 'grant.end', grant: grantId }]))) return
      await call(decideInAccessReview, { slug: slug, grantId, decision })
      refresh(client)
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  const what = `${row.member.name}, ${whatOf(row)}`
  return (
    <span className={css['acts']}>
      <Button isPending={isPending} aria-label={`Keep: ${what}`} onClick={() => void decide('keep')}>
        Keep
      </Button>
      <Button isPending={isPending} aria-label={`End: ${what}`} onClick={() => void decide('end')}>
        End
      </Button>
    </span>
  )
}

function StartForm({ slug }: { slug: string }) {
  const client = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isPending, setPending] = useState(false)
  const submit = async (data: FormData) => {
    setErrors({})
    setPending(true)
    try {
      await call(startAccessReview, { slug: slug, id: uuidv7(), dueOn: textIn(data, 'dueOn') })
      refresh(client)
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['dueOn']))
    } finally {
      setPending(false)
    }
  }
  return (
    <Form onSubmit={(data) => void submit(data)} errors={errors} label="Start a review" className={css['start']}>
      <DateField label="Decide by" name="dueOn" hint="Standing access that nobody has kept by then ends by itself." />
      <FormActions>
        <Button variant="primary" type="submit" isPending={isPending}>
          Start a review
        </Button>
      </FormActions>
    </Form>
  )
}
