import { contractFields, listContracts, saveContract, type Contract } from '#contract/contracts.ts'
import { listDeadlines, listWatched, saveWatched } from '#contract/dates.ts'
import { call } from '../../platform/api.ts'

/** A contract or a watched date that somebody answers for, and how somebody else comes to do so. */
export interface Owned {
  /** The reference of a contract, the id of a watched date. */
  id: string
  /** `CT-04`, `acme.example.com of VN-03` */
  says: string
  /** @param to the member who takes it. @throws Problem where that person may not see it. */
  handTo: (to: string) => Promise<unknown>
}

interface Page<Item> {
  items: Item[]
  next?: string | undefined
}

async function everyPage<Item>(load: (from: { after?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  let after: string | undefined
  do {
    const page = await load(after === undefined ? {} : { after })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}

/** Every contract of which any of these members is owner or fallback, and every date that they watch. */
export async function termsOf(slug: string, members: ReadonlySet<string>): Promise<Owned[]> {
  const isTheirs = (person: { id: string } | undefined) => person !== undefined && members.has(person.id)
  const contracts = await everyPage((from) => call(listContracts, { slug, sort: 'title', limit: 200, ...from }))
  const deadlines = await everyPage((from) =>
    call(listDeadlines, { slug, scope: 'all', kind: 'watched', state: 'any', limit: 200, ...from }),
  )
  return [
    ...contracts
      .filter(({ owner, fallback }) => isTheirs(owner) || isTheirs(fallback))
      .map((contract): Owned => {
        const handTo = (to: string) => call(saveContract, { slug, ...inHandsOf(contract, members, to) })
        return { id: contract.reference, says: contract.reference, handTo }
      }),
    ...deadlines
      .filter(({ owner }) => isTheirs(owner))
      .flatMap(({ document, watchId }): Owned | [] => {
        if (!document || watchId === undefined) return []
        const { reference } = document
        const handTo = async (to: string) => {
          const { items } = await call(listWatched, { slug, reference })
          const watched = items.find(({ id }) => id === watchId)
          if (!watched) return
          const { kind, name, on, leadDays, note, revision } = watched
          const date = { kind, name, on, leadDays, note, revision, ownerId: to }
          await call(saveWatched, { slug, reference, watchId: watched.id, ...date })
        }
        return { id: watchId, says: `a watched date of ${reference}`, handTo }
      }),
  ]
}

/** The same terms with somebody else in the place of those who leave; nobody is both owner and fallback. */
export function inHandsOf(contract: Contract, from: ReadonlySet<string>, to: string) {
  const { owner, fallback } = contract
  const ownerId = owner && from.has(owner.id) ? to : owner?.id
  const fallbackId = fallback && from.has(fallback.id) ? to : fallback?.id
  const terms = Object.fromEntries(
    Object.keys(contractFields).flatMap((name) => {
      const value = contract[name as keyof Contract]
      return value === undefined ? [] : [[name, value]]
    }),
  ) as Omit<Contract, 'owner' | 'fallback'>
  return {
    ...terms,
    contract: contract.reference,
    revision: contract.revision,
    ...(ownerId !== undefined && { ownerId }),
    ...(fallbackId !== undefined && fallbackId !== ownerId && { fallbackId }),
  }
}

export interface HandedOn {
  done: number
  /** What the new owner could not be given, and why the first of it. */
  left: { id: string; says: string; error: unknown }[]
}

/** So many at a time: the server commits those that come together as one. */
const atOnce = 8

/**
 * Hands things on, batch by batch. What fails is passed over; whoever is stopped, or loses the connection, goes on later
 * with what is left: nothing is handed on twice.
 * @param goesOn asked before each batch. @param onProgress after each, with how many are through.
 */
export async function handOn(
  things: readonly Owned[],
  to: string,
  { goesOn, onProgress }: { goesOn: () => boolean; onProgress: (through: number) => void },
): Promise<HandedOn> {
  const handed: HandedOn = { done: 0, left: [] }
  for (let start = 0; start < things.length && goesOn(); start += atOnce) {
    const batch = things.slice(start, start + atOnce)
    const answers = await Promise.allSettled(batch.map(({ handTo }) => handTo(to)))
    answers.forEach((answer, index) => {
      if (answer.status === 'fulfilled') handed.done += 1
      else handed.left.push({ id: batch[index]?.id ?? '', says: batch[index]?.says ?? '', error: answer.reason })
    })
    onProgress(start + batch.length)
  }
  return handed
}
