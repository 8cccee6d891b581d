import type { Drawing } from '#contract/diagrams.ts'

/** Every state of a drawing since it was opened. States share what did not change, so that all of them fit. */
export interface History {
  past: readonly Drawing[]
  present: Drawing
  future: readonly Drawing[]
  /** What the last step was a part of: steps of the same act, soon one after the other, are undone together. */
  act: string | undefined
  atMs: number
}

const sameActMs = 1_500

export const begin = (drawing: Drawing): History => ({
  past: [],
  present: drawing,
  future: [],
  act: undefined,
  atMs: 0,
})

/** @param act `label of fw1`, `arrows`: joined with the step before where that was the same a moment ago */
export function record(history: History, drawing: Drawing, nowMs: number, act?: string): History {
  if (drawing === history.present) return history
  const isSameAct = act !== undefined && act === history.act && nowMs - history.atMs < sameActMs
  return {
    past: isSameAct ? history.past : [...history.past, history.present],
    present: drawing,
    future: [],
    act,
    atMs: nowMs,
  }
}

export function undo(history: History): History {
  const present = history.past.at(-1)
  if (!present) return history
  const future = [history.present, ...history.future]
  return { past: history.past.slice(0, -1), present, future, act: undefined, atMs: 0 }
}

export function redo(history: History): History {
  const [present, ...future] = history.future
  if (!present) return history
  return { past: [...history.past, history.present], present, future, act: undefined, atMs: 0 }
}
