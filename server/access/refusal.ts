import { Problem } from '#contract/problems.ts'

/**
 * A problem that leaves a trace: what the rule has written before it threw stays written (a challenge that is used up,
 * an attempt that counts, the audit event of a refusal). Every other problem undoes everything.
 */
export class Refusal extends Problem {}

/** Runs a writing rule so that a refusal ends its transaction like a success; the caller throws it after the commit. */
export function keepingRefusals<Result>(work: () => Result): Result | Refusal {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
