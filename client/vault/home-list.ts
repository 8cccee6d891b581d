import { homeContext } from '#contract/crypto/contexts.ts'
import { textOf, utf8 } from '#contract/crypto/encoding.ts'
import { envTypes, openEnv, sealEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { insist } from '#contract/crypto/errors.ts'
import { firstEpoch, keyIdOf } from '#contract/crypto/keys.ts'
import { fromBase64url, toBase64url } from '#contract/crypto/sodium.ts'

/**
 * An account's own list of the organizations it has joined and how far it has read their logs, sealed by itself
 * (CRYPTO.md §4, rk1/aad/home). With it no server can slip in an organization, or put one back to an earlier state.
 */
export interface HomeEntry {
  organizationId: string
  orgId: string
  seq: number
  head: string
  /** Nothing was hidden up to here: every signature has been checked, and need not be again. */
  isWhole: boolean
}
export type HomeList = Map<string, HomeEntry>

/** As the server keeps it. */
export interface SealedHome {
  counter: number
  /** ENV, base64url. */
  sealed: string
}

/** @param uak 32 bytes. */
export function sealHome(accountId: string, uak: Uint8Array, counter: number, home: HomeList): SealedHome {
  const content = utf8(JSON.stringify({ v: 1, organizations: [...home.values()] }))
  return { counter, sealed: toBase64url(sealEnv(bindingOf(accountId, uak, counter), content)) }
}

/** @throws IntegrityError unless this account sealed exactly this list under this number. */
export function openHome(accountId: string, uak: Uint8Array, { counter, sealed }: SealedHome): HomeList {
  const text = textOf(openEnv(bindingOf(accountId, uak, counter), fromBase64url(sealed)))
  const { v, organizations } = JSON.parse(text) as { v: number; organizations: HomeEntry[] }
  insist(v === 1, 'the list of organizations has a known form')
  return new Map(organizations.map((entry) => [entry.organizationId, entry]))
}

/** Of two lists the union, each organization as far as either has read it. @throws IntegrityError where they differ. */
export function mergeHomes(one: HomeList, other: HomeList): HomeList {
  const merged = new Map(one)
  for (const [id, entry] of other) {
    const known = merged.get(id)
    insist(known === undefined || known.orgId === entry.orgId, 'an organization is the same in both lists')
    if (!known || known.seq < entry.seq) merged.set(id, entry)
  }
  return merged
}

function bindingOf(accountId: string, uak: Uint8Array, counter: number): EnvBinding {
  const keyId = keyIdOf(accountId, firstEpoch)
  return { type: envTypes.home, keyId, key: uak, context: homeContext({ accountId, counter }), padTo: 256 }
}
