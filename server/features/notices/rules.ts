import { v7 as uuidv7 } from 'uuid'
import {
  noticeKinds,
  topicOf,
  type changeNoticeWish,
  type countNotices,
  type listNotices,
  type Notice,
  type NoticeKind,
  type NoticeTopic,
  type NoticeWish,
  type noticeWishes,
  type readNotices,
} from '#contract/notices.ts'
import { mentionsIn, say } from '#contract/sentences.ts'
import type { AccountId, Instant, MemberId, OrganizationId, Role } from '#contract/values.ts'
import type { AccountCallOf } from '../../access/call.ts'
import { ringAfterCommit } from '../../access/doorbell.ts'
import { namesFor } from '../../access/names.ts'
import { later, laterByDays } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { putInOutbox } from '../mail/rules.ts'
import { noticeQueries, type NoticeRow } from './queries.ts'

const keptDays = 90

export interface Telling {
  /** Members are told as such, and no longer than they are; an account is told about itself. */
  to: readonly (MemberId | AccountId)[]
  kind: NoticeKind
  /** Ids, references, names, times: what the words of the kind name. Never a secret, nor a word of a document. */
  facts: Readonly<Record<string, unknown>>
  /** A second notice of this name to the same account is none; `settle` finds it by it. */
  dedupe?: string
}

/**
 * Tells people of something, in the caller's transaction; they are rung for when it is on the disk. Who has left is
 * passed over.
 */
export function notify({ db, now }: { db: Db; now: Instant }, { to, kind, facts, dedupe }: Telling): void {
  if (!db.inTransaction) throw new Error('A notice belongs into the transaction of what it tells')
  const notices = noticeQueries(db)
  const text = JSON.stringify(facts)
  const { waits = false }: { waits?: boolean } = noticeKinds[kind]
  for (const recipient of notices.recipients({ ids: JSON.stringify([...new Set(to)]) })) {
    notices.dropOld({ accountId: recipient.accountId, before: laterByDays(now, -keptDays) })
    const { accountId, memberId, organizationId } = recipient
    const isUnwanted = !waits && wishOf(db, accountId, kind) === 'waiting'
    if (isUnwanted) continue
    const id = uuidv7()
    const added = notices.add({ id, accountId, memberId, organizationId, kind, facts: text, dedupe, now })
    if (added === 0) continue
    ringAfterCommit(db, accountId)
    if (organizationId && noticeKinds[kind].mails && !isFlood({ db, now }, { accountId, kind, by: facts['memberId'] }))
      putInOutbox({ db, now }, { accountId, organizationId, kind: 'notice', facts: { noticeId: id } })
  }
}

/** Whoever asks, takes back and asks again fills a list with it, and nobody's letter box. */
const mostLettersAnHour = 20

function isFlood(
  { db, now }: { db: Db; now: Instant },
  { accountId, kind, by }: { accountId: AccountId; kind: NoticeKind; by: unknown },
): boolean {
  if (typeof by !== 'string') return false
  const since = later(now, { hours: -1 })
  return (noticeQueries(db).countBy({ accountId, kind, by, since })?.count ?? 0) > mostLettersAnHour
}

/**
 * What these notices asked for is done, by whomever: they wait for nobody any more.
 * @param only whose wait is over, where others go on waiting.
 */
export function settle(
  { db, now, actor }: { db: Db; now: Instant; actor: { organizationId: OrganizationId } },
  dedupe: string,
  only: { accountId?: AccountId } = {},
): void {
  const { organizationId } = actor
  const notices = noticeQueries(db)
  const which = { organizationId, dedupe, accountId: only.accountId }
  const waiting = notices.waitingFor(which)
  notices.settle({ ...which, now })
  for (const { accountId } of waiting) ringAfterCommit(db, accountId)
}

/** Owners and admins of an organization: those whom most of what waits is told to. */
export const keyHoldersOf = (db: Db, organizationId: OrganizationId): MemberId[] =>
  noticeQueries(db)
    .keyHolders({ organizationId })
    .map(({ id }) => id)

// --- Who wants how much --------------------------------------------------------------------------------------------

function wishOf(db: Db, accountId: AccountId, kind: NoticeKind): NoticeWish {
  const topic = topicOf(kind)
  return (topic && noticeQueries(db).wish({ accountId, topic })?.wish) ?? 'at_once'
}

const allAtOnce = {
  access: 'at_once',
  problems: 'at_once',
  incidents: 'at_once',
  responsibilities: 'at_once',
  reading: 'at_once',
} as const satisfies Record<NoticeTopic, NoticeWish>

export function wishes({ db, session }: AccountCallOf<typeof noticeWishes>): Record<NoticeTopic, NoticeWish> {
  const chosen = noticeQueries(db).wishes({ accountId: session.accountId })
  return { ...allAtOnce, ...Object.fromEntries(chosen.map(({ topic, wish }) => [topic, wish])) }
}

export function choose(call: AccountCallOf<typeof changeNoticeWish>): Record<NoticeTopic, NoticeWish> {
  const { db, session, input } = call
  noticeQueries(db).choose({ accountId: session.accountId, topic: input.topic, wish: input.wish })
  return wishes({ ...call, input: {} })
}

// --- Reading them --------------------------------------------------------------------------------------------------

export function list(call: AccountCallOf<typeof listNotices>) {
  const { db, now, session, input } = call
  const { unread, after, limit } = input
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : readCursor(after, 'number')
  const found = noticeQueries(db).page({ accountId: session.accountId, unread, before, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: quieted(inWords({ db, now }, rows), wishes({ ...call, input: {} })),
    ...(found.length > limit && last && { next: cursorOf([last.rowId]) }),
  }
}

/** What somebody wants in the list alone is not told over whatever page is open. */
const quieted = (notices: Notice[], wished: Readonly<Record<NoticeTopic, NoticeWish>>): Notice[] =>
  notices.map((notice) => {
    const topic = topicOf(notice.kind)
    return topic && wished[topic] !== 'at_once' ? { ...notice, urgent: false } : notice
  })

const waitingKinds = JSON.stringify(Object.entries(noticeKinds).flatMap(([kind, { waits }]) => (waits ? [kind] : [])))

export function count({ db, session }: AccountCallOf<typeof countNotices>) {
  const counts = noticeQueries(db).counts({ accountId: session.accountId, waits: waitingKinds })
  if (!counts) throw new Error('A count always has a row')
  return counts
}

/** In all the person's windows: those are rung for too. */
export function read({ db, now, session, input }: AccountCallOf<typeof readNotices>): Record<string, never> {
  const { accountId } = session
  const notices = noticeQueries(db)
  const upTo = input.upTo === undefined ? undefined : notices.rowId({ accountId, id: input.upTo })?.rowId
  const changed = notices.read({ accountId, ids: JSON.stringify(input.ids ?? []), upTo: upTo ?? 0, now })
  if (changed > 0) ringAfterCommit(db, accountId)
  return {}
}

/** What people wrote themselves: it may say as much as a title. */
const ownWords = ['reason', 'ticket']

/**
 * One notice as a letter tells it, in the words that hold now. Nothing where it is settled, its reader is gone, or sees
 * the document no longer.
 */
export function noticeForLetter(
  { db, now }: { db: Db; now: Instant },
  { accountId, noticeId, titles }: { accountId: AccountId; noticeId: string; titles: boolean },
): (Notice & { slug: string; organization: string }) | undefined {
  const row = noticeQueries(db).one({ accountId, id: noticeId })
  if (!row || row.settled) return undefined
  const facts = titles
    ? row.facts
    : Object.fromEntries(Object.entries(row.facts).filter(([name]) => !ownWords.includes(name)))
  const [notice] = inWords({ db, now }, [{ ...row, facts }])
  const { slug, organization } = notice ?? {}
  if (!notice || slug === undefined || organization === undefined) return undefined
  const isOutOfReach = notice.says.some(
    (part) => typeof part === 'object' && 'document' in part && part.document.title === undefined,
  )
  return isOutOfReach ? undefined : { ...notice, slug, organization }
}

function inWords({ db, now }: { db: Db; now: Instant }, rows: readonly NoticeRow[]): Notice[] {
  const told = rows.flatMap((row) => {
    const kind = kindOf(row.kind)
    return kind ? [{ row, kind, ...noticeKinds[kind] }] : []
  })
  const readers = new Map<string, ReturnType<typeof namesFor>>()
  for (const { row } of told) {
    const reader = readerOf(row)
    if (!reader || readers.has(reader.id)) continue
    const theirs = told.filter((other) => other.row.memberId === reader.id)
    const mentions = theirs.map(({ row: { facts }, words }) => mentionsIn(words, facts))
    readers.set(reader.id, namesFor({ db, now, actor: reader }, mentions))
  }
  return told.map(({ row, kind, words, to, act, waits, urgent }) => {
    const names = readers.get(row.memberId ?? '')?.about(undefined) ?? nobodysNames
    const leadsTo = to && addressOf(to, { ...row.facts, ...(row.slug && { org: row.slug }) })
    return {
      id: row.id as Notice['id'],
      kind,
      at: row.at,
      ...(row.readAt && { readAt: row.readAt }),
      ...(row.slug && { slug: row.slug }),
      ...(row.organization !== undefined && { organization: row.organization }),
      says: say(words, row.facts, names),
      ...(leadsTo && { to: leadsTo }),
      ...(leadsTo && act && { act }),
      waits: (waits ?? false) && !row.settled,
      urgent: urgent ?? false,
    }
  })
}

/** One that an older Runkeep does not know any more is passed over. */
const kindOf = (kind: string): NoticeKind | undefined =>
  Object.hasOwn(noticeKinds, kind) ? (kind as NoticeKind) : undefined

function readerOf({ memberId, organizationId, role }: NoticeRow) {
  return memberId && organizationId && role ? { id: memberId, organizationId, role: role satisfies Role } : undefined
}

/** What is about an account names nobody and nothing. */
const nobodysNames = {
  person: () => undefined,
  document: () => undefined,
  collection: () => undefined,
  party: () => undefined,
  readsContent: false,
  seesAddresses: false,
}

/** @returns undefined where a fact is missing: then it leads nowhere. */
function addressOf(template: string, facts: Readonly<Record<string, unknown>>): string | undefined {
  const needed = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (!needed.every((name) => Object.hasOwn(facts, name) && typeof facts[name] === 'string')) return undefined
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(facts[name])))
}
