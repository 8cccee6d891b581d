import { T, idBytes, u32be, u64be, u8 } from './encoding.ts'
import { insist } from './errors.ts'
import { exactly } from './sodium.ts'

/**
 * What each sealed thing is bound to (CRYPTO.md §4). A context is authenticated and never sent: the reader rebuilds it
 * from what it asked for, so an answer to another question does not open. Ids are UUIDs as text, `orgId` is 32 bytes.
 */

/** The account key-encryption key, under the unlock key. */
export function uakContext(of: { accountId: string; uakEpoch: number; profile: number; salt: Uint8Array }): Uint8Array {
  const salt = exactly(16, of.salt, 'salt')
  return T('rk1/aad/uak', idBytes(of.accountId), u32be(of.uakEpoch), u32be(of.profile), salt)
}

/** The identity seed of a person, under the account key-encryption key. */
export function seedContext(of: { accountId: string; epoch: number }): Uint8Array {
  return T('rk1/aad/seed', idBytes(of.accountId), u32be(of.epoch))
}

/** The seed before this one, under the `previousKey` of this one. A principal is an account or a collection. */
export function previousSeedContext(of: { principalId: string; epoch: number; previousEpoch: number }): Uint8Array {
  return T('rk1/aad/prev', idBytes(of.principalId), u32be(of.epoch), u32be(of.previousEpoch))
}

/** The key of one version of a document's secret. */
export function dekContext(of: {
  orgId: Uint8Array
  collectionId: string
  epoch: number
  secretClass: number
  documentId: string
  dekId: Uint8Array
}): Uint8Array {
  const [collection, document] = [idBytes(of.collectionId), idBytes(of.documentId)]
  return T('rk1/aad/dek', org(of), collection, u32be(of.epoch), u8(of.secretClass), document, dek(of))
}

/** One field of a secret. `kind` is the field's kind as the manifest writes it, such as `password`. */
export function fieldContext(of: {
  orgId: Uint8Array
  documentId: string
  dekId: Uint8Array
  fieldNumber: number
  kind: string
}): Uint8Array {
  return T('rk1/aad/field', org(of), idBytes(of.documentId), dek(of), u32be(of.fieldNumber), of.kind)
}

/** An attachment of a secret. `length` is that of its contents, in bytes. */
export function fileContext(of: {
  orgId: Uint8Array
  documentId: string
  dekId: Uint8Array
  attachmentId: string
  length: number
}): Uint8Array {
  return T('rk1/aad/file', org(of), idBytes(of.documentId), dek(of), idBytes(of.attachmentId), u64be(of.length))
}

/** An account's list of the organizations it has joined and the heads of their logs. */
export function homeContext(of: { accountId: string; counter: number }): Uint8Array {
  return T('rk1/aad/home', idBytes(of.accountId), u64be(of.counter))
}

/**
 * A draft that waits on this device. `draftId` is the page's name for it within the organization, such as `RB-14`;
 * `savedAtMs` is when it was sealed, in milliseconds since 1970, so that its age is as true as its text.
 */
export function draftContext(of: {
  accountId: string
  organizationId: string
  draftId: string
  savedAtMs: number
}): Uint8Array {
  insist(of.draftId.length > 0, 'a draft has a name')
  const [account, organization] = [idBytes(of.accountId), idBytes(of.organizationId)]
  return T('rk1/aad/draft', account, organization, of.draftId, u64be(of.savedAtMs))
}

const org = ({ orgId }: { orgId: Uint8Array }): Uint8Array => exactly(32, orgId, 'orgId')
const dek = ({ dekId }: { dekId: Uint8Array }): Uint8Array => exactly(16, dekId, 'dekId')
