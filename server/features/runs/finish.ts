import { Problem } from '#contract/problems.ts'
import type { finishRun, Outcome } from '#contract/runs.ts'
import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCall, MemberCall } from '../../access/call.ts'
import { ringLookers } from '../../access/doorbell.ts'
import { atomically } from '../../platform/database.ts'
import { doubtForRun, flag } from '../documents/rules.ts'
import { failedSteps, wordsOfSteps } from './failed-steps.ts'
import { runQueries, type KnownRun } from './queries.ts'
import { isOver, reachRun } from './reach.ts'

export function finish(call: CallOf<typeof finishRun>) {
  const { db, input } = call
  return atomically(db, () => {
    const { run, document } = reachRun(call, input.runId)
    finishOne(call, run, document, input)
    return { warnings: rulesIn(input.summary) }
  })
}

const rulesIn = (text: string) => [...new Set(scanForSecrets(text).map(({ rule }) => rule))]

/**
 * Ends a run, in a transaction. A failed step puts the runbook in doubt, and one that needs changes gets a flag.
 * @param document as the caller reaches it; undefined where it is out of reach, which is then left without a flag.
 */
export function finishOne(
  call: MemberCall,
  run: KnownRun,
  document: DocumentCall['document'] | undefined,
  { outcome, summary }: { outcome: Outcome; summary: string },
): void {
  const { db, actor, now } = call
  const steps = failedSteps(db, run)
  const hasFailedStep = steps.words !== undefined
  if (runQueries(db).finish({ id: run.id, memberId: actor.id, outcome, summary, hasFailedStep, now }) === 0)
    throw isOver(run)
  const looksSecret = rulesIn(summary)
  if (hasFailedStep) doubtForRun(call, run.documentId, { runId: run.id, steps: steps.words })
  if (outcome === 'needs_changes' && document) reportProblem(call, run, document, summary, steps)
  record(call, {
    act: 'run.finish',
    on: ['document', run.documentId],
    details: {
      ...(document && { reference: document.reference }),
      ...{ run: run.id, outcome, isDrill: run.isDrill, failed: steps.words },
      // What stands in the log stands there for ever.
      ...(looksSecret.length > 0 ? { looksSecret } : summary && { summary }),
    },
  })
  for (const looked of [run.id, run.documentId, run.incidentId]) if (looked) ringLookers(call, looked)
}

/** What is archived, or has enough problems open already, is in doubt without one more. */
function reportProblem(
  call: MemberCall,
  run: KnownRun,
  document: DocumentCall['document'],
  summary: string,
  steps: ReturnType<typeof failedSteps>,
): void {
  const { slug } = call.actor
  const text = problemWords(summary, wordsOfSteps(call.db, run), steps)
  try {
    flag({ ...call, document, input: { slug, reference: document.reference, text } })
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'not-possible-now')) throw error
  }
}

const longestProblem = 500
const longestSummary = 240
const longestPart = 70

/** "A run needs changes: … Step 4 “Test the line” failed: no replies." In one line, as problems are reported. */
function problemWords(summary: string, words: readonly string[], steps: ReturnType<typeof failedSteps>): string {
  const said = (deed: string) => (step: { step: number; text: string }) =>
    `Step ${step.step + 1} “${shorten(words[step.step] ?? '', longestPart)}” ${deed}: ${shorten(step.text, longestPart)}`
  return shorten(
    [
      `A run needs changes: ${shorten(summary, longestSummary)}`,
      ...steps.failed.map(said('failed')),
      ...steps.skipped.map(said('was skipped')),
    ]
      .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
      .join(' '),
    longestProblem,
  )
}

function shorten(text: string, longest: number): string {
  // eslint-disable-next-line no-control-regex -- a problem is one line, without control characters
  const line = text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim()
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
