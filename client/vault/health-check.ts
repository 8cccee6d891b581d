import { fieldNumbers } from '#contract/sealed/fields.ts'
import { textOf } from '#contract/crypto/encoding.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { keyedHash, randomBytes, sodiumReady, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import { readManifest, signStatement, type Signed, type Version } from './manifests.ts'
import type { Organizations } from './organizations.ts'
import { fieldKeysOf } from './secret-keys.ts'
import { openField, type SealedField } from './secrets.ts'
import { KeyMissing } from './vault-errors.ts'

/** The health check of passwords: weak and used twice. They are compared in here, and none of them leaves. */

export interface CheckedPassword {
  id: string
  /** 0 to 4, as zxcvbn says; 3 is enough. Absent where there is no password. */
  score?: 0 | 1 | 2 | 3 | 4
  /** Ids of others with the same password. */
  sameAs: string[]
  /** Why it could not be looked at. */
  trouble?: 'no-key' | 'integrity'
}

/** How hard a password would be to guess, 0 to 4. */
export type ScorePassword = (password: string) => Promise<0 | 1 | 2 | 3 | 4>

export function makeHealthCheck(organizations: Organizations, score: ScorePassword) {
  async function signCheck(input: { organizationId: string; documents: string[]; actorSeq: number }): Promise<Signed> {
    await sodiumReady
    const held = organizations.of(input.organizationId)
    const { documents, actorSeq } = input
    const says = { type: 'check', documents, actorSeq, nonce: toBase64url(randomBytes(16)) }
    return signStatement(held, organizations.signerIn(held), organizations.now(), says)
  }

  /** @returns results only, in the order of the items. */
  async function openCheck(input: {
    organizationId: string
    items: { id: string; version: Version; field?: SealedField; sealedDek: string }[]
  }): Promise<{ items: CheckedPassword[] }> {
    await sodiumReady
    const pepper = randomBytes(32)
    const byHash = new Map<string, string[]>()
    const items: CheckedPassword[] = []
    try {
      for (const item of input.items) items.push(await check(input.organizationId, item, pepper, byHash))
    } finally {
      wipe(pepper)
    }
    const groups = [...byHash.values()].filter((ids) => ids.length > 1)
    return {
      items: items.map((item) => ({
        ...item,
        sameAs: groups.find((ids) => ids.includes(item.id))?.filter((id) => id !== item.id) ?? [],
      })),
    }
  }

  async function check(
    organizationId: string,
    { id, version, field, sealedDek }: { id: string; version: Version; field?: SealedField; sealedDek: string },
    pepper: Uint8Array,
    byHash: Map<string, string[]>,
  ): Promise<CheckedPassword> {
    // Asked for each: a vault that is locked meanwhile stops here.
    const held = organizations.of(organizationId)
    const me = organizations.signerIn(held)
    if (!field) return { id, sameAs: [] }
    try {
      const manifest = readManifest(held, version, { documentId: id, isEarlier: true })
      if (field.n !== fieldNumbers.password) throw new IntegrityError('a check opens passwords only')
      const keys = fieldKeysOf(held, me, manifest, sealedDek, [])
      const content = openField(held, manifest, keys, field)
      keys.wipe()
      try {
        const hash = toBase64url(keyedHash(32, content, pepper))
        byHash.set(hash, [...(byHash.get(hash) ?? []), id])
        return { id, score: await score(textOf(content)), sameAs: [] }
      } finally {
        wipe(content)
      }
    } catch (error) {
      if (error instanceof KeyMissing) return { id, sameAs: [], trouble: 'no-key' }
      if (error instanceof IntegrityError) return { id, sameAs: [], trouble: 'integrity' }
      throw error
    }
  }

  return { signCheck, openCheck }
}
