import { useState } from 'react'
import type { ClosedTo } from '#contract/reading-lists.ts'
import { useOrganization } from '../../platform/session.ts'
import { useNow } from '../../ui/Time.tsx'
import { endChoices, endOf, type EndChoice } from '../settings/grant-end.ts'
import { openTo, type OpenTo } from './open-to.ts'

export interface Choice {
  /** Undefined until somebody has decided: nothing is opened, or kept shut, in silence. */
  to: OpenTo | 'nothing' | undefined
  /** Until it is chosen: no end for people in-house, thirty days for all others. */
  ends: EndChoice | undefined
  /** The last day, where it ends `on a day`. */
  day: string
}

/** A technician's access always has an end. */
export const endChoicesFor = (people: readonly ClosedTo[]): EndChoice[] =>
  endChoices(people.some(({ role }) => role === 'technician'))

/** What a key holder decides about items that people cannot see, and the deed. */
export function useOpening(people: readonly ClosedTo[], initial: Choice['to']) {
  const { slug, timeZone } = useOrganization()
  const now = useNow()
  const [chosen, change] = useState<Choice>({ to: initial, ends: undefined, day: '' })
  const usual = people.every(({ person }) => person.side === 'in_house') ? 'never' : '30 days'
  // What was chosen while others were meant may not be possible for these.
  const ends = chosen.ends && endChoicesFor(people).includes(chosen.ends) ? chosen.ends : usual
  const choice = { ...chosen, ends }
  const endsAt = endOf(choice.ends, { now, day: choice.day, timeZone })
  const to = choice.to === 'nothing' || people.length === 0 ? undefined : choice.to
  return {
    choice,
    change,
    endsAt,
    isOpening: to !== undefined,
    mistakes: {
      ...(people.length > 0 && !choice.to && { opening: 'Choose whether they may read it' }),
      ...(to && choice.ends === 'on a day' && !choice.day && { lastDay: 'Choose the last day' }),
    },
    /** @returns false where the person turned back from unlocking. @throws as `openTo`. */
    open: async () => to === undefined || openTo(slug, { people, to, endsAt }),
  }
}
export type Opening = ReturnType<typeof useOpening>
