import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatCount, plural } from '../../ui/format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import type { WhatIf } from './use-what-if.ts'
import { gapWords, lanePath, orderedGaps } from './words.ts'
import css from './responsibilities.module.css'

interface UncoveredProps {
  slug: string
  /** Whose absence it is, in the sentences: "Priya Nandakumar", "you". */
  who: string
  answer: WhatIf
  /** In a dialog: under its title, and only what matters most is named. */
  isShort?: boolean
}

/** What nobody else would do, keep, open or have verified meanwhile. */
export function Uncovered({ slug, who, answer, isShort = false }: UncoveredProps) {
  const { lanes, documents, documentCount, secrets, secretCount, verified, verifiedCount, reviewsDue } = answer
  const open = lanes.filter(({ gaps }) => gaps.length > 0)
  const moved = lanes.filter(({ gaps }) => gaps.length === 0)
  const isNothing = lanes.length + documentCount + secretCount + verifiedCount + reviewsDue === 0
  if (isNothing) return <p className={css['covered']}>Nothing would be uncovered.</p>
  const only = `only ${who}`
  return (
    <div className={css['uncovered']} role="status">
      {open.length > 0 && (
        <Part title={`${plural(open.length, 'lane')} would have a gap`} state="overdue" isDeep={isShort}>
          {open.map(({ id, name, isCritical, gaps }) => (
            <li key={id}>
              <Link to={lanePath(slug, id)}>{name}</Link> {isCritical && <Badge>Critical</Badge>}
              <span className={css['aside']}>
                {orderedGaps(gaps)
                  .map((gap) => gapWords(gap))
                  .join('. ')}
              </span>
            </li>
          ))}
        </Part>
      )}
      {moved.length > 0 && (
        <Part title={`${plural(moved.length, 'lane')} would go to somebody else`} state="verified" isDeep={isShort}>
          {moved.slice(0, isShort ? 4 : undefined).map(({ id, name, goesTo }) => (
            <li key={id}>
              <Link to={lanePath(slug, id)}>{name}</Link>
              {goesTo && <span className={css['aside']}>goes to {goesTo}</span>}
            </li>
          ))}
          <More all={moved.length} shown={isShort ? 4 : moved.length} />
        </Part>
      )}
      <Documents
        slug={slug}
        title={`${plural(secretCount, 'credential')} that ${only} can open`}
        all={secretCount}
        items={secrets}
        isShort={isShort}
      />
      <Documents
        slug={slug}
        title={`${plural(documentCount, 'document')} that ${only} ${who === 'you' ? 'keep' : 'keeps'}`}
        all={documentCount}
        items={documents}
        isShort={isShort}
      />
      <Documents
        slug={slug}
        title={`${plural(verifiedCount, 'document')} that ${only} ${who === 'you' ? 'have' : 'has'} ever verified`}
        all={verifiedCount}
        items={verified}
        isShort={isShort}
      />
      {reviewsDue > 0 && <p>{plural(reviewsDue, 'review')} would fall into that time.</p>}
    </div>
  )
}

function Documents(props: { slug: string; title: string; all: number; items: WhatIf['documents']; isShort: boolean }) {
  const { slug, title, all, items, isShort } = props
  const most = isShort ? 4 : items.length
  if (all === 0) return null
  return (
    <Part title={title} state="due" isDeep={isShort}>
      {items.slice(0, most).map((document) => (
        <li key={document.reference}>
          <Reference>{document.reference}</Reference>{' '}
          <Link to={documentPath(slug, document.reference)}>{document.title}</Link>
        </li>
      ))}
      <More all={all} shown={Math.min(most, items.length)} />
    </Part>
  )
}

function More({ all, shown }: { all: number; shown: number }) {
  return all > shown ? <li className={css['aside']}>and {formatCount(all - shown)} more</li> : null
}

function Part(props: { title: string; state: 'overdue' | 'due' | 'verified'; isDeep: boolean; children: ReactNode }) {
  const Heading = props.isDeep ? 'h3' : 'h2'
  return (
    <section>
      <Heading className={css['partTitle']}>
        <FreshnessMark state={props.state} />
        {props.title}
      </Heading>
      <ul>{props.children}</ul>
    </section>
  )
}
