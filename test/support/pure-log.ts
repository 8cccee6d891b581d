import { Refused } from '#contract/log/refused.ts'
import { apply } from '#contract/log/apply.ts'
import type { LogState } from '#contract/log/state.ts'
import type { Draft, LogEntry, Party } from '#contract/log/statements.ts'
import type { Role, Side } from '#contract/values.ts'
import { nextEpoch, state, type Seeds, type Signer } from '../../client/vault/log-writer.ts'
import { identityOf, steadyId } from './keys.ts'
import { anAcceptance, anInvitation, emailOf, named, signed } from './log.ts'

/** A log by itself, without server or database: what its own rules let in. */

export const at = '2026-03-02T09:00:00.000Z'
export const soon = '2026-03-09T09:00:00.000Z'
export const partyOf = (side: Side): Party => ({ id: steadyId(`party ${side}`), name: `The ${side} party`, side })
export const memberIdOf = (name: string): string => steadyId(`pure member ${name}`)
export const signerFor = (name: string): Signer => {
  const { accountId, epoch, identity } = identityOf(name)
  return { id: memberIdOf(name), account: accountId, epoch, identity }
}
export const keysFor = (name: string) => {
  const { identity } = identityOf(name)
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  return { enc: text(identity.enc.publicKey), sign: text(identity.sign.publicKey) }
}

export interface PureLog {
  entries: LogEntry[]
  log: LogState
  seeds: Map<string, Seeds>
  /** States something. @throws Refused. */
  state(by: string, draft: Draft, when?: string): LogEntry
  /** Why the log refuses that, as `code field`; 'taken in' if it does not. The log stays as it was. */
  refusal(by: string, draft: Draft, when?: string): string
  join(by: string, name: string, role: Role, side?: Side): void
  collection(by: string, name: string): string
  renew(by: string, collection: string): void
}

export function aPureLog(founder = 'mara', organization = 'pure organization'): PureLog {
  const signer = signerFor(founder)
  const begun = state(
    undefined,
    signer,
    {
      type: 'genesis',
      organization: steadyId(organization),
      name: organization,
      nonce: Buffer.alloc(32, organization).toString('base64url'),
      founder: {
        member: signer.id,
        account: signer.account,
        name: founder,
        email: emailOf(founder),
        epoch: 1,
        keys: keysFor(founder),
        party: partyOf('in_house'),
      },
    },
    at,
  )
  const pure: PureLog = {
    entries: [begun.entry],
    log: begun.log,
    seeds: new Map(),
    state(by, draft, when = at) {
      const made = state(pure.log, signerFor(by), draft, when)
      pure.entries.push(made.entry)
      pure.log = made.log
      return made.entry
    },
    refusal(by, draft, when = at) {
      return refusalOf(() => {
        const [entry] = signed(pure.log, signerFor(by), [draft], when)
        apply(pure.log, entry as LogEntry)
      })
    },
    join(by, name, role, side = 'in_house') {
      const invited = { email: emailOf(name), name, role, party: partyOf(side), expiresAt: soon }
      const { draft, ...link } = anInvitation(invited)
      pure.state(by, draft)
      const acceptance = anAcceptance(pure.log, link, { name, memberId: memberIdOf(name) }, at)
      pure.state(by, { type: 'member.add', acceptance })
    },
    collection(by, name) {
      const id = steadyId(`collection ${name}`)
      const custody = steadyId(`custody ${name}`)
      pure.state(by, {
        type: 'collection.create',
        collection: id,
        custody,
        name: named(id, name).hash,
        restricted: false,
      })
      pure.renew(by, id)
      return id
    },
    renew(by, collection) {
      const epoch = nextEpoch(pure.log, signerFor(by), collection, pure.seeds.get(collection), at)
      pure.entries.push(epoch.entry)
      pure.log = epoch.log
      pure.seeds.set(collection, epoch.seeds)
    },
  }
  return pure
}

/** Owner, admin, editor, reader, auditor, a partner's technician, and one collection with keys. */
export function aPeopledLog(): PureLog & { general: string } {
  const pure = aPureLog()
  pure.join('mara', 'anton', 'admin')
  pure.join('mara', 'jonas', 'editor')
  pure.join('mara', 'rosa', 'reader')
  pure.join('mara', 'ines', 'auditor', 'outside')
  pure.join('mara', 'tariq', 'technician', 'partner')
  const general = pure.collection('mara', 'General')
  return Object.assign(pure, { general })
}

export function refusalOf(act: () => unknown): string {
  try {
    act()
    return 'taken in'
  } catch (error) {
    if (error instanceof Refused) return [error.code, error.field].filter(Boolean).join(' ')
    throw error
  }
}
