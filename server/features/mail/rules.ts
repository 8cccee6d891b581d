import { v7 as uuidv7 } from 'uuid'
import type { changeMyMail, changeOutsideSettings, myMail, outsideSettings, sendTestMail } from '#contract/feed.ts'
import { Problem } from '#contract/problems.ts'
import type { AccountId, Instant, OrganizationId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { later, laterByDays } from '../../platform/clock.ts'
import { atomically, type Db } from '../../platform/database.ts'
import { mailQueries } from './queries.ts'

// --- The outbox ----------------------------------------------------------------------------------------------------

/**
 * Databases whose letters somebody sends, and whether there is one since that somebody looked. Where no mail server is
 * set up nothing is written: nobody wants last month's letters when one is.
 */
const outboxes = new WeakMap<Db, { isFilled: boolean }>()

export function openOutbox(db: Db): { isFilled: boolean } {
  const outbox = { isFilled: true }
  outboxes.set(db, outbox)
  return outbox
}
export const closeOutbox = (db: Db): void => void outboxes.delete(db)

export interface LetterToWrite {
  accountId: AccountId
  organizationId?: OrganizationId
  kind: 'digest' | 'notice' | 'test'
  /** Ids: the words are made when it is sent. */
  facts: Readonly<Record<string, unknown>>
  /** A second letter of this name is none. */
  dedupe?: string
}

/** In the caller's transaction: what happened and the letter that tells of it are written together, or neither is. */
export function putInOutbox({ db, now }: { db: Db; now: Instant }, letter: LetterToWrite): void {
  if (!db.inTransaction) throw new Error('A letter belongs into the transaction of what it tells')
  const outbox = outboxes.get(db)
  if (!outbox) return
  const { accountId, organizationId, kind, facts, dedupe } = letter
  mailQueries(db).add({ id: uuidv7(), accountId, organizationId, kind, dedupe, facts: JSON.stringify(facts), now })
  outbox.isFilled = true
}

// --- Who wants what ------------------------------------------------------------------------------------------------

const bothUnlessTold = { digest: true, atOnce: true }

export function wishes({ db, actor, config }: CallOf<typeof myMail>) {
  const chosen = mailQueries(db).wishes({ memberId: actor.id }) ?? bothUnlessTold
  return { ...chosen, isSetUp: config.SMTP_URL !== undefined }
}

export function choose(call: CallOf<typeof changeMyMail>) {
  const { db, actor, input } = call
  const { digest, atOnce } = input
  return atomically(db, () => {
    mailQueries(db).choose({ memberId: actor.id, digest, atOnce })
    record(call, { act: 'mail.choose', on: ['member', actor.id], details: { digest, atOnce } })
    return {}
  })
}

// --- Of the organization -------------------------------------------------------------------------------------------

/** A failure is told of for a week. */
const failureDays = 7

export function outside({ db, actor, config, now }: CallOf<typeof outsideSettings>) {
  const { organizationId } = actor
  const standing = mailQueries(db).standing({ organizationId, since: laterByDays(now, -failureDays) })
  if (!standing) throw new Error('A count always has a row')
  return { titles: titlesOf(db, organizationId), mail: { isSetUp: config.SMTP_URL !== undefined, ...standing } }
}

export function changeOutside(call: CallOf<typeof changeOutsideSettings>) {
  const { db, actor, input } = call
  const { organizationId } = actor
  return atomically(db, () => {
    const before = titlesOf(db, organizationId)
    mailQueries(db).setTitles({ organizationId, titles: input.titles })
    const details = { before, after: input.titles }
    record(call, { act: 'outside.change', on: ['organization', organizationId], details })
    return {}
  })
}

const titlesOf = (db: Db, organizationId: OrganizationId) => mailQueries(db).titles({ organizationId })?.titles ?? false

const mostTestsAnHour = 5

/** @throws Problem 'not-possible-now' where no mail is set up; 'too-many-attempts'. */
export function test(call: CallOf<typeof sendTestMail>) {
  const { db, actor, config, now } = call
  const { accountId, organizationId } = actor
  if (config.SMTP_URL === undefined) {
    const detail = 'Mail is not set up: whoever runs Runkeep sets SMTP_URL and MAIL_FROM.'
    throw new Problem('not-possible-now', { detail })
  }
  return atomically(db, () => {
    const since = later(now, { hours: -1 })
    if ((mailQueries(db).tests({ accountId, since })?.count ?? 0) >= mostTestsAnHour)
      throw new Problem('too-many-attempts', { facts: { retryAfterSeconds: 3600 } })
    putInOutbox({ db, now }, { accountId, organizationId, kind: 'test', facts: {} })
    record(call, { act: 'mail.test', on: ['organization', organizationId] })
    return {}
  })
}
