import { v7 as uuidv7 } from 'uuid'
import { recordDrill, recoveryWraps } from '#contract/recovery.ts'
import { order, type Planned } from './calendar.ts'
import type { Cast } from './cast.ts'
import type { Place } from './live.ts'
import type { DemoMember, PersonKey } from './organization.ts'

/** Some weeks before today, so that the next drill is neither due nor far away. */
const drilledDaysAgo = [215, 128, 41]

/**
 * Recovery cards where two hold the keys, tried every now and then; an organization with one key holder has none, so that
 * the reminder shows. The cards are on no paper: whoever tries the demo makes new ones.
 */
export function planRecovery(place: Place, cast: Cast): Planned[] {
  const holders = place.organization.members.filter(holdsKeys)
  const [owner, deputy] = holders
  if (!owner || !deputy) return []
  const cards: string[] = []
  return [
    {
      daysAgo: Math.max(...drilledDaysAgo) + 20,
      order: order.access,
      happen: async () => void cards.push(...(await make(place, cast, owner.person))),
    },
    ...drilledDaysAgo.map((daysAgo, time) => ({
      daysAgo,
      order: order.documents,
      // Other cards than the last time.
      happen: () => drill(place, cast, owner.person, [cards[time % 3] ?? '', cards[(time + 1) % 3] ?? '']),
    })),
  ]
}

const holdsKeys = ({ role, leftDaysAgo }: DemoMember): boolean =>
  (role === 'owner' || role === 'admin') && leftDaysAgo === undefined

async function make(place: Place, cast: Cast, by: PersonKey): Promise<string[]> {
  const { organizationId } = place
  const { deeds, protocol } = await cast.unlocked(by)
  await protocol.ready(place)
  let made: string[] = []
  await protocol.append(place, async () => {
    const { post, cards } = await deeds.newKit({ organizationId, recovery: uuidv7(), k: 2, n: 3 })
    made = cards
    return post
  })
  await protocol.keepHome()
  return made
}

async function drill(place: Place, cast: Cast, by: PersonKey, cards: string[]): Promise<void> {
  const { slug, organizationId } = place
  const { deeds, protocol } = await cast.unlocked(by)
  await protocol.ready(place)
  const { items: wraps } = await cast.as(by, recoveryWraps, { slug })
  const drilled = await deeds.drill({ organizationId, cards, wraps })
  if ('missing' in drilled) throw new Error(`The kit lacks ${drilled.missing.length} collections`)
  await cast.as(by, recordDrill, { slug, ...drilled })
}
