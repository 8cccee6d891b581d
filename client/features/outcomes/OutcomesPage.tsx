import Printer from 'lucide-react/icons/printer'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Failed } from '../../platform/Failed.tsx'
import { useOrganization, useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount, formatInstant, plural } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { useNow } from '../../ui/Time.tsx'
import { monthWords, periods, periodWords, secondsWords, shareWords, sumOf, usePeriod } from './figures.ts'
import { IncidentParts, IncidentTimes } from './IncidentFigures.tsx'
import { LaneFigures } from './LaneFigures.tsx'
import { TrustFigures } from './TrustFigures.tsx'
import { useOutcomes, type Outcomes } from './use-outcomes.ts'
import css from './outcomes.module.css'

/** How it went over time: incidents, runbooks, lanes, freshness and reviews, as far as the reader may see them. */
export default function OutcomesPage() {
  const { slug, organization, today } = useOrganization()
  const { months, setMonths } = usePeriod()
  const { data, error, isPlaceholderData, refetch } = useOutcomes(slug, months)
  return (
    <PageFrame
      title={['Outcomes', organization]}
      heading="Outcomes"
      actions={
        data && (
          <Button icon={Printer} onClick={() => print()}>
            Print
          </Button>
        )
      }
    >
      <div className={css['periods']} role="group" aria-label="Period" data-no-print>
        {periods.map((each) => (
          <button key={each} type="button" aria-pressed={each === months} onClick={() => setMonths(each)}>
            {periodWords(each)}
          </button>
        ))}
      </div>
      {!data ? (
        error ? (
          <Failed what="The outcomes" error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingRows what="the outcomes" />
        )
      ) : isNothing(data) ? (
        <EmptyState>
          Nothing to count yet. Incidents, verified documents and results of lanes will show here, month by month.
        </EmptyState>
      ) : (
        <div className={css['page']} aria-busy={isPlaceholderData || undefined}>
          <PrintedHead data={data} />
          <Figures slug={slug} data={data} />
          <IncidentTimes incidents={data.incidents} />
          <IncidentParts slug={slug} incidents={data.incidents} />
          <TrustFigures freshness={data.freshness} reviews={data.reviews} />
          <LaneFigures
            slug={slug}
            lanes={data.lanes}
            since={`${data.freshness[0]?.month ?? today.slice(0, 7)}-01`}
            until={today}
          />
        </div>
      )}
    </PageFrame>
  )
}

const isNothing = ({ incidents, lanes, freshness, reviews, followUps }: Outcomes): boolean =>
  incidents.count + incidents.open + lanes.length + followUps.open + followUps.done === 0 &&
  sumOf(reviews, ({ done }) => done) === 0 &&
  sumOf(freshness, (month) => month.verified + month.due + month.overdue + month.unverified + month.suspect) === 0

/** The whole in five figures, each with what it is of. */
function Figures({ slug, data: { incidents, reviews, freshness, followUps } }: { slug: string; data: Outcomes }) {
  const done = sumOf(reviews, (month) => month.done)
  const onTime = sumOf(reviews, (month) => month.onTime)
  const last = freshness.at(-1)
  const all = last ? last.verified + last.due + last.overdue + last.unverified + last.suspect : 0
  return (
    <dl className={css['figures']}>
      <Figure name="Incidents" value={formatCount(incidents.count)}>
        <Link to={`/o/${slug}/incidents`}>{incidents.open > 0 ? `${incidents.open} under way` : 'none under way'}</Link>
      </Figure>
      <Figure name="To the first runbook" value={secondsWords(incidents.secondsToRunbook.median)}>
        {incidents.secondsToRunbook.worst === undefined
          ? 'not known'
          : `median; worst ${secondsWords(incidents.secondsToRunbook.worst)}`}
      </Figure>
      <Figure name="To the end" value={secondsWords(incidents.secondsToEnd.median)}>
        {incidents.secondsToEnd.worst === undefined
          ? 'none ended'
          : `median; worst ${secondsWords(incidents.secondsToEnd.worst)}`}
      </Figure>
      <Figure name="Verified now" value={last ? shareWords(last.verified, all) : '—'}>
        {`of ${plural(all, 'document')}`}
      </Figure>
      <Figure name="Reviews on time" value={shareWords(onTime, done)}>
        {done === 0 ? 'none done' : `${formatCount(onTime)} of ${formatCount(done)}`}
      </Figure>
      <Figure name="Follow-ups open" value={formatCount(followUps.open)}>
        {followUps.late > 0 && (
          <>
            <FreshnessText state="overdue">{formatCount(followUps.late)} late</FreshnessText>
            {', '}
          </>
        )}
        {formatCount(followUps.done)} done
      </Figure>
    </dl>
  )
}

const Figure = ({ name, value, children }: { name: string; value: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <b>{value}</b>
      <span>{children}</span>
    </dd>
  </div>
)

/** On paper only: of which time, who printed it, and when. */
function PrintedHead({ data: { freshness } }: { data: Outcomes }) {
  const { organization } = useOrganization()
  const { account } = useSession()
  const now = useNow()
  const [first, last] = [freshness[0], freshness.at(-1)]
  return (
    <p className={css['printed']} aria-hidden="true">
      <strong>{organization}</strong> · Outcomes, {first && monthWords(first.month)} to {last && monthWords(last.month)}
      . Printed {formatInstant(now.toISOString())} by {account.name}.
    </p>
  )
}
