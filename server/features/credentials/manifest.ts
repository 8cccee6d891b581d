import type { CredentialClass, SealedField } from '#contract/credentials.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { fieldHash, metaHash, statementHash } from '#contract/sealed/hashes.ts'
import { Manifest } from '#contract/sealed/statements.ts'
import { isStale } from '#contract/log/state.ts'
import type { CollectionId, DocumentId } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { orgIdOfActor, readSigned, type Signed } from '../../access/signed.ts'
import { logState } from '../log/rules.ts'

interface Described {
  documentId: DocumentId
  /** The one that is being written. */
  revision: number
  title: string
  address: string
  class: CredentialClass
  collectionId: CollectionId
  /** Payload of the manifest before, if there is one. */
  previous: string | undefined
}

const kindsThatRotate: readonly string[] = ['password', 'totp', 'secret', 'key']

/**
 * The author's signed description of a revision, once it says exactly what is about to be stored.
 * @param fields the sealed fields that came along, or those that are stored already.
 * @throws Problem 'invalid-input' at /secret/manifest/payload; 'not-possible-now' while the collection's keys are stale.
 */
export function readManifest(
  call: MemberCall,
  signed: Signed,
  fields: readonly Pick<SealedField, 'n' | 'kind' | 'sealed'>[],
  is: Described,
): Manifest {
  const at = '/secret/manifest'
  const manifest = readSigned(call, Manifest, 'manifest', signed, at)
  const insist = (holds: boolean, detail: string) => {
    if (!holds) throw invalid(`${at}/payload`, detail)
  }
  insist(manifest.document === is.documentId, 'The manifest is of another document.')
  insist(manifest.revision === is.revision, 'The manifest is of another revision.')
  insist(manifest.class === is.class && manifest.collection === is.collectionId, 'Class and collection are others.')
  insist(
    manifest.meta ===
      metaHash({ title: is.title, address: is.address, class: is.class, collectionId: is.collectionId }),
    'Title, address, class or collection are others.',
  )
  const previous = is.previous && statementHash('manifest', orgIdOfActor(call), is.previous)
  insist(manifest.prev === previous, 'The manifest follows another revision.')
  insist(
    manifest.fields.length === fields.length &&
      fields.every(({ n, kind, sealed }) =>
        manifest.fields.some((said) => said.n === n && said.kind === kind && said.hash === fieldHash(sealed)),
      ),
    'The manifest lists other fields.',
  )
  insist(
    manifest.fields.some(({ n, kind }) => n === 1 && kind === 'username'),
    'Field 1 is the username.',
  )
  insist(new Set(manifest.fields.map(({ n }) => n)).size === manifest.fields.length, 'A number names one field.')
  return manifest
}

/** A secret is sealed under the keys of the epoch in force, and those are in nobody's hands who lost access. */
export function requireFreshEpoch({ db, actor, now }: MemberCall, collectionId: CollectionId, epoch: number): void {
  const log = logState(db, actor.organizationId)
  if (isStale(log, collectionId, now)) {
    throw new Problem('not-possible-now', {
      detail: 'A key holder must renew the keys of this collection first. It happens by itself once one is unlocked.',
      facts: { stale: true },
    })
  }
  if (log.collections.get(collectionId)?.epoch !== epoch) {
    throw new Problem('changed-meanwhile', {
      detail: 'The keys of this collection are newer by now.',
      facts: { epoch },
    })
  }
}

/**
 * Whether the secret itself has changed: something that opens a door, not the name or the note beside it. A file may be
 * anything, and counts only where there is nothing else that could be the secret.
 */
export function rotates({ changed, fields }: Manifest): boolean {
  const doors = fields.filter(({ kind }) => kindsThatRotate.includes(kind))
  const keys = doors.length > 0 ? doors : fields.filter(({ kind }) => kind === 'file')
  return keys.some(({ n }) => changed.includes(n))
}
