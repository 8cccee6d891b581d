import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import {
  currentAccessReview,
  decideInAccessReview,
  listAccessReviewRows,
  startAccessReview,
  type AccessReviewRow,
} from '#contract/access.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { readyFor } from '../../platform/organization-keys.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { useOrganizationLog } from '../../platform/use-organization-log.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { DateField } from '../../ui/choice-fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay, plural } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { personIn } from '../../vault/shown-access.ts'
import { failureWords, refresh } from '../documents/deeds.ts'
import { PlainTable } from '../settings/PlainTable.tsx'
import { endGrant, insistOnGrant } from '../settings/shown-grant.ts'
import { Notice } from '../sign-in/Notice.tsx'
import { FilterTools, Nothing, useFilters } from './filters.tsx'
import { grantShown } from './grant-shown.ts'
import { More, usePages } from './use-pages.tsx'
import { whatOf } from './WhoOpensTab.tsx'
import css from './access.module.css'

const shows = [
  { value: 'all', label: 'All decisions' },
  { value: 'none', label: 'Undecided' },
  { value: 'keep', label: 'Kept' },
  { value: 'end', label: 'Ended' },
] as const
const orders = [
  { value: 'person', label: 'Person, partners first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'newest', label: 'Newest first' },
] as const

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
  const isOpen = review !== undefined && !review.closedAt && review.dueOn >= membership.today
  const manages = isKeyHolder(membership)
  return (
    <>
      {review && isOpen && (
        <p className={css['aside']}>
          {plural(review.undecided, 'row')} undecided. What nobody keeps ends after {formatDay(review.dueOn)}. Started{' '}
          <Time at={review.startedAt} /> by {review.startedBy}.
        </p>
      )}
      {!isOpen && manages && <StartForm slug={slug} />}
      {review && !isOpen && (
        <p className={css['aside']}>
          The last review was due on {formatDay(review.dueOn)}; {plural(review.undecided, 'row')} lapsed undecided.
        </p>
      )}
      {review && <Rows slug={slug} isOpen={isOpen} manages={manages} />}
      {!review && !manages && <EmptyState>Standing access was never reviewed. Owners and admins start it.</EmptyState>}
    </>
  )
}

/** Whoever decides is shown the names of the log, and decides nothing while they cannot be had. */
function Rows({ slug, isOpen, manages }: { slug: string; isOpen: boolean; manages: boolean }) {
  const filters = useFilters(shows, orders)
  const { show, order, text } = filters
  const { log, error } = useOrganizationLog(slug)
  const input = { slug, order, ...(text !== '' && { text }), ...(show !== 'all' && { decision: show }) }
  const rows = usePages([listAccessReviewRows.path, input], (from, options) =>
    call(listAccessReviewRows, { ...input, ...from }, options),
  )
  const decides = isOpen && manages
  const misnamed = rows.items.filter(({ member }) => personIn(log, member).name !== member.name)
  return (
    <>
      <FilterTools filters={filters} label="Search the review" />
      {decides && error && <Notice {...failureOf(error)} />}
      {decides && !log && !error && (
        <div className={css['acts']}>
          <Button variant="primary" onClick={() => void readyFor(slug, 'to keep or end access')}>
            Unlock to decide
          </Button>
          <span className={css['aside']}>Names are then those of the signed log.</span>
        </div>
      )}
      {misnamed.length > 0 && (
        <Banner tone="overdue" isNews>
          Decide nothing here. The server calls {plural(misnamed.length, 'person', 'people')} by other names than the
          signed log has; the names below are those of the log.
        </Banner>
      )}
      {rows.isPending && <LoadingRows what="the review" rows={4} />}
      {rows.isError && <Failed what="The review" error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.data && rows.items.length === 0 && (
        <Nothing filters={filters}>There was no standing access to review.</Nothing>
      )}
      {rows.items.length > 0 && (
        <PlainTable
          label="Standing access in review"
          rows={rows.items}
          rowKey={({ grantId }) => grantId}
          columns={[
            { header: 'Person', cell: ({ member }) => <Person {...personIn(log, member)} hasFirm /> },
            { header: 'Opens', cell: whatOf },
            { header: 'Since', cell: ({ since }) => <Time at={since} /> },
            { header: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : 'never') },
            {
              header: 'Decision',
              cell: (row) =>
                decides && log && misnamed.length === 0 && row.decision === undefined ? (
                  <Decide slug={slug} row={row} />
                ) : (
                  decided(row, isOpen)
                ),
            },
          ]}
        />
      )}
      <More pages={rows} what="rows" />
    </>
  )
}

function decided({ decision, decidedBy }: AccessReviewRow, isOpen: boolean): string {
  if (decision === undefined) return isOpen ? 'Undecided' : 'Lapsed'
  return `${decision === 'keep' ? 'Kept' : 'Ended'}${decidedBy ? ` by ${decidedBy}` : ''}`
}

function Decide({ slug, row }: { slug: string; row: AccessReviewRow }) {
  const client = useQueryClient()
  const [isPending, setPending] = useState(false)
  const { log } = useOrganizationLog(slug)
  const { grantId } = row
  const member = personIn(log, row.member)
  const decide = async (decision: 'keep' | 'end') => {
    setPending(true)
    try {
      const shown = grantShown(row, member)
      // The end itself is stated in the log; the decision is kept beside it.
      const isDone = await (decision === 'end' ? endGrant(slug, shown) : insistOnGrant(slug, 'to keep access', shown))
      if (!isDone) return
      await call(decideInAccessReview, { slug: slug, grantId, decision })
      refresh(client)
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  const what = `${member.name}, ${whatOf(row)}`
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
