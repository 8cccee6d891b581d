import type { listDocumentationGaps, MissingPart, systemGaps } from '#contract/gaps.ts'
import { Problem } from '#contract/problems.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { useSince } from '../../access/freshness.ts'
import { addDays } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { gapQueries, type GapRow } from './queries.ts'

/** Whoever has not read it in this time does not know it any more. */
const readDays = 180

const looking = ({ actor, now, today }: MemberCall) => ({
  memberId: actor.id,
  now,
  useSince: useSince(today),
  readSince: addDays(today, -readDays),
})

/**
 * Systems that lack something, worst first. Gaps are computed over what the caller sees, so nothing out of reach is told
 * by its absence or its presence; an editor who cannot see a runbook is told that there is none, which is so for that
 * editor.
 */
export function list(call: CallOf<typeof listDocumentationGaps>) {
  const { criticality, missing, text, after, limit } = call.input
  const [afterRisk, afterId] = after === undefined ? [] : readCursor(after, 'pair')
  const rows = gapQueries(call.db).page({
    ...looking(call),
    criticality,
    missing,
    text: text ? `%${text.replaceAll(/[!%_]/g, '!$&')}%` : undefined,
    afterRisk,
    afterId,
    limit: limit + 1,
  })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map((row) => {
      const { reference, title, criticality, collection, owner, opened90, risk } = row
      return { reference, title, criticality, collection, owner, opened90, risk, ...factsOf(call, row) }
    }),
    ...(rows.length > limit && last && { next: cursorOf([last.risk, last.id]) }),
  }
}

/** @throws Problem 'not-found' for a document that is no system. */
export function ofSystem(call: DocumentCallOf<typeof systemGaps>) {
  const row = gapQueries(call.db).one({ ...looking(call), documentId: call.document.id })
  if (!row) throw new Problem('not-found')
  return factsOf(call, row)
}

function factsOf({ actor }: MemberCall, row: GapRow) {
  const { runbook, vendor, diagram, keeper, secondReader, readers, onlyReader, onlyReaderId } = row
  const isMissing: Record<MissingPart, boolean> = {
    runbook,
    vendor,
    diagram,
    owner: keeper,
    second_reader: secondReader,
  }
  // Who read what is the activity of that person.
  const readsAll = ['owner', 'admin', 'auditor'].includes(actor.role)
  return {
    gaps: (Object.keys(isMissing) as MissingPart[]).filter((part) => isMissing[part]),
    readers,
    ...(onlyReader !== undefined && (readsAll || onlyReaderId === actor.id) && { onlyReader }),
  }
}
