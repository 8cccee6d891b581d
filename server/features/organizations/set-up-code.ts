import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { isLoopback, type Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import { hasAccounts } from '../accounts/rules.ts'

// Crockford's letters: no I, L, O or U, which are misread. 16 of 32 letters are 80 bits.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const code = Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('')

/** The one-time code of this process, like `7KQ2-M4XN-…`, if the first start needs one; `main.ts` writes it to the log. */
export function neededSetUpCode(db: Db, config: Config): string | undefined {
  if (hasAccounts(db) || !isReachableFromOutside(config)) return undefined
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** Compares what somebody typed: capitals, spaces and hyphens do not matter, nor do the letters that look alike. */
export function isSetUpCode(typed: string): boolean {
  const plain = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return timingSafeEqual(digest(plain), digest(code))
}

/** Anything but a plain loopback address: a proxy in front, or a public address, lets others in too. */
export function isReachableFromOutside({ HOST, PUBLIC_URL, TRUST_PROXY }: Config): boolean {
  const publicHost = PUBLIC_URL ? new URL(PUBLIC_URL).hostname.replace(/^\[|\]$/g, '') : HOST
  return !isLoopback(HOST) || !isLoopback(publicHost) || TRUST_PROXY !== ''
}

const digest = (text: string) => createHash('sha256').update(text).digest()
