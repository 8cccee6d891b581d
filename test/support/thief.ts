import Database from 'better-sqlite3'
import { dekContext, fieldContext } from '#contract/crypto/contexts.ts'
import { textOf } from '#contract/crypto/encoding.ts'
import { envTypes, openEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { fieldKey, identityFrom, keyIdOf, type Identity } from '#contract/crypto/keys.ts'
import { boxOpen, fromBase64url, type KeyPair } from '#contract/crypto/sodium.ts'
import { classNumbers, paddingOf, type SecretClass, type SecretFieldKind } from '#contract/sealed/fields.ts'
import { openPrevious } from '../../client/vault/log-writer.ts'

/**
 * Somebody with copies of the whole database and some keys, who asks nobody and respects nothing: every key is tried on
 * everything that is sealed, what comes out is tried again, until nothing more opens. No rights, no signatures.
 */
export function everythingThatOpens(
  copies: readonly Buffer[],
  known: { pairs?: readonly KeyPair[]; seeds?: readonly Uint8Array[] },
): { texts: Set<string>; seeds: number; keys: number } {
  const rows = (sql: string) => copies.flatMap((copy) => rowsOf(copy, sql))
  const orgIds = new Map(rows(`SELECT id, org_id FROM organizations`).map((row) => [row['id'], row['org_id']]))
  const collections = new Map(
    rows(`SELECT id, organization_id, custody_id FROM collections`).map((it) => [it['id'], it]),
  )
  const orgIdOf = (collection: unknown) =>
    fromBase64url(String(orgIds.get(String(collections.get(collection as string)?.['organization_id']))))

  const pairs = [...(known.pairs ?? [])]
  const seeds = new Map<string, { seed: Uint8Array; identity: Identity }>()
  const learn = (seed: Uint8Array) => {
    const name = Buffer.from(seed).toString('hex')
    if (seeds.has(name)) return
    const identity = identityFrom(seed)
    seeds.set(name, { seed, identity })
    pairs.push(identity.enc)
  }
  for (const seed of known.seeds ?? []) learn(seed)

  /** The key in a wrap, its signature and its header ignored. */
  const unwrap = (wrap: unknown) =>
    pairs.flatMap((pair) => tried(() => boxOpen(fromBase64url(String(wrap)).slice(96, 208), pair).slice(32)))

  const wraps = rows(`SELECT wrap FROM seed_wraps`)
  const epochs = rows(`SELECT collection_id, epoch, previous_reveal, previous_custody FROM collection_epochs`)
  for (let before = -1; before < seeds.size;) {
    before = seeds.size
    for (const { wrap } of wraps) unwrap(wrap).forEach(learn)
    for (const row of epochs) {
      const principals = [String(row['collection_id']), String(collections.get(row['collection_id'])?.['custody_id'])]
      for (const sealed of [row['previous_reveal'], row['previous_custody']]) {
        if (sealed === null) continue
        for (const { seed } of [...seeds.values()]) {
          for (const principal of principals)
            tried(() => openPrevious(seed, principal, Number(row['epoch']), String(sealed))).forEach(learn)
        }
      }
    }
  }

  /** Of secrets, by document and dekId; of single fields, with the number too. */
  const keys = new Map<string, Uint8Array[]>()
  const keep = (at: string, found: readonly Uint8Array[]) => keys.set(at, [...(keys.get(at) ?? []), ...found])
  for (const row of rows(`SELECT document_id, dek_id, collection_id, epoch, class, sealed_dek FROM secrets`)) {
    const collectionId = String(row['collection_id'])
    const context = dekContext({
      orgId: orgIdOf(collectionId),
      collectionId,
      epoch: Number(row['epoch']),
      secretClass: classNumbers[row['class'] as SecretClass],
      documentId: String(row['document_id']),
      dekId: fromBase64url(String(row['dek_id'])),
    })
    for (const principal of [collectionId, String(collections.get(collectionId)?.['custody_id'])]) {
      const keyId = keyIdOf(principal, Number(row['epoch']))
      const binding = (key: Uint8Array): EnvBinding => ({ type: envTypes.dek, keyId, key, context, padTo: 0 })
      const sealed = fromBase64url(String(row['sealed_dek']))
      const found = [...seeds.values()].flatMap(({ identity }) =>
        tried(() => openEnv(binding(identity.wrapKey), sealed)),
      )
      keep(`${row['document_id']} ${row['dek_id']}`, found)
    }
  }
  for (const row of rows(`SELECT document_id, dek_id, n, wrap FROM secret_wraps`)) {
    const field = Number(row['n']) === 0 ? '' : ` ${row['n']}`
    keep(`${row['document_id']} ${row['dek_id']}${field}`, unwrap(row['wrap']))
  }

  const texts = new Set<string>()
  const fields = rows(
    `SELECT f.document_id, f.dek_id, f.n, f.kind, f.sealed, s.collection_id
       FROM secret_fields f JOIN secrets s ON s.document_id = f.document_id AND s.dek_id = f.dek_id`,
  )
  for (const row of fields) {
    const [n, kind] = [Number(row['n']), row['kind'] as SecretFieldKind]
    const dekId = fromBase64url(String(row['dek_id']))
    const documentId = String(row['document_id'])
    const context = fieldContext({ orgId: orgIdOf(row['collection_id']), documentId, dekId, fieldNumber: n, kind })
    const whole = (keys.get(`${documentId} ${row['dek_id']}`) ?? []).map((dek) => fieldKey(dek, n))
    for (const key of [...whole, ...(keys.get(`${documentId} ${row['dek_id']} ${n}`) ?? [])]) {
      const binding: EnvBinding = { type: envTypes.field, keyId: dekId, key, context, padTo: paddingOf(kind) }
      for (const content of tried(() => openEnv(binding, fromBase64url(String(row['sealed'])))))
        texts.add(textOf(content))
    }
  }
  return { texts, seeds: seeds.size, keys: [...keys.values()].flat().length }
}

type Row = Record<string, string | number | null>

function rowsOf(copy: Buffer, sql: string): Row[] {
  const db = new Database(copy)
  try {
    return db.prepare<[], Row>(sql).all()
  } finally {
    db.close()
  }
}

function tried(open: () => Uint8Array): Uint8Array[] {
  try {
    return [open()]
  } catch (error) {
    if (error instanceof IntegrityError) return []
    throw error
  }
}
