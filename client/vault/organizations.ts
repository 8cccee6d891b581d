import type { CollectionKeys } from '#contract/log.ts'
import { replay } from '#contract/log/apply.ts'
import { Refused } from '#contract/log/refused.ts'
import { memberOfAccount, readsWholeLog, type LogState } from '#contract/log/state.ts'
import type { ReadEntry } from '#contract/log/statements.ts'
import { IntegrityError, insist } from '#contract/crypto/errors.ts'
import { wipeIdentity, type Identity } from '#contract/crypto/keys.ts'
import { sodiumReady, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import {
  mergeHomes,
  openHome as openHomeOf,
  sealHome as sealHomeOf,
  type HomeList,
  type SealedHome,
} from './home-list.ts'
import type { Keyring } from './keyring.ts'
import type { Signer } from './log-writer.ts'
import { summaryOf, type LogSummary } from './log-summary.ts'
import { emptyHistory, note, type RightsHistory } from './rights-history.ts'
import { KeyMissing, LockedMeanwhile } from './vault-errors.ts'

/**
 * The organizations of the account whose keys are at hand: their logs, verified from the genesis on and held while
 * unlocked. Pages give it what the server sent and are told what of it is true.
 */

/** An organization as it is held. */
export interface Held {
  log: LogState
  /** Of every entry, from the first. */
  hashes: string[]
  history: RightsHistory
  /** As the server gave them; opened when they are needed. */
  keys: Map<string, CollectionKeys>
  /** Of collections, by `principal:epoch`. Wiped on lock. */
  seeds: Map<string, { seed: Uint8Array; identity: Identity }>
  /** The highest revision seen of each credential. */
  revisions: Map<string, number>
}

export type Organizations = ReturnType<typeof makeOrganizations>

/** @param now an Instant, for everything that is signed. */
export function makeOrganizations(keyring: Pick<Keyring, 'opened' | 'onDrop'>, now: () => string) {
  const held = new Map<string, Held>()
  let home: { list: HomeList; counter: number; isChanged: boolean } = emptyHome()

  keyring.onDrop(() => {
    for (const { seeds } of held.values()) forgetSeeds(seeds)
    held.clear()
    home = emptyHome()
  })

  /** How far the log has been read; 0 where it has to be read from the beginning. */
  function logPlace({ organizationId }: { organizationId: string }): { seq: number } {
    const { log } = held.get(organizationId) ?? {}
    // What was hidden may be shown by now, and it is only believed in its place.
    return { seq: log && !log.isPartial ? log.seq : 0 }
  }

  /**
   * Reads on in the log of an organization.
   * @param input `entries` are all that follow after number `after`, to the end.
   * @throws IntegrityError for a log that does not hold, is another's, is older than it was, or that this account never
   * joined; LockedMeanwhile where there is a gap before it.
   */
  async function followLog(input: {
    organizationId: string
    orgId: string
    after: number
    entries: ReadEntry[]
  }): Promise<LogSummary> {
    await sodiumReady
    const { accountId, identity } = keyring.opened()
    const { organizationId, orgId, after, entries } = input
    const before = held.get(organizationId)
    const pin = home.list.get(organizationId)
    if (after > (before?.log.seq ?? 0)) throw new LockedMeanwhile('The vault was locked meanwhile')
    insist(pin === undefined || pin.orgId === orgId, 'the organization is the one that this account joined')
    const isAnew = after === 0
    const next = isAnew ? readAnew(entries, pin) : readOn(before as Held, entries.slice((before?.log.seq ?? 0) - after))
    const { log, hashes } = next
    insist(log.orgId === orgId && log.organization === organizationId, 'the log is of this organization')
    insist(before === undefined || hashes[before.log.seq - 1] === before.log.head, 'the log goes on from where it was')
    insist(pin === undefined || hashes[pin.seq - 1] === pin.head, 'the log goes on from where this account had read it')
    const sign = toBase64url(identity.sign.publicKey)
    // Nobody else can have signed what made this account a member: genesis, acceptance or takeover.
    const member = memberOfAccount(log, accountId)
    const isMine = member?.keys.sign === sign
    const isWithheld = log.isPartial && member !== undefined && readsWholeLog(log, member.id, now())
    insist(!isWithheld, 'nothing of the log is hidden from whom it is meant for')
    insist(pin !== undefined || isMine, 'the organization is one that this account joined')
    const { keys, seeds, revisions } = before ?? { keys: new Map(), seeds: new Map(), revisions: new Map() }
    held.set(organizationId, { ...next, keys, seeds, revisions })
    pinTo({ organizationId, log })
    return summaryOf(log, { accountId, sign }, now())
  }

  function pinTo({ organizationId, log }: { organizationId: string; log: LogState }): void {
    const pin = home.list.get(organizationId)
    if (pin && pin.seq >= log.seq) return
    const { orgId, seq, head, isPartial } = log
    home.list.set(organizationId, { organizationId, orgId, seq, head, isWhole: !isPartial })
    home.isChanged = true
  }

  /** Of a log that was read before. @throws LockedMeanwhile where it was not. */
  function summary({ organizationId }: { organizationId: string }): LogSummary {
    const { accountId, identity } = keyring.opened()
    return summaryOf(of(organizationId).log, { accountId, sign: toBase64url(identity.sign.publicKey) }, now())
  }

  /**
   * Takes the account's own list of organizations in, before any log is followed.
   * @param input `home` is absent where none was ever saved. `least`: what this device has seen of it, under which keys.
   * @throws IntegrityError for a list that is not the account's, or older than this device has seen.
   */
  async function openHome(input: {
    home: SealedHome | undefined
    least: { counter: number; keys: string } | undefined
  }): Promise<{ counter: number; keys: string }> {
    await sodiumReady
    const { accountId, uak, identity } = keyring.opened()
    const counter = input.home?.counter ?? 0
    const keys = toBase64url(identity.sign.publicKey)
    // A list that was sealed under other keys opens for nobody any more: it holds nothing back.
    const least = input.least?.keys === keys ? input.least.counter : 0
    insist(counter >= least, 'the list of organizations is no older than before')
    const kept = input.home ? openHomeOf(accountId, uak, input.home) : new Map<string, never>()
    const list = mergeHomes(kept, home.list)
    const isChanged = JSON.stringify([...list]) !== JSON.stringify([...kept])
    home = { list, counter, isChanged }
    return { counter, keys }
  }

  /** What is to be saved of it now; nothing while it has not changed. Sealed under the next number. */
  async function sealHome(_: null): Promise<(SealedHome & { keys: string }) | undefined> {
    await sodiumReady
    const { accountId, uak, identity } = keyring.opened()
    if (!home.isChanged) return undefined
    home = { ...home, counter: home.counter + 1, isChanged: false }
    return { ...sealHomeOf(accountId, uak, home.counter, home.list), keys: toBase64url(identity.sign.publicKey) }
  }

  /** @throws LockedMeanwhile where its log is not held: follow it first. */
  function of(organizationId: string): Held {
    keyring.opened()
    const found = held.get(organizationId)
    if (!found) throw new LockedMeanwhile('The vault was locked meanwhile')
    return found
  }

  /** Who signs here. @throws KeyMissing where the log knows other keys of this account, or none. */
  function signerIn({ log }: Held): Signer {
    const { accountId, identity } = keyring.opened()
    const member = memberOfAccount(log, accountId)
    if (member?.keys.sign !== toBase64url(identity.sign.publicKey)) throw new KeyMissing('other-keys')
    return { id: member.id, account: accountId, epoch: member.epoch, identity }
  }

  return {
    deeds: { logPlace, followLog, summary, openHome, sealHome },
    of,
    signerIn,
    pinTo,
    now,
    opened: keyring.opened,
  }
}

const emptyHome = () => ({ list: new Map(), counter: 0, isChanged: false })

export type Read = Pick<Held, 'log' | 'hashes' | 'history'>

/** What this account has read before, to the end and with nothing hidden, it has checked; the chain fixes every byte. */
function readAnew(entries: ReadEntry[], pin: { seq: number; head: string; isWhole: boolean } | undefined): Read {
  const known = pin?.isWhole ? pin.seq : 0
  insist(entries.length >= (pin?.seq ?? 0), 'the log is no shorter than this account had read it')
  const start = known > 0 ? read(undefined, entries.slice(0, known), true) : undefined
  insist(start === undefined || start.log.head === pin?.head, 'the log is the one that this account had read')
  return start && known === entries.length ? start : read(start, entries.slice(known), false)
}

const readOn = (before: Held, entries: ReadEntry[]): Read => read(before, entries, false)

/** @throws IntegrityError for entries that do not hold together. */
export function read(before: Read | undefined, entries: ReadEntry[], isTrusted: boolean): Read {
  const hashes = [...(before?.hashes ?? [])]
  const history = before
    ? { members: new Map(before.history.members), epochs: new Map(before.history.epochs) }
    : emptyHistory()
  try {
    const log = replay(entries, before?.log, {
      isTrusted,
      each: (state, statement) => {
        hashes.push(state.head)
        if (statement) note(history, state, statement)
      },
    })
    insist(log !== undefined, 'a log has its genesis')
    return { log, hashes, history }
  } catch (error) {
    if (error instanceof Refused) throw new IntegrityError(`the log holds together: ${error.message}`)
    throw error
  }
}

export function forgetSeeds(seeds: Held['seeds']): void {
  for (const { seed, identity } of seeds.values()) {
    wipe(seed)
    wipeIdentity(identity)
  }
  seeds.clear()
}
