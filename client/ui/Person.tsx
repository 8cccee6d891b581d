import type { Side } from '#contract/values.ts'
import { initials } from './format.ts'
import css from './Person.module.css'

export interface PersonProps {
  name: string
  side: Side
  /** The name of the party whom they work for. */
  party?: string | undefined
  /** Says the firm of a partner's person in text, as at first mention. */
  hasFirm?: boolean
  /** The square alone, with its name as tooltip and accessible name. */
  isSquareOnly?: boolean
}

/** A person is a square (`<Person {...document.owner} />`): outlined and rounded in-house, filled with two cut corners from elsewhere. */
export function Person({ name, side, party, hasFirm, isSquareOnly }: PersonProps) {
  const square = (
    <span className={css['square']} data-side={side} aria-hidden="true">
      {initials(name)}
    </span>
  )
  const words = hasFirm && party && side !== 'in_house' ? `${name} (${party})` : name
  if (isSquareOnly)
    return (
      <span role="img" aria-label={words} data-tooltip={words}>
        {square}
      </span>
    )
  return (
    <span className={css['person']}>
      {square}
      <span className={css['name']}>{words}</span>
    </span>
  )
}

/** Owner and deputy are both gone: counted as work, and never a color of its own. */
export function NoOwner() {
  return <span className={css['nobody']}>No owner</span>
}
