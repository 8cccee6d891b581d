import { factsOf } from '#contract/markdown.ts'
import type { Db } from '../../platform/database.ts'
import { runQueries, type KnownRun } from './queries.ts'

/** Steps that stand as failed or skipped, by their place, with what was said. */
export function failedSteps(db: Db, run: Pick<KnownRun, 'id'>) {
  const steps = runQueries(db).steps({ id: run.id })
  const failed = steps.filter(({ what }) => what === 'failed')
  return {
    failed,
    skipped: steps.filter(({ what }) => what === 'skipped'),
    /** "Step 4", "Steps 4, 6 and 7"; nothing where none failed. */
    words: failed.length === 0 ? undefined : inWords(failed.map(({ step }) => step + 1)),
  }
}

const mostNamed = 5

function inWords(numbers: readonly number[]): string {
  const [only] = numbers
  if (numbers.length === 1) return `Step ${only}`
  if (numbers.length > mostNamed) return `${numbers.length} steps`
  return `Steps ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
}

/** Words of the steps of the revision that a run runs, by their place. */
export function wordsOfSteps(db: Db, { documentId, revision }: Pick<KnownRun, 'documentId' | 'revision'>): string[] {
  const text = runQueries(db).body({ documentId, revision })
  return text ? factsOf(text.body).steps.map((step) => step.text) : []
}
