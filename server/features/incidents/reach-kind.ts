import { invalid } from '#contract/problems.ts'
import { kinds, type Kind } from '#contract/values.ts'

const examples: Partial<Record<Kind, string>> = { system: 'SY-01', runbook: 'RB-14', vendor: 'VN-07' }

/** @returns the document. @throws Problem 'invalid-input' where it is of another kind than is asked for there. */
export function ofKind<D extends { kind: Kind }>(document: D, kind: Kind, pointer: string): D {
  if (document.kind !== kind) throw invalid(pointer, `Choose a ${kinds[kind].one}, like ${examples[kind] ?? ''}.`)
  return document
}
