import { invalid } from '#contract/problems.ts'
import type { DocumentId, MemberId } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { documentQueries } from './queries.ts'

/** Owner and deputy must be able to view the document: naming somebody who cannot is refused. */
export function requireKeepers(
  { db, now }: Pick<MemberCall, 'db' | 'now'>,
  document: { id: DocumentId; collectionId: string },
  { ownerId, deputyId }: { ownerId?: MemberId | undefined; deputyId?: MemberId | undefined },
): void {
  for (const [field, keeperId] of Object.entries({ ownerId, deputyId })) {
    if (!keeperId) continue
    const place = { documentId: document.id, collectionId: document.collectionId, keeperId, now }
    if (!documentQueries(db).mayKeep(place)?.may)
      throw invalid(`/${field}`, 'Choose somebody who can view this document.')
  }
  if (ownerId && ownerId === deputyId) throw invalid('/deputyId', 'Choose somebody other than the owner as deputy.')
}
