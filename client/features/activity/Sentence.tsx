import { Fragment } from 'react'
import { Link } from 'react-router'
import type { Part } from '#contract/sentences.ts'
import { formatInstant } from '../../ui/format.ts'
import { Machine, Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import css from './Sentence.module.css'

/**
 * What happened, as the server says it to this reader. A document that the reader can see is a link; of any other there
 * is its number.
 * @param slug of the organization whose documents are meant; without one nothing is a link.
 * @param isPlain words alone, for where they have one color.
 */
export function Sentence(props: { parts: readonly Part[]; slug?: string | undefined; isPlain?: boolean }) {
  const { parts, slug, isPlain } = props
  if (isPlain) return <>{parts.map(wordsOf).join('')}</>
  return (
    <span className={css['sentence']}>
      {parts.map((part, index) => (
        // The parts of one sentence never change their places.
        <Fragment key={index}>{typeof part === 'string' ? part : <Piece part={part} slug={slug} />}</Fragment>
      ))}
    </span>
  )
}

function wordsOf(part: Part): string {
  if (typeof part === 'string') return part
  if ('person' in part) return part.person.name
  if ('time' in part) return formatInstant(part.time)
  if ('mono' in part) return part.mono
  const { reference, title } = part.document
  return title === undefined ? reference : `${reference} ${title}`
}

function Piece({ part, slug }: { part: Exclude<Part, string>; slug: string | undefined }) {
  if ('person' in part) return <b className={css['name']}>{part.person.name}</b>
  if ('time' in part) return <time dateTime={part.time}>{wordsOf(part)}</time>
  if ('mono' in part) return <Machine>{part.mono}</Machine>
  const { reference, title } = part.document
  if (title === undefined) return <Reference>{reference}</Reference>
  const words = (
    <>
      <Reference>{reference}</Reference> {title}
    </>
  )
  return slug === undefined ? words : <Link to={documentPath(slug, reference)}>{words}</Link>
}
