import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Lane, ShownHolder } from '#contract/responsibilities.ts'
import { plural } from '../../ui/format.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import { Holder } from './Holder.tsx'
import { every } from './words.ts'
import css from './responsibilities.module.css'

/** What the lane says: what is part of it, who has which place, and what it takes. */
export function LaneText({ slug, lane }: { slug: string; lane: Lane }) {
  const { about, accountable, deputy, firstInHours, firstOutOfHours, consulted, informed, systems, linked } = lane
  return (
    <>
      {about && <p className={css['about']}>{about}</p>}
      <dl className={css['places']}>
        <Place name="Accountable" holders={accountable} />
        <Place name="Deputy" holders={deputy ? [deputy] : []} />
        <Place name="First in hours" holders={firstInHours ? [firstInHours] : []} />
        <Place name="First out of hours" holders={firstOutOfHours ? [firstOutOfHours] : []} />
        {consulted.length > 0 && <Place name="Consulted" holders={consulted} />}
        {informed.length > 0 && <Place name="Informed" holders={informed} />}
        <div>
          <dt>Systems</dt>
          <dd>
            {systems.length === 0
              ? 'All: it is of the whole organization'
              : systems.map(({ reference, title }) => (
                  <Link key={reference} to={documentPath(slug, reference)} className={css['system']}>
                    <Reference>{reference}</Reference> {title}
                  </Link>
                ))}
          </dd>
        </div>
        <div>
          <dt>Looked at</dt>
          <dd>{every(lane.intervalDays)}, by each party</dd>
        </div>
      </dl>
      {(linked.length > 0 || lane.hidden > 0) && (
        <section className={css['section']} aria-label="What it takes">
          <h2>What it takes</h2>
          {linked.length > 0 && (
            <ul className={css['documents']}>
              {linked.map((document) => (
                <li key={document.reference}>
                  <FreshnessMark {...document} />
                  <Reference>{document.reference}</Reference>
                  <Link to={documentPath(slug, document.reference)}>{document.title}</Link>
                  <span className={css['openers']}>{document.openers && openersWords(document.openers)}</span>
                  <FreshnessText state={document.state}>{freshnessWords(document)}</FreshnessText>
                </li>
              ))}
            </ul>
          )}
          {lane.hidden > 0 && <p className={css['aside']}>{hiddenWords(lane.hidden)}</p>}
        </section>
      )}
    </>
  )
}

function Place({ name, holders }: { name: string; holders: readonly ShownHolder[] }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {holders.length === 0 ? (
          <span className={css['none']}>Nobody</span>
        ) : (
          holders.map((holder) => (
            <Holder key={`${holder.partyId} ${holder.person?.id ?? ''}`} holder={holder} hasFirm />
          ))
        )}
      </dd>
    </div>
  )
}

const openersWords = (openers: readonly string[]): string =>
  openers.length === 0 ? 'nobody of this lane can open it' : `${openers.join(', ')} can open it`

const hiddenWords = (count: number): string =>
  `${plural(count, 'document')} more that you cannot see ${count === 1 ? 'belongs' : 'belong'} to it.`
