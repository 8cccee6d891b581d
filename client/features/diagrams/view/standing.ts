import type { Cause, DocumentChip } from '#contract/documents.ts'
import type { FreshnessState, Reference } from '#contract/values.ts'
import { freshnessWords } from '../../../ui/freshness.ts'
import type { Placed } from './reading-order.ts'

/** What an element is bound to, and how far that can be trusted. */
export interface Standing {
  /** In the order in which they are bound. A record that the caller does not see has no chip. */
  records: { reference: Reference; chip?: DocumentChip; drift?: 'archived' | 'gone' }[]
  /** The worst of the living records. */
  worst?: DocumentChip
  /** A record that it stands for is archived or gone: the drawing has drifted from what is kept. */
  hasDrifted: boolean
  /** Why to look twice: "FortiGate admin: Overdue 23 days". Nothing where all is verified. */
  words?: string
}

export interface Known {
  cited: readonly DocumentChip[]
  causes: readonly Cause[]
  /** The caller sees everything: a record that is not cited is gone, and not out of reach. */
  seesAll: boolean
}

// DESIGN-LANGUAGE §6: flag, diamond, broken ring, clock, sector.
const worstFirst: readonly FreshnessState[] = ['suspect', 'overdue', 'unverified', 'due', 'verified']

/** How every bound element stands, by its id. */
export function standings(elements: readonly Placed[], known: Known): Map<string, Standing> {
  const chips = new Map(known.cited.map((chip) => [chip.reference, chip]))
  const erased = new Set(known.causes.flatMap(({ cause, reference }) => (cause === 'cited_purged' ? [reference] : [])))
  const found = new Map<string, Standing>()
  for (const element of elements) {
    if (element.bound.length > 0) found.set(element.id, standingOf(element, chips, erased, known.seesAll))
  }
  return found
}

function standingOf(
  { bound }: Placed,
  chips: ReadonlyMap<Reference, DocumentChip>,
  erased: ReadonlySet<Reference | undefined>,
  seesAll: boolean,
): Standing {
  const records = bound.map((reference): Standing['records'][number] => {
    const chip = chips.get(reference)
    const drift = chip?.archived ? 'archived' : !chip && (seesAll || erased.has(reference)) ? 'gone' : undefined
    return { reference, ...(chip && { chip }), ...(drift && { drift }) }
  })
  const worst = records
    .flatMap(({ chip }) => (chip && !chip.archived ? [chip] : []))
    .sort((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state))[0]
  const drifted = records.filter(({ drift }) => drift !== undefined)
  const words = [
    ...drifted.map(({ reference, drift }) => `${reference} ${drift}`),
    ...(worst && worst.state !== 'verified' ? [`${worst.title}: ${freshnessWords(worst)}`] : []),
  ].join(', ')
  return { records, ...(worst && { worst }), hasDrifted: drifted.length > 0, ...(words && { words }) }
}
