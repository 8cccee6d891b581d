import { initials } from './format.ts'
import css from './Person.module.css'

export interface PersonProps {
  name: string
  /** Whom they work for; partner and outside people carry the firm's name in text at first mention. */
  party: 'in_house' | 'partner' | 'outside'
  firm?: string | undefined
  /** The square alone, with its name as tooltip and accessible name. */
  isSquareOnly?: boolean
}

/** A person is a square: outlined and rounded in-house, filled with two cut corners from elsewhere. */
export function Person({ name, party, firm, isSquareOnly }: PersonProps) {
  const square = (
    <span className={css['square']} data-party={party} aria-hidden="true">
      {initials(name)}
    </span>
  )
  const words = firm && party !== 'in_house' ? `${name} (${firm})` : name
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
