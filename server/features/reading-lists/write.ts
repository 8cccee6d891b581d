import { v7 as uuidv7 } from 'uuid'
import type {
  archiveReadingList,
  createReadingList,
  restoreReadingList,
  saveReadingList,
  WrittenSection,
} from '#contract/reading-lists.ts'
import { formatList } from '#contract/reading-lists.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { DocumentId, ReadingItemId, ReadingListId } from '#contract/values.ts'
import type { z } from 'zod'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { readingQueries } from './queries.ts'
import { reachList } from './rules.ts'

/** Sending the same one again (a lost answer, a second press) makes no second. */
export function create(call: CallOf<typeof createReadingList>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const taken = readingQueries(db).byId({ id: input.id })
    if (taken?.organizationId === actor.organizationId) {
      if (taken.createdBy !== actor.id) throw new Problem('already-exists')
      const list = formatList(taken.number)
      record(call, { act: 'reading.create-again', on: ['list', input.id], details: { list } })
      return { list, revision: taken.revision }
    }
    // An id that is in use elsewhere is nobody's business here.
    const id = taken ? (uuidv7() as ReadingListId) : input.id
    const number = readingQueries(db).nextNumber({ organizationId: actor.organizationId })?.last as number
    const { title, intro } = input
    readingQueries(db).insert({
      id,
      organizationId: actor.organizationId,
      number,
      title,
      intro,
      memberId: actor.id,
      now,
    })
    addRevision(call, id, 1, { title, intro, sections: putItems(call, id, input.sections) })
    const list = formatList(number)
    record(call, { act: 'reading.create', on: ['list', id], details: { list, title } })
    return { list, revision: 1 }
  })
}

export function save(call: CallOf<typeof saveReadingList>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const found = reachList(call, input.list)
    if (found.archivedAt)
      throw new Problem('not-possible-now', { detail: `${input.list} is archived. Restore it first.` })
    const { title, intro, revision } = input
    const saved = readingQueries(db).update({ id: found.id, title, intro, revision, memberId: actor.id, now })
    if (!saved) {
      throw new Problem('changed-meanwhile', {
        detail: `${found.updatedBy} saved ${input.list} while you were writing.`,
        facts: { revision: found.revision },
      })
    }
    addRevision(call, found.id, saved.revision, { title, intro, sections: putItems(call, found.id, input.sections) })
    record(call, {
      act: 'reading.save',
      on: ['list', found.id],
      details: { list: input.list, title, revision: saved.revision },
    })
    return saved
  })
}

type Sections = readonly z.output<typeof WrittenSection>[]
interface Kept {
  title: string
  items: object[]
}

/**
 * What the writer may not see stays as it is where its id comes back; whatever is left out is gone.
 * @returns the sections as they stand now, documents by their ids.
 */
function putItems(call: MemberCall, listId: ReadingListId, sections: Sections): Kept[] {
  const { db } = call
  const all = sections.flatMap(({ title, items }, section) =>
    items.map((item, index) => ({ title, item, section, index })),
  )
  const ids = all.map(({ item }) => item.id)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice !== -1) throw invalid(pointerOf(all[twice], 'id'), 'Each item needs an id of its own.')
  const known = new Map(ids.map((id) => [id, readingQueries(db).keptItem({ id })]))
  const kept = (id: ReadingItemId) => {
    const found = known.get(id)
    return found?.listId === listId ? found : undefined
  }
  // Another page under the same id was read by nobody; an id that is in use elsewhere is nobody's business here.
  const idFor = ({ id, url }: { id: ReadingItemId; url?: string | undefined }) =>
    known.get(id) === undefined || (kept(id) && kept(id)?.url === url) ? id : (uuidv7() as ReadingItemId)
  const put = all.map((each) => ({ ...each, id: idFor(each.item) }))
  readingQueries(db).dropItems({ listId, kept: JSON.stringify(put.map(({ id }) => id)) })
  const result = sections.map(({ title }): Kept => ({ title, items: [] }))
  put.forEach((each, position) => {
    const { title: section, item } = each
    const { reference, url, title, minutes } = item
    let { why } = item
    let documentId: DocumentId | undefined
    if (reference) {
      try {
        documentId = reachDocument(call, reference, 'view').id
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        throw invalid(pointerOf(each, 'reference'), `There is no ${reference} that you can see.`)
      }
    } else if (url === undefined) {
      const before = kept(item.id)
      documentId = before?.documentId
      if (!before || !documentId) throw invalid(pointerOf(each, 'reference'), 'Choose a document, or enter an address.')
      why ||= before.why
    }
    const row = { id: each.id, documentId, url, title, minutes, why }
    readingQueries(db).putItem({ ...row, listId, section, position: position + 1 })
    result[each.section]?.items.push(row)
  })
  return result
}

const pointerOf = (at: { section: number; index: number } | undefined, field: string): string =>
  `/sections/${at?.section ?? 0}/items/${at?.index ?? 0}/${field}`

function addRevision(
  { db, actor, now }: MemberCall,
  listId: ReadingListId,
  revision: number,
  { title, intro, sections }: { title: string; intro: string; sections: Kept[] },
): void {
  const content = JSON.stringify({ title, intro, sections })
  readingQueries(db).addRevision({ listId, revision, content, memberId: actor.id, now })
}

export function archive(call: CallOf<typeof archiveReadingList>) {
  const { db, input, now } = call
  return atomically(db, () => {
    const { id, title } = reachList(call, input.list)
    if (readingQueries(db).archive({ id, now }) === 0)
      throw new Problem('not-possible-now', { detail: `${input.list} is archived already.` })
    record(call, { act: 'reading.archive', on: ['list', id], details: { list: input.list, title } })
    return {}
  })
}

export function restore(call: CallOf<typeof restoreReadingList>) {
  const { db, input } = call
  return atomically(db, () => {
    const { id, title } = reachList(call, input.list)
    if (readingQueries(db).restore({ id }) === 0)
      throw new Problem('not-possible-now', { detail: `${input.list} is not archived.` })
    record(call, { act: 'reading.restore', on: ['list', id], details: { list: input.list, title } })
    return {}
  })
}
