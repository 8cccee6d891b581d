import { v7 as uuidv7 } from 'uuid'
import type { Cause } from '#contract/documents.ts'
import type { DocumentId, Kind } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { documentQueries } from './queries.ts'

/** What happened to `source` puts every document that cites it in doubt, until somebody verifies it (PRODUCT.md). */
export function castDoubt(
  { db, actor, now }: MemberCall,
  source: { id: DocumentId; kind: Kind; number: number },
  cause: Exclude<Cause['cause'], 'flag'>,
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
