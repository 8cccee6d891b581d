import type { RunEvent, StepState } from './runs.ts'

/**
 * What many devices did, brought together: of a step the newest event says how it stands, of a placeholder the newest
 * says what it is filled with. Since every event has a time and an id of its own, and nothing is ever changed, the
 * result is the same in whichever order they came. The server settles a run by it, and the page shows by it what is
 * still on its way.
 */
export interface Deed {
  id: string
  step?: number | undefined
  what: RunEvent['what']
  name: string
  text: string
  at: string
}

const states: readonly string[] = ['done', 'failed', 'skipped', 'open'] satisfies StepState[]
export const isStepState = (what: string): what is StepState => states.includes(what)

/** Later, or at the same moment made later: ids of a device sort in the order in which it made them. */
export const isNewer = (one: Deed, other: Deed): boolean =>
  one.at > other.at || (one.at === other.at && one.id > other.id)

export interface Standing<Event extends Deed> {
  /** By the place of the step: the event that says how it stands. Steps that nobody touched are open. */
  steps: ReadonlyMap<number, Event>
  /** By the name of the placeholder. */
  values: ReadonlyMap<string, Event>
}

export function standingOf<Event extends Deed>(events: Iterable<Event>): Standing<Event> {
  const steps = new Map<number, Event>()
  const values = new Map<string, Event>()
  for (const event of events) {
    if (event.step !== undefined && isStepState(event.what)) keepNewer(steps, event.step, event)
    if (event.what === 'value') keepNewer(values, event.name, event)
  }
  return { steps, values }
}

function keepNewer<Key, Event extends Deed>(map: Map<Key, Event>, key: Key, event: Event): void {
  const known = map.get(key)
  if (!known || isNewer(event, known)) map.set(key, event)
}

/** In the order in which things were done. */
export const inOrder = <Event extends Deed>(events: readonly Event[]): Event[] =>
  events.toSorted((one, other) => (isNewer(one, other) ? 1 : -1))

/**
 * A placeholder in the code of a runbook, like `{{interface}}`: letters, digits, spaces, `-` and `_`, up to 60. Filled
 * once in a run; never with a secret.
 */
const placeholder = /\{\{[ \t]*([\p{L}\p{N}_-](?:[\p{L}\p{N}_ -]{0,58}[\p{L}\p{N}_-])?)[ \t]*\}\}/gu

/** The names of the placeholders in a piece of code, each once, in order. */
export const placeholdersIn = (code: string): string[] => [
  ...new Set([...code.matchAll(placeholder)].map((match) => match[1] as string)),
]

/** The code with what is known filled in; what is not stays as it stands. */
export const filledIn = (code: string, values: ReadonlyMap<string, { text: string }>): string =>
  code.replaceAll(placeholder, (whole, name: string) => values.get(name)?.text ?? whole)
