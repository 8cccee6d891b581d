import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { whoToCall, type Responder, type WhoToCall as Answer } from '#contract/responsibilities.ts'
import { query } from '../../platform/api.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatDay, formatTime, ownZone, today } from '../../ui/format.ts'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Phone } from '../../ui/icons.ts'
import { RailCard } from '../../ui/PageFrame.tsx'
import { Person } from '../../ui/Person.tsx'
import { useNow } from '../../ui/Time.tsx'
import { useRing } from '../notices/rings.ts'
import { telOf } from '../vendors/tel.ts'
import { lanePath, lanesPath } from './words.ts'
import css from './WhoToCall.module.css'

/** Whom to call now: right for this minute; asked again every minute, and when the bell rings. */
export function useWhoToCall(slug: string, of: { reference?: string | undefined; laneId?: string | undefined } = {}) {
  const { reference, laneId } = of
  const answer = useQuery({
    ...query(whoToCall, { slug, ...(reference && { reference }), ...(laneId && { laneId }) }),
    refetchInterval: 60_000,
  })
  useRing(() => void answer.refetch())
  return answer
}

interface WhoToCallProps {
  slug: string
  /** Of a system, or of a document: then its system. */
  reference?: string
  /** Of this very lane, on its own page. */
  laneId?: string
}

/**
 * The card "Who to call now": of a system or document, of one lane, or (of neither) of the organization. Nothing while it
 * loads and where it cannot be known: it stands beside what matters more.
 */
export function WhoToCall({ slug, reference, laneId }: WhoToCallProps) {
  const { data } = useWhoToCall(slug, { reference, laneId })
  if (!data) return null
  return (
    <RailCard title="Who to call now">
      <CallNow slug={slug} answer={data} {...(laneId && { isInLane: true })} />
    </RailCard>
  )
}

/** The same without a heading, for pages that have their own. */
export function CallNow(props: {
  slug: string
  answer: Answer
  /** On the page of the lane itself. */
  isInLane?: boolean
}) {
  const { slug, answer, isInLane } = props
  const { first, others, lane } = answer
  const isKnown = first?.person !== undefined || first?.party !== undefined
  return (
    <div className={css['card']}>
      {isKnown ? (
        <Caller responder={first} isFirst />
      ) : (
        <p className={css['nobody']}>
          <FreshnessMark state="overdue" />
          Nobody comes first now
        </p>
      )}
      <p className={css['why']}>
        {first?.standsInFor && <span>{standsInWords(first)}. </span>}
        <span>
          {whenWords(answer)}
          {lane && !isInLane && (
            <>
              {' '}
              for <Link to={lanePath(slug, lane.id)}>{lane.name}</Link>
            </>
          )}
          {!lane && !isInLane && (
            <>
              . <Link to={lanesPath(slug)}>See who does what</Link>
            </>
          )}
        </span>
        <Until answer={answer} />
      </p>
      {others.length > 0 && (
        <ul className={css['others']} aria-label="Otherwise">
          {others.map((other, index) => (
            <li key={other.person?.id ?? other.party ?? index}>
              <Caller responder={other} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** `Tom Ashworth stands in for Priya Nandakumar, away until 3 Dec 2026`. */
export function standsInWords({ person, party, standsInFor }: Responder): string {
  if (!standsInFor) return ''
  const { name, because, until } = standsInFor
  const why =
    because === 'away'
      ? `away${until ? ` until ${formatDay(until)}` : ''}`
      : because === 'gone'
        ? 'who has left'
        : 'who is suspended'
  return `${person?.name ?? party ?? 'Nobody'} stands in for ${name}, ${why}`
}

function whenWords({ isInHours, holiday }: Answer): string {
  if (holiday) return `First today, ${holiday},`
  return isInHours ? 'First in hours' : 'First out of hours'
}

/** When somebody else comes first, in the reader's own clock. */
function Until({ answer: { until, timeZone } }: { answer: Answer }) {
  const now = useNow()
  if (!until) return null
  const day = today(ownZone, new Date(until))
  const isToday = day === today(ownZone, now)
  const theirs = formatTime(until, timeZone)
  const mine = formatTime(until)
  return (
    <span className={css['until']}>
      Until {isToday ? '' : `${formatDay(day)}, `}
      <time dateTime={until}>{mine}</time>
      {theirs !== mine && ` (${theirs} in ${timeZone.replaceAll('_', ' ')})`}
    </span>
  )
}

function Caller({ responder, isFirst }: { responder: Responder; isFirst?: boolean }) {
  const { person, party, phone } = responder
  const name = person?.name ?? party ?? ''
  return (
    <div className={css['caller']} data-first={isFirst || undefined}>
      {person ? <Person {...person} hasFirm /> : <Person name={name} side="partner" />}
      {phone ? (
        <span className={css['phone']}>
          <a href={telOf(phone)} data-calls={person?.id} aria-label={`Call ${name}, ${phone}`}>
            <Icon of={Phone} size={isFirst ? 18 : 14} />
            {phone}
          </a>
          <CopyButton text={phone} what={`number of ${name}`} />
        </span>
      ) : (
        <span className={css['none']}>no number known</span>
      )}
    </div>
  )
}
