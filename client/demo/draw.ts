import { v7 as uuidv7 } from 'uuid'
import type { Content } from '#contract/content.ts'
import { createContract } from '#contract/contracts.ts'
import { createWatched } from '#contract/dates.ts'
import { createDocument, openDocument, reportOpens, verificationChecks, verifyDocument } from '#contract/documents.ts'
import { defaultIntervalDays, type Instant, type Kind } from '#contract/values.ts'
import { dayAfter, order, type Planned } from './calendar.ts'
import type { Cast } from './cast.ts'
import { diagrams, type DemoDiagram } from './diagrams.ts'
import { collectionOf, memberOf, type Place } from './live.ts'
import type { Act, PersonKey } from './organization.ts'
import { dates, vendors, type DemoContract, type DemoDate, type DemoVendor } from './vendors.ts'

/** Vendors with their contracts, diagrams, and dates to watch. */
export function planStructured(place: Place, cast: Cast, today: Instant): Planned[] {
  const { slug } = place
  return [
    ...(vendors[slug] ?? []).flatMap((vendor) => planVendor(place, cast, vendor, today)),
    ...(diagrams[slug] ?? []).flatMap((diagram) => planDiagram(place, cast, diagram)),
    ...(dates[slug] ?? []).map((date) => planDate(place, cast, date, today)),
  ]
}

type Kept = DemoVendor | DemoDiagram

function planVendor(place: Place, cast: Cast, vendor: DemoVendor, today: Instant): Planned[] {
  const { created, verified, contracts } = vendor
  return [
    plan(created, () => write(place, cast, 'vendor', vendor, vendor.facts, created.by)),
    ...contracts.map((contract) => plan(created, () => agree(place, cast, vendor, contract, created.by, today))),
    ...verified.map((act) => plan(act, () => verify(place, cast, 'vendor', vendor, act))),
  ]
}

function planDiagram(place: Place, cast: Cast, diagram: DemoDiagram): Planned[] {
  const { drawn, verified, opened = {}, reference } = diagram
  return [
    plan(drawn, () => write(place, cast, 'diagram', diagram, diagram.drawing, drawn.by)),
    ...verified.map((act) => plan(act, () => verify(place, cast, 'diagram', diagram, act))),
    ...(Object.entries(opened) as [PersonKey, readonly number[]][]).flatMap(([person, days]) =>
      days.map((daysAgo) => ({
        daysAgo,
        order: order.reading,
        happen: async () => {
          await cast.as(person, reportOpens, { slug: place.slug, references: [reference] })
        },
      })),
    ),
  ]
}

const plan = ({ daysAgo }: Act, happen: () => Promise<void>): Planned => ({ daysAgo, order: order.documents, happen })

async function write(place: Place, cast: Cast, kind: Kind, kept: Kept, content: Content, by: PersonKey): Promise<void> {
  const { title, summary, collection, tags, related, owner, deputy, criticality, reference } = kept
  const made = await cast.as(by, createDocument, {
    slug: place.slug,
    id: uuidv7(),
    kind,
    title,
    summary,
    body: '',
    content,
    collectionId: collectionOf(place, collection),
    tags: [...tags],
    related: [...related],
    ownerId: memberOf(place, owner),
    ...(deputy && { deputyId: memberOf(place, deputy) }),
    criticality,
    intervalDays: 'intervalDays' in kept ? kept.intervalDays : defaultIntervalDays(kind, criticality),
  })
  if (made.reference !== reference) throw new Error(`${reference} came out as ${made.reference}`)
}

async function verify(place: Place, cast: Cast, kind: Kind, { reference }: Kept, { by, note = '' }: Act) {
  const { revision } = await cast.as(by, openDocument, { slug: place.slug, reference })
  const checks = [...verificationChecks[kind]]
  await cast.as(by, verifyDocument, { slug: place.slug, reference, revision, checks, note })
}

async function agree(
  place: Place,
  cast: Cast,
  { reference }: DemoVendor,
  contract: DemoContract,
  by: PersonKey,
  today: Instant,
): Promise<void> {
  const { title, number, noticeInDays, notice, renewalMonths, cost, owner, fallback, notes = '' } = contract
  const zone = place.organization.timeZone
  const noticeOn = noticeInDays === undefined ? undefined : dayAfter(today, zone, noticeInDays)
  await cast.as(by, createContract, {
    slug: place.slug,
    reference,
    id: uuidv7(),
    title,
    number,
    startsOn: dayAfter(today, zone, -900),
    ...(noticeOn && notice && { endsOn: dayAfter(today, zone, noticeInDays as number, periodOf(notice)), notice }),
    ...(renewalMonths && { autoRenews: true, renewalMonths }),
    cost,
    ownerId: memberOf(place, owner),
    fallbackId: memberOf(place, fallback),
    notes,
  })
}

const periodOf = ({ amount, unit }: NonNullable<DemoContract['notice']>) =>
  unit === 'months' ? { months: amount } : unit === 'weeks' ? { weeks: amount } : { days: amount }

function planDate(place: Place, cast: Cast, date: DemoDate, today: Instant): Planned {
  const { on, kind, name, inDays, leadDays, owner } = date
  return plan({ daysAgo: 200, by: owner }, async () => {
    await cast.as(owner, createWatched, {
      slug: place.slug,
      reference: on,
      id: uuidv7(),
      kind,
      name,
      on: dayAfter(today, place.organization.timeZone, inDays),
      leadDays,
      ownerId: memberOf(place, owner),
    })
  })
}
