import type { z } from 'zod'
import {
  accountActs,
  acts,
  actsOf,
  installationActs,
  type ActivityEntry,
  type listActivity,
  type listCheckpoints,
} from '#contract/activity.ts'
import { mentionsIn, say, type Facts } from '#contract/sentences.ts'
import { formatReference, parseReference, type Role } from '#contract/values.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { checkpointsBefore } from '../../access/checkpoints.ts'
import { namesFor } from '../../access/names.ts'
import { addDays, startOfDay } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { activityQueries, type EventRow } from './queries.ts'

/** Who reads what everybody did. All others read what they did themselves. */
const wideRoles: readonly Role[] = ['owner', 'admin', 'auditor']

export type Filters = Pick<
  z.output<(typeof listActivity)['input']>,
  'person' | 'group' | 'document' | 'member' | 'from' | 'until'
>

/** An auditor reads who, what and when: of the words in a document nothing, and titles only where a list shows them. */
export function list(call: CallOf<typeof listActivity>) {
  const { input } = call
  const { after, limit } = input
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : readCursor(after, 'number')
  const { entries, next } = entriesBefore(call, input, before, limit)
  return { items: entries, ...(next !== undefined && { next: cursorOf([next]) }) }
}

/** @returns `next`: the number before which more of it stands. */
export function entriesBefore(
  call: MemberCall,
  filters: Filters,
  before: number,
  limit: number,
): { entries: ActivityEntry[]; next: number | undefined } {
  const rows = rowsBefore(call, filters, before, limit + 1)
  const shown = rows.slice(0, limit)
  return { entries: inWords(call, shown), next: rows.length > limit ? shown.at(-1)?.seq : undefined }
}

export function checkpoints({ db, input }: CallOf<typeof listCheckpoints>) {
  const { after, limit } = input
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : readCursor(after, 'number')
  const found = checkpointsBefore(db, before, limit + 1)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(found.length > limit && last && { next: cursorOf([last.size]) }) }
}

// --- Which ---------------------------------------------------------------------------------------------------------

function rowsBefore({ db, actor }: MemberCall, filters: Filters, before: number, limit: number): EventRow[] {
  const { organizationId, timeZone } = actor
  const isWide = wideRoles.includes(actor.role)
  // Whoever reads only their own acts and asks for somebody else's finds none, as if there were none.
  if (!isWide && filters.person !== undefined && filters.person !== actor.id) return []
  const personId = isWide ? filters.person : actor.id
  const ask = activityQueries(db)
  const common = {
    organizationId,
    before,
    limit,
    since: filters.from && startOfDay(timeZone, filters.from),
    until: filters.until && startOfDay(timeZone, addDays(filters.until, 1)),
    acts: filters.group && JSON.stringify(actsOf(filters.group)),
  }
  if (filters.document !== undefined) {
    const documentId = documentIdOf({ db, actor }, filters.document)
    return documentId === undefined ? [] : ask.ofDocument({ ...common, documentId, personId })
  }
  if (filters.member !== undefined) return ask.ofMember({ ...common, concernedId: filters.member, personId })
  const outside = { accountActs: JSON.stringify(accountActs), installationActs: JSON.stringify(installationActs) }
  return personId === undefined
    ? ask.ofAll({ ...common, ...outside })
    : ask.ofPerson({ ...common, accountActs: outside.accountActs, personId })
}

/** Also of a document that is gone. What is found with it are the caller's own acts, or the caller may read all. */
function documentIdOf({ db, actor }: Pick<MemberCall, 'db' | 'actor'>, reference: string): string | undefined {
  const parsed = parseReference(reference)
  if (!parsed) return undefined
  const { organizationId } = actor
  const ask = activityQueries(db)
  return (
    ask.documentId({ organizationId, ...parsed })?.id ??
    ask.erasedId({ organizationId, reference: formatReference(parsed.kind, parsed.number) })?.id
  )
}

// --- In words ------------------------------------------------------------------------------------------------------

function inWords(call: MemberCall, rows: readonly EventRow[]): ActivityEntry[] {
  const told = rows.map((row) => {
    const subject = { kind: row.subjectKind, id: row.subjectId }
    const account = row.accountId
    return { row, subject, account, ...wordsOf(row) }
  })
  const accounts = told.flatMap(({ account }) => account ?? [])
  const names = namesFor(
    call,
    told.map(({ row, template, facts, subject }) => {
      const mentions = mentionsIn(template, facts, subject)
      if (row.memberId !== undefined) mentions.people.push(row.memberId)
      // Whether the words of a document may be shown depends on the document, named or not.
      if (subject.kind === 'document') mentions.documents.push(subject.id)
      return mentions
    }),
    accounts,
  )
  return told.map(({ row, subject, account, template, facts, doer }) => {
    const about = names.about(subject.kind === 'document' ? subject.id : undefined)
    const member = row.memberId === undefined ? names.personOf(account ?? '') : names.person(row.memberId)
    const by = doer === 'person' ? member : undefined
    const known = { ...facts, ...(member && { account: member.id }) }
    const person = (id: string) => (id === member?.id ? member : about.person(id))
    return {
      seq: row.seq,
      at: row.at,
      act: row.act,
      doer,
      ...(by && { by }),
      says: say(template, known, { ...about, person }, subject),
      ...(row.address && { from: row.address }),
    }
  })
}

function wordsOf({ act, details = {} }: EventRow): {
  template: string
  facts: Facts
  doer: ActivityEntry['doer']
} {
  const known = Object.hasOwn(acts, act) ? acts[act] : undefined
  // An act of a newer Runkeep than this one: its name, and nothing of what it says.
  if (!known) return { template: act.replaceAll(/[[\]{}]/g, ''), facts: {}, doer: 'person' }
  const { words, doer = 'person' } = known
  return { template: typeof words === 'string' ? words : words(details), facts: details, doer }
}
