import type { PublicCall } from '../../access/call.ts'
import { hashToken } from '../../access/sessions.ts'
import { addressGroup } from './addresses.ts'
import type { Allowance } from './allowances.ts'
import { accountQueries } from './queries.ts'

/**
 * How often somebody may try (ASSURANCE T11). Only attempts that fail count in the end; those of the right person are
 * given back. A browser that has signed in to the account before has an allowance of its own, so that nobody else can
 * use up the real person's.
 *
 * Of one account, from one address: 4 at once, then one every 2 minutes. From all addresses together: 100 at once, which
 * is what NIST SP 800-63B-4 allows in a row, then one every 15 minutes. So twenty addresses that try together still
 * leave room for the right passphrase from another. Of all accounts together, from one address: 10, then two a minute.
 */
export function signInAllowances(call: PublicCall, accountId: string): Allowance[] {
  const device = knownDevice(call, accountId)
  if (device) return [{ bucket: `sign-in device ${accountId} ${device}`, most: 10, everySeconds: 60 }]
  const address = addressGroup(call.origin.address)
  return [
    { bucket: `sign-in account ${accountId} address ${address}`, most: 4, everySeconds: 120 },
    { bucket: `sign-in address ${address}`, most: 10, everySeconds: 30 },
    { bucket: `sign-in account ${accountId}`, most: 100, everySeconds: 900 },
  ]
}

/** A challenge costs nothing but a row for five minutes: the limit keeps their number in bounds. */
export function challengeAllowances(call: PublicCall, accountId: string): Allowance[] {
  const device = knownDevice(call, accountId)
  if (device) return [{ bucket: `challenge device ${accountId} ${device}`, most: 30, everySeconds: 10 }]
  return [{ bucket: `challenge address ${addressGroup(call.origin.address)}`, most: 300, everySeconds: 0.2 }]
}

/** For a session that must prove the passphrase. */
export function proofAllowances(accountId: string): Allowance[] {
  return [{ bucket: `proof account ${accountId}`, most: 10, everySeconds: 60 }]
}

/**
 * For codes of a second factor, from somebody whose passphrase was right. Three of a million codes are right at any
 * moment: 6 wrong ones at once, then one every 15 minutes; after a hundred in a row (NIST SP 800-63B-4) one a day. A
 * known device has an allowance of its own, as above.
 */
export function codeAllowances(call: PublicCall, accountId: string): Allowance[] {
  const device = knownDevice(call, accountId)
  const whose = device ? `device ${accountId} ${device}` : `account ${accountId}`
  return [
    { bucket: `code ${whose}`, most: 6, everySeconds: device ? 300 : 900 },
    { bucket: `codes ${whose}`, most: 100, everySeconds: 86_400 },
  ]
}

/** Recovery codes cannot be guessed. Counted by address, so that they still let their owner in during an attack. */
export function recoveryCodeAllowances(call: PublicCall, accountId: string): Allowance[] {
  const whose = `account ${accountId} address ${addressGroup(call.origin.address)}`
  return [{ bucket: `recovery code ${whose}`, most: 6, everySeconds: 300 }]
}

/** For the first code of a new second factor: no secret that anybody could guess stands behind it. */
export function enrolmentAllowances(accountId: string): Allowance[] {
  return [{ bucket: `enrolment account ${accountId}`, most: 10, everySeconds: 30 }]
}

/** For secrets that were made by chance and handed over: links and codes. They cannot be guessed; this keeps the log short. */
export function linkAllowances({ origin }: PublicCall): Allowance[] {
  return [{ bucket: `link address ${addressGroup(origin.address)}`, most: 20, everySeconds: 6 }]
}

/** The hash of the device cookie, if this device has signed in to that account before. */
export function knownDevice({ db, cookies }: PublicCall, accountId: string): string | undefined {
  const tokenHash = hashToken(cookies.device ?? '')
  return accountQueries(db).device({ accountId, tokenHash }) && tokenHash
}
