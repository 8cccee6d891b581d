import type { Credential } from '#contract/credentials.ts'
import { fieldNumbers, paddingOf, type SecretFieldKind } from '#contract/sealed/fields.ts'
import { fieldHash, metaHash } from '#contract/sealed/hashes.ts'
import type { Manifest } from '#contract/sealed/statements.ts'
import { fieldContext } from '#contract/crypto/contexts.ts'
import { textOf, utf8 } from '#contract/crypto/encoding.ts'
import { envTypes, openEnv, sealEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { insist } from '#contract/crypto/errors.ts'
import { fieldKey } from '#contract/crypto/keys.ts'
import { fromBase64url, isSame, randomBytes, sodiumReady, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import { isStale } from '#contract/log/state.ts'
import { collectionIn } from './collection-keys.ts'
import {
  leaseHash,
  manifestHash,
  readManifest,
  requireField,
  signStatement,
  type Earlier,
  type Shown,
  type Signed,
  type Version,
} from './manifests.ts'
import type { Held, Organizations } from './organizations.ts'
import { codesOf, type Codes } from './one-time-codes.ts'
import {
  fieldKeysOf,
  openDek,
  sealDek,
  wrapForHolders,
  type FieldKeys,
  type Holder,
  type NewSecretWrap,
  type OwnWrap,
} from './secret-keys.ts'
import { KeyMissing } from './vault-errors.ts'

/** Writing and opening secrets (CRYPTO.md §6). Contents are bytes in here and become text for the screen alone. */

/** A field as its author typed it. */
export interface TypedField {
  n: number
  kind: SecretFieldKind
  text: string
  /** Of a custom field: what it is called. Travels with the username, sealed like it. */
  label?: string
  /** What it was before, as it was revealed to the author; absent for a new one. */
  before?: string
}

export interface SealedField {
  n: number
  kind: SecretFieldKind
  sealed: string
}

/** As `SecretPart` of the contract. */
export interface SecretPart {
  manifest: Signed
  sealedDek?: string
  fields?: SealedField[]
  wraps: NewSecretWrap[]
}

export interface OpenedField {
  n: number
  kind: SecretFieldKind
  text: string
}
/** The content of field 1: the labels of custom fields travel with the username. */
export interface Username {
  username: string
  labels: Record<string, string>
}

export function makeSecrets(organizations: Organizations) {
  /**
   * Seals a credential's next revision under a new key, for everybody who may open it now.
   * @param input `fields`: all of them; left out where only the words around the secret have changed. `previous`: the
   * revision before, for every one but the first.
   * @throws KeyMissing 'stale' while the collection waits for new keys, 'no-key' where this member has not the keys.
   */
  async function sealSecret(input: {
    organizationId: string
    shown: Shown
    revision: number
    fields?: TypedField[]
    previous?: { version: Version; shown: Shown }
    holders: Holder[]
  }): Promise<SecretPart> {
    await sodiumReady
    const { held, me, at } = start(input.organizationId)
    const before = input.previous && readManifest(held, input.previous.version, input.previous.shown)
    const prev = input.previous && manifestHash(held, input.previous.version.manifest)
    const { shown, revision, fields } = input
    const { documentId: document, collectionId: collection, class: secretClass } = shown
    const said = { document, revision, ...(prev !== undefined && { prev }), collection }
    const meta = metaHash(shown)
    const sign = (of: Pick<Manifest, 'epoch' | 'dek' | 'fields' | 'changed'>) =>
      signStatement(held, me, at, { type: 'manifest', ...said, class: secretClass, ...of, meta })
    if (!fields) {
      insist(before !== undefined, 'a new credential has fields')
      const isKept = before.class === secretClass && before.collection === collection
      insist(isKept, 'another class or collection needs the secret sealed anew')
      const { epoch, dek, fields: kept } = before
      return { manifest: sign({ epoch, dek, fields: kept, changed: [] }), wraps: [] }
    }
    if (isStale(held.log, collection, at)) throw new KeyMissing('stale')
    const { epoch } = collectionIn(held, collection)
    const dekId = randomBytes(16)
    const key = randomBytes(32)
    const dek = toBase64url(dekId)
    try {
      const bound = { collection, epoch, class: secretClass, document, dek }
      const sealedDek = sealDek(held, me, bound, key)
      const sealed = fields.map((field) => sealField(held, document, dekId, key, field, fields))
      const wraps = secretClass === 'break_glass' ? [] : wrapForHolders(held, me, bound, key, input.holders, at)
      const listed = sealed.map(({ n, kind, sealed: text }) => ({ n, kind, hash: fieldHash(text) }))
      const changed = changedIn(fields, before)
      return { manifest: sign({ epoch, dek, fields: listed, changed }), sealedDek, fields: sealed, wraps }
    } finally {
      wipe(key)
    }
  }

  /**
   * Wraps the key of a secret for grants on the document that have none yet.
   * @throws KeyMissing where this member has not the collection's keys.
   */
  async function wrapSecret(input: {
    organizationId: string
    shown: Shown
    credential: Pick<Credential, 'current' | 'sealedDek'>
    holders: Holder[]
  }): Promise<{ wraps: NewSecretWrap[] }> {
    await sodiumReady
    const { held, me, at } = start(input.organizationId)
    const manifest = readManifest(held, input.credential.current, input.shown)
    if (input.credential.sealedDek === undefined) throw new KeyMissing('no-key')
    const dek = openDek(held, me, manifest, input.credential.sealedDek)
    try {
      return { wraps: wrapForHolders(held, me, manifest, dek, input.holders, at) }
    } finally {
      wipe(dek)
    }
  }

  /** Checks that what is shown around a secret is what its author signed, and nothing else. */
  async function checkCredential(input: {
    organizationId: string
    shown: Shown
    version: Version
  }): Promise<{ author: string; ts: string }> {
    await sodiumReady
    const { held } = start(input.organizationId)
    const { by, ts } = readManifest(held, input.version, input.shown)
    return { author: held.log.members.get(by)?.name ?? '', ts }
  }

  /** The username, which travels with a credential to who may reveal it: no reveal is recorded for it. */
  async function openUsername(input: {
    organizationId: string
    shown: Shown
    credential: Pick<Credential, 'current' | 'username' | 'sealedDek' | 'wraps'>
  }): Promise<Username> {
    await sodiumReady
    const { held, me } = start(input.organizationId)
    const { current, username, sealedDek, wraps } = input.credential
    insist(username !== undefined, 'the username came with the credential')
    const manifest = readManifest(held, current, input.shown)
    const field = { n: fieldNumbers.username, kind: 'username', sealed: username.sealed } as const
    const keys = fieldKeysOf(held, me, manifest, sealedDek, wraps)
    try {
      return readUsername(openField(held, manifest, keys, field))
    } finally {
      keys.wipe()
    }
  }

  /** What the server wants before it gives anything out. `lease`: the signed lease by which it is opened. */
  async function signReveal(input: {
    organizationId: string
    documentId: string
    revision: number
    fields: number[]
    purpose: 'view' | 'copy' | 'totp' | 'run' | 'export'
    reason?: string
    ticket?: string
    lease?: Signed
    from?: string
    typed?: string
    actorSeq: number
  }): Promise<Signed> {
    await sodiumReady
    const { organizationId, documentId: document, lease, ...rest } = input
    const { held, me, at } = start(organizationId)
    const nonce = toBase64url(randomBytes(16))
    const by = lease && { lease: leaseHash(held, lease) }
    return signStatement(held, me, at, { type: 'reveal', document, ...rest, ...by, nonce })
  }

  /**
   * Opens what a reveal was answered with: the fields as text.
   * @param input `fields`: those that were asked for; anything else in the answer is refused.
   * @throws IntegrityError for anything that its author did not seal as this, KeyMissing where no key is at hand.
   */
  async function openReveal(input: RevealAnswer): Promise<{ fields: OpenedField[] }> {
    await sodiumReady
    const opened = openAnswer(input)
    try {
      return { fields: opened.map(({ n, kind, content }) => ({ n, kind, text: textOf(content) })) }
    } finally {
      wipe(...opened.map(({ content }) => content))
    }
  }

  /** As {@link openReveal}, for the secret of one-time codes: the codes leave the vault, the secret does not. */
  async function openCodes(input: RevealAnswer): Promise<Codes> {
    await sodiumReady
    const opened = openAnswer(input)
    try {
      const [only, ...others] = opened
      insist(only !== undefined && others.length === 0 && only.kind === 'totp', 'codes come from one field')
      return await codesOf(textOf(only.content), Date.parse(organizations.now()))
    } finally {
      wipe(...opened.map(({ content }) => content))
    }
  }

  function openAnswer({ organizationId, shown, answer, fields, wraps }: RevealAnswer) {
    const { held, me } = start(organizationId)
    const manifest = readManifest(held, answer.version, shown)
    const isAsked = fields.length === answer.fields.length && answer.fields.every(({ n }) => fields.includes(n))
    insist(isAsked, 'the answer has the fields that were asked for')
    const keys = fieldKeysOf(held, me, manifest, answer.sealedDek, wraps)
    try {
      return answer.fields.map((field) => ({ ...field, content: openField(held, manifest, keys, field) }))
    } finally {
      keys.wipe()
    }
  }

  function start(organizationId: string) {
    const held = organizations.of(organizationId)
    return { held, me: organizations.signerIn(held), at: organizations.now() }
  }

  return { sealSecret, wrapSecret, checkCredential, openUsername, signReveal, openReveal, openCodes }
}

export interface RevealAnswer {
  organizationId: string
  shown: Shown | Earlier
  answer: { version: Version; fields: SealedField[]; sealedDek: string }
  fields: number[]
  /** The member's own, by a lease or a grant on the document. */
  wraps: OwnWrap[]
}

/** @returns the content: bytes for the caller to wipe. */
export function openField(held: Held, manifest: Manifest, keys: FieldKeys, field: SealedField): Uint8Array {
  requireField(manifest, field)
  const { document, dek } = manifest
  return openEnv(bindingOf(held, document, fromBase64url(dek), keys.of(field.n), field), fromBase64url(field.sealed))
}

function sealField(
  held: Held,
  document: string,
  dekId: Uint8Array,
  dek: Uint8Array,
  field: TypedField,
  all: TypedField[],
): SealedField {
  const { n, kind } = field
  const content = utf8(kind === 'username' ? writeUsername(field.text, all) : field.text)
  const key = fieldKey(dek, n)
  try {
    return { n, kind, sealed: toBase64url(sealEnv(bindingOf(held, document, dekId, key, { n, kind }), content)) }
  } finally {
    wipe(key, content)
  }
}

function bindingOf(
  { log }: Held,
  documentId: string,
  dekId: Uint8Array,
  key: Uint8Array,
  { n, kind }: { n: number; kind: SecretFieldKind },
): EnvBinding {
  const context = fieldContext({ orgId: fromBase64url(log.orgId), documentId, dekId, fieldNumber: n, kind })
  return { type: envTypes.field, keyId: dekId, key, context, padTo: paddingOf(kind) }
}

function writeUsername(username: string, all: TypedField[]): string {
  const labels = all.flatMap(({ n, label }) => (label ? [[String(n), label] as const] : []))
  return JSON.stringify({ username, labels: Object.fromEntries(labels) })
}

function readUsername(content: Uint8Array): Username {
  try {
    const { username, labels } = JSON.parse(textOf(content)) as Username
    insist(typeof username === 'string' && typeof labels === 'object', 'the username has its form')
    return { username, labels }
  } finally {
    wipe(content)
  }
}

/** Numbers of the fields that are new, gone or other than before; all of them where there was nothing before. */
function changedIn(fields: TypedField[], before: Manifest | undefined): number[] {
  const gone = before?.fields.filter(({ n }) => !fields.some((field) => field.n === n)) ?? []
  const others = fields.filter((field) => before === undefined || field.before === undefined || isOther(field))
  return [...others, ...gone].map(({ n }) => n)
}

function isOther({ text, before = '' }: TypedField): boolean {
  const [now, then] = [utf8(text), utf8(before)]
  const same = isSame(now, then)
  wipe(now, then)
  return !same
}
