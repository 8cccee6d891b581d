import type { ShownHolder } from '#contract/responsibilities.ts'
import { Person } from '../../ui/Person.tsx'
import { holderName, standingWords } from './words.ts'
import css from './responsibilities.module.css'

interface HolderProps {
  holder: ShownHolder
  hasFirm?: boolean
  /** In a narrow cell: of somebody who is not here the first name, and the rest on hover and focus of the row. */
  isBrief?: boolean
}

/** A person of a lane, or a party alone: a square, a name, and why they do not count today. */
export function Holder({ holder, hasFirm, isBrief }: HolderProps) {
  const { side, party, person, standing } = holder
  const why = standingWords(holder)
  const name = holderName(holder)
  if (why && isBrief)
    return (
      <span className={css['holder']} data-tooltip={`${name}, ${why}`}>
        <Person name={name} side={side} isSquareOnly />
        <span className={css['absent']}>{person ? name.split(' ')[0] : name}</span>
        <small className={css['standing']}>{standing === 'gone' ? 'has left' : standing}</small>
      </span>
    )
  return (
    <span className={css['holder']}>
      <Person name={name} side={side} party={party} hasFirm={Boolean(person && hasFirm)} />
      {why && <small className={css['standing']}>{why}</small>}
    </span>
  )
}
