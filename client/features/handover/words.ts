import type { Handover, HandoverItems, HandoverLine, HandoverStep } from '#contract/handovers.ts'
import { formatCount, plural } from '../../ui/format.ts'

/** Words and addresses of handovers. */

export const handoversPath = (slug: string) => `/o/${slug}/handovers`
export const handoverPath = (slug: string, id: string) => `${handoversPath(slug)}/${id}`
/** Where one begins: of a person, or of a partner with all its people. */
export const startPath = (slug: string, of: 'person' | 'partner', id: string) =>
  `/o/${slug}/${of === 'person' ? 'people' : 'partners'}/${id}/handover`

export type StepId = 'documents' | 'lanes' | 'contacts' | 'secrets' | 'access' | 'report'

export interface Step {
  id: StepId
  name: string
  /** What the server counts it as; the report counts nothing. */
  parts: readonly HandoverStep[]
}

export const steps: readonly Step[] = [
  { id: 'documents', name: 'Documents', parts: ['documents'] },
  { id: 'lanes', name: 'Lanes', parts: ['lanes', 'reading'] },
  { id: 'contacts', name: 'Contacts', parts: ['contacts'] },
  { id: 'secrets', name: 'Secrets', parts: ['secrets'] },
  { id: 'access', name: 'Access', parts: ['access'] },
  { id: 'report', name: 'Report', parts: [] },
]

/** The step with that id, or the one to go on with: for whoever leads the first that is not done, else the report. */
export function stepOf(id: string | null, handover: Handover): Step {
  const named = steps.find((step) => step.id === id)
  const next = handover.mayLead ? steps.find((step) => step.parts.length > 0 && !isDone(step, handover)) : undefined
  return (named ?? next ?? steps.at(-1)) as Step
}

export const stepAfter = (step: Step): Step | undefined => steps[steps.indexOf(step) + 1]

const sum = (counts: HandoverLine['left'], parts: readonly HandoverStep[]) =>
  parts.reduce((total, part) => total + counts[part], 0)

/** Nothing of it is left, or somebody called it done. */
export function isDone({ id, parts }: Step, handover: Handover): boolean {
  if (id === 'report') return handover.closedAt !== undefined
  return isMarked(parts, handover) || sum(handover.left, parts) === 0
}

export const isMarked = (parts: readonly HandoverStep[], { steps: kept }: Pick<Handover, 'steps'>): boolean =>
  parts.every((part) => kept.some(({ step, doneAt }) => step === part && doneAt !== undefined))

/** `12 of 60 left`, `all on the list`, `1 of 2 signed`. */
export function stepWords({ id, parts }: Step, handover: Handover): string {
  if (id === 'report') return reportWords(handover)
  const left = sum(handover.left, parts)
  const atStart = sum(handover.atStart, parts)
  if (left === 0) return atStart === 0 ? 'nothing' : 'nothing left'
  if (id === 'secrets' && handover.items.secrets.every(({ hasTask }) => hasTask))
    return `${formatCount(left)} to rotate`
  return left < atStart ? `${formatCount(left)} of ${formatCount(atStart)} left` : `${formatCount(left)} left`
}

function reportWords({ closedAt, outcome, signatures }: Handover): string {
  if (closedAt) return outcome === 'done' ? 'closed' : 'called off'
  return ['to sign', '1 of 2 signed', 'signed'][signatures.length] ?? 'signed'
}

/** How much is still to be done of everything: what only waits for a new secret is on a list of its own. */
export const totalOf = (counts: HandoverLine['left']): number => Object.values(counts).reduce((a, b) => a + b, 0)

export const partNames: Readonly<Record<HandoverStep, string>> = {
  documents: 'Documents, contracts and dates',
  lanes: 'Responsibilities',
  contacts: 'Vendors that name them',
  reading: 'Reading lists',
  secrets: 'Secrets seen or within reach, unchanged since',
  access: 'People, grants, leases and recovery cards',
}

/** Who leaves, by name: a person, or a partner. */
export const leaverOf = ({ person, party }: Pick<HandoverLine, 'person' | 'party'>): string => person?.name ?? party

type LaneItem = HandoverItems['lanes'][number]
const places: Readonly<Record<LaneItem['as'][number], string>> = {
  accountable: 'accountable',
  deputy: 'deputy',
  in_hours: 'first in hours',
  out_of_hours: 'first out of hours',
  consulted: 'consulted',
  informed: 'informed',
}
export const placeWords = ({ as }: LaneItem): string => as.map((place) => places[place]).join(', ')

type ReadingItem = HandoverItems['reading'][number]
export const readingWords = ({ why, people }: ReadingItem): string =>
  why === 'is_assigned' ? 'had to read it' : `gave it to ${plural(people, 'person', 'people')}`

export const firstName = (name: string): string => name.split(' ')[0] ?? name
