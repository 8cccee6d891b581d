import { v7 as uuidv7 } from 'uuid'
import type { Cause } from '#contract/documents.ts'
import type { DocumentId, Kind, RunId } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { documentQueries } from './queries.ts'

/** What happened to `source` puts every document that cites it in doubt, until somebody verifies it (PRODUCT.md). */
export function castDoubt(
  { db, actor, now }: MemberCall,
  source: { id: DocumentId; kind: Kind; number: number },
  cause: Exclude<Cause['cause'], 'flag' | 'run_failed'>,
): void {
  for (const citer of documentQueries(db).citers({ documentId: source.id, cause })) {
    documentQueries(db).addDoubt({
      id: uuidv7(),
      documentId: citer.id,
      cause,
      now,
      memberId: actor.id,
      text: '',
      sourceId: source.id,
      sourceKind: source.kind,
      sourceNumber: source.number,
    })
  }
}

/**
 * Steps that failed in a run put the runbook itself in doubt, until somebody verifies it. Said anew when it turns out
 * later which they were; `steps` is "Step 4", or nothing where none failed after all.
 */
export function doubtForRun(
  { db, actor, now }: MemberCall,
  documentId: DocumentId,
  { runId, steps }: { runId: RunId; steps: string | undefined },
): void {
  documentQueries(db).endDoubtsFromRun({ runId, memberId: actor.id, now })
  if (steps === undefined) return
  documentQueries(db).addDoubt({
    id: uuidv7(),
    documentId,
    cause: 'run_failed',
    now,
    memberId: actor.id,
    text: steps,
    sourceId: runId,
    sourceKind: undefined,
    sourceNumber: undefined,
  })
}
