import type { ShownHolder } from '#contract/responsibilities.ts'
import { Person } from '../../ui/Person.tsx'
import { holderName, standingWords } from './words.ts'
import css from './responsibilities.module.css'

/** A person of a lane, or a party alone: a square, a name, and why they do not count today. */
export function Holder({ holder, hasFirm }: { holder: ShownHolder; hasFirm?: boolean }) {
  const why = standingWords(holder)
  return (
    <span className={css['holder']}>
      <Person
        name={holderName(holder)}
        side={holder.side}
        party={holder.party}
        hasFirm={Boolean(holder.person && hasFirm)}
      />
      {why && <small className={css['standing']}>{why}</small>}
    </span>
  )
}
