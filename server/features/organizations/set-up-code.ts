import { createHash, timingSafeEqual } from 'node:crypto'
import { isLoopback, type Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import { inGroups, newSpokenCode, plainCode } from '../../platform/spoken-code.ts'
import { hasAccounts } from '../accounts/rules.ts'

/** 80 bits. */
const code = newSpokenCode(16)

/** The one-time code of this process, like `7KQ2-M4XN-…`, if the first start needs one; `main.ts` writes it to the log. */
export function neededSetUpCode(db: Db, config: Config): string | undefined {
  if (hasAccounts(db) || !isReachableFromOutside(config)) return undefined
  return inGroups(code)
}

/** Compares what somebody typed. */
export const isSetUpCode = (typed: string): boolean => timingSafeEqual(digest(plainCode(typed)), digest(code))

/** Anything but a plain loopback address: a proxy in front, or a public address, lets others in too. */
export function isReachableFromOutside({ HOST, PUBLIC_URL, TRUST_PROXY }: Config): boolean {
  const publicHost = PUBLIC_URL ? new URL(PUBLIC_URL).hostname.replace(/^\[|\]$/g, '') : HOST
  return !isLoopback(HOST) || !isLoopback(publicHost) || TRUST_PROXY !== ''
}

const digest = (text: string) => createHash('sha256').update(text).digest()
