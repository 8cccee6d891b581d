import { readFileSync } from 'node:fs'
import { v7 as uuidv7 } from 'uuid'
import {
  archiveDocument,
  createDocument,
  openDocument,
  pinDocument,
  raiseFlag,
  reportOpens,
  resolveFlag,
  saveDocument,
  verificationChecks,
  verifyDocument,
} from '#contract/documents.ts'
import { reportSearch, search } from '#contract/search.ts'
import type { DocumentId, Kind } from '#contract/values.ts'
import { order, type Planned } from './calendar.ts'
import type { Cast } from './cast.ts'
import { collectionOf, memberOf, type Place } from './live.ts'
import {
  asItWas,
  textPath,
  type DemoDocument,
  type Flag,
  type PersonKey,
  type Reference,
  type Revision,
} from './organization.ts'

/** Everything that was written, verified, reported, read and looked for in an organization. */
export function planDocuments(place: Place, cast: Cast): Planned[] {
  const { documents, missedSearches } = place.organization
  return [
    ...documents.flatMap((document) => planDocument(place, cast, document)),
    ...planReading(place, cast),
    ...documents.flatMap(({ reference, pinnedBy = [] }) =>
      pinnedBy.map((person) => ({
        daysAgo: 1,
        order: order.reading,
        happen: () => done(cast.as(person, pinDocument, { slug: place.slug, reference, pinned: true })),
      })),
    ),
    ...missedSearches.map(({ by, daysAgo, text }) => ({
      daysAgo,
      order: order.reading,
      happen: () => searchInVain(place, cast, by, text),
    })),
  ]
}

/** Acts of one document on the same day: save, verify, flag, resolve, archive. */
function planDocument(place: Place, cast: Cast, document: DemoDocument): Planned[] {
  const { slug } = place
  const { reference, revisions, verified, flags = [], archived } = document
  const kind: Kind = reference.startsWith('RB') ? 'runbook' : 'system'
  const on = { slug, reference }
  const plan = (daysAgo: number, happen: () => Promise<void>) => ({ daysAgo, order: order.documents, happen })
  let revision = 0
  return [
    ...revisions.map((saved, index) =>
      plan(saved.daysAgo, async () => {
        if (index === 0) await create(place, cast, document, kind, saved)
        else await save(place, cast, document, saved, revision)
        revision += 1
      }),
    ),
    ...verified.map(({ by, daysAgo, note = '' }) =>
      plan(daysAgo, async () => {
        await cast.as(by, verifyDocument, { ...on, revision, checks: [...verificationChecks[kind]], note })
      }),
    ),
    ...flags.map(({ by, daysAgo, sentence }) =>
      plan(daysAgo, () => done(cast.as(by, raiseFlag, { ...on, text: sentence }))),
    ),
    ...flags.flatMap((flag) => (flag.resolved ? [plan(flag.resolved.daysAgo, () => resolve(on, cast, flag))] : [])),
    ...(archived ? [plan(archived.daysAgo, () => done(cast.as(archived.by, archiveDocument, on)))] : []),
  ]
}

async function create(place: Place, cast: Cast, document: DemoDocument, kind: Kind, saved: Revision): Promise<void> {
  const id = uuidv7() as DocumentId
  const made = await cast.as(saved.by, createDocument, {
    slug: place.slug,
    id,
    kind,
    ...written(place, document, saved),
  })
  if (made.reference !== document.reference) {
    throw new Error(`${document.reference} came out as ${made.reference}: the demo's documents are not in order`)
  }
}

async function save(
  place: Place,
  cast: Cast,
  document: DemoDocument,
  saved: Revision,
  revision: number,
): Promise<void> {
  const { reference } = document
  const { by, note = '' } = saved
  await cast.as(by, saveDocument, { slug: place.slug, reference, revision, note, ...written(place, document, saved) })
}

function written(place: Place, document: DemoDocument, { earlier }: Revision) {
  const { title, summary, collection, tags, owner, deputy, criticality, intervalDays, related } = document
  const text = readFileSync(new URL(textPath(place, document), import.meta.url), 'utf8')
  return {
    title,
    summary,
    body: earlier ? asItWas(text, earlier) : text,
    collectionId: collectionOf(place, collection),
    tags: [...tags],
    ownerId: memberOf(place, owner),
    ...(deputy && { deputyId: memberOf(place, deputy) }),
    criticality,
    intervalDays,
    // A system names nothing itself; what names it stays.
    ...(related.length > 0 && { related: [...related] }),
  }
}

async function resolve(on: { slug: string; reference: Reference }, cast: Cast, flag: Flag): Promise<void> {
  if (!flag.resolved) return
  const { by, note = '' } = flag.resolved
  const { causes } = await cast.as(by, openDocument, on)
  const raised = causes.find(({ text }) => text === flag.sentence)
  if (!raised?.flagId) throw new Error(`The report on ${on.reference} is not there to be resolved`)
  await cast.as(by, resolveFlag, { ...on, flagId: raised.flagId, note })
}

/** Opening is reported as the page does it: what a person read on a day, in one go. */
function planReading({ slug, organization }: Place, cast: Cast): Planned[] {
  const read = new Map<string, { person: PersonKey; daysAgo: number; references: Reference[] }>()
  for (const { reference, opened = {} } of organization.documents) {
    for (const [person, days] of Object.entries(opened) as [PersonKey, readonly number[]][]) {
      for (const daysAgo of days) {
        const key = `${person} ${daysAgo}`
        const reading = read.get(key) ?? { person, daysAgo, references: [] }
        reading.references.push(reference)
        read.set(key, reading)
      }
    }
  }
  return [...read.values()].map(({ person, daysAgo, references }) => ({
    daysAgo,
    order: order.reading,
    happen: () => done(cast.as(person, reportOpens, { slug, references })),
  }))
}

async function searchInVain({ slug }: Place, cast: Cast, person: PersonKey, text: string): Promise<void> {
  const { count } = await cast.as(person, search, { slug, text })
  if (count > 0) throw new Error(`“${text}” was to be found nowhere in ${slug}`)
  await cast.as(person, reportSearch, { slug, text, results: count })
}

async function done(deed: Promise<unknown>): Promise<void> {
  await deed
}
