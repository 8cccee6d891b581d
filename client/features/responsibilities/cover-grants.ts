import { v7 as uuidv7 } from 'uuid'
import { levels } from '#contract/values.ts'
import { state, work } from '../../platform/organization-keys.ts'
import { endOfDay } from '../settings/end-of-day.ts'
import { idOf } from '../settings/shown-grant.ts'
import type { WhatIf } from './use-what-if.ts'

/**
 * Gives the cover what they lack for exactly as long as the absence lasts, in signed statements. For key holders, with the
 * vault unlocked or after asking.
 * @param until the last day, `2026-12-03`; the access ends with it in the organization's zone.
 * @returns false where the person turned back. @throws as `state`, and IntegrityError where the server shows another
 * credential under a name.
 */
export async function giveCover(
  slug: string,
  of: { coverId: string; until: string; timeZone: string; documents: WhatIf['cover'] },
): Promise<boolean> {
  const endsAt = endOfDay(of.until, of.timeZone)
  const wishes = []
  for (const { reference, title, needs } of of.documents) {
    const document = await idOf(slug, { reference, title })
    const grant = { grant: uuidv7(), member: of.coverId, on: { document }, level: levels[needs], endsAt }
    wishes.push({ type: 'grant.set' as const, ...grant })
  }
  if (!(await state(slug, 'to give access to the cover', wishes))) return false
  // The keys of single credentials go to the person apart.
  void work(slug).catch(() => undefined)
  return true
}
