import { v7 as uuidv7 } from 'uuid'
import { acknowledge, assignReadingList, createReadingList, openReadingList } from '#contract/reading-lists.ts'
import type { Instant } from '#contract/values.ts'
import { dayAfter, order, type Planned } from './calendar.ts'
import type { Cast } from './cast.ts'
import { memberOf, partyOf, type Place } from './live.ts'
import type { Act, PersonKey, Reference } from './organization.ts'

type DemoItem = { why: string } & ({ reference: Reference } | { url: string; title: string; minutes: number })

interface DemoList {
  /** Counted from RL-01, in the order of the list below. */
  reference: string
  title: string
  intro: string
  written: Act
  sections: readonly { title: string; items: readonly DemoItem[] }[]
  given: readonly (Act & ({ to: PersonKey } | { party: string }) & { dueInDays?: number })[]
  /** Who has read which, by place in the list from 0. What changed after that asks again. */
  read: readonly (Act & { places: readonly number[] })[]
}

/** Reading lists by organization (DESIGN-LANGUAGE.md §14). */
export const readingLists: Readonly<Record<string, readonly DemoList[]>> = {
  'calder-wick': [
    {
      reference: 'RL-01',
      title: 'Your first two weeks',
      intro:
        'In this order, a little every day. Report whatever is unclear: you see what the rest of us no longer notice.',
      written: { daysAgo: 26, by: 'priya' },
      sections: [
        {
          title: 'Day one: what we run',
          items: [
            { reference: 'SY-02', why: 'Mail, files and Teams of 300 people: most questions begin here' },
            { reference: 'SY-11', why: 'What you hand out, and how it gets its software' },
            { reference: 'RB-12', why: 'You went through it yourself: next time you do it' },
            { reference: 'SY-01', why: 'When this stops, the works stops' },
            { reference: 'DG-01', why: 'Head office, works and depot on one page' },
          ],
        },
        {
          title: 'Week one: what you will be asked for',
          items: [
            { reference: 'RB-10', why: 'The most frequent call on a Monday' },
            { reference: 'RB-24', why: 'Second only to passwords' },
            { reference: 'RB-22', why: 'Minutes count, so know the first three steps by heart' },
            { reference: 'RB-25', why: 'Two are waiting on your desk' },
          ],
        },
        {
          title: 'Week two: when it breaks',
          items: [
            { reference: 'RB-14', why: 'Whoever is in the room begins, and that may be you' },
            { reference: 'VN-07', why: 'Whom RB-14 has you call, and what they ask first' },
            {
              url: 'https://www.ncsc.gov.uk/collection/incident-management',
              title: 'Incident management, by the NCSC',
              minutes: 20,
              why: 'Why we write down what we do while it happens',
            },
          ],
        },
      ],
      given: [{ daysAgo: 12, by: 'priya', to: 'elena', dueInDays: 5 }],
      read: [
        // RB-12 was changed five days ago, so it asks again: 3 of 12 stand.
        { daysAgo: 11, by: 'elena', places: [0, 1, 2] },
        { daysAgo: 8, by: 'elena', places: [3] },
      ],
    },
    {
      reference: 'RL-02',
      title: 'On call with Northlight',
      intro: 'What both sides know before the first night. Northlight reads it again whenever one of these changes.',
      written: { daysAgo: 24, by: 'tom' },
      sections: [
        {
          title: 'When it breaks',
          items: [
            { reference: 'RB-14', why: 'The call that comes most often at night' },
            { reference: 'RB-21', why: 'What keeps the works going meanwhile' },
            { reference: 'RB-16', why: 'Nobody signs in until this is done' },
            { reference: 'RB-03', why: 'Which folder first, and whom to tell' },
          ],
        },
        {
          title: 'How it hangs together',
          items: [
            { reference: 'DG-02', why: 'Look once before you need it' },
            { reference: 'VN-07', why: 'The number, our circuit, and what they ask for' },
          ],
        },
      ],
      // Joanna is late with it.
      given: [{ daysAgo: 20, by: 'tom', party: 'Northlight IT', dueInDays: -6 }],
      read: [
        { daysAgo: 18, by: 'marcus', places: [0, 1, 2, 3] },
        { daysAgo: 17, by: 'marcus', places: [4, 5] },
        { daysAgo: 13, by: 'joanna', places: [0, 1] },
      ],
    },
  ],
}

/** Lists as they were written, given out and read. */
export function planReading(place: Place, cast: Cast, today: Instant): Planned[] {
  return (readingLists[place.slug] ?? []).flatMap((list) => [
    { daysAgo: list.written.daysAgo, order: order.documentAccess, happen: () => write(place, cast, list) },
    ...list.given.map((gift) => ({
      daysAgo: gift.daysAgo,
      order: order.documentAccess,
      happen: () => give(place, cast, list, gift, today),
    })),
    ...list.read.map(({ daysAgo, by, places }) => ({
      daysAgo,
      order: order.reading,
      happen: () => read(place, cast, list, by, places),
    })),
  ])
}

async function write({ slug }: Place, cast: Cast, { reference, title, intro, sections, written }: DemoList) {
  const made = await cast.as(written.by, createReadingList, {
    slug,
    id: uuidv7(),
    title,
    intro,
    sections: sections.map((section) => ({
      title: section.title,
      items: section.items.map((item) => ({ id: uuidv7(), ...item })),
    })),
  })
  if (made.list !== reference) throw new Error(`${reference} came out as ${made.list}`)
}

async function give(
  place: Place,
  cast: Cast,
  { reference }: DemoList,
  gift: DemoList['given'][number],
  today: Instant,
): Promise<void> {
  const { by, dueInDays } = gift
  await cast.as(by, assignReadingList, {
    slug: place.slug,
    list: reference,
    id: uuidv7(),
    ...('to' in gift ? { memberId: memberOf(place, gift.to) } : { partyId: partyOf(place, gift.party).id }),
    ...(dueInDays !== undefined && { dueOn: dayAfter(today, place.organization.timeZone, dueInDays) }),
  })
}

async function read({ slug }: Place, cast: Cast, { reference }: DemoList, by: PersonKey, places: readonly number[]) {
  const { sections } = await cast.as(by, openReadingList, { slug, list: reference })
  const items = sections.flatMap((section) => section.items)
  for (const at of places) {
    const item = items[at]
    if (!item || item.isClosed) throw new Error(`${by} cannot read number ${at} of ${reference}`)
    await cast.as(by, acknowledge, {
      slug,
      list: reference,
      item: item.id,
      ...(item.revision !== undefined && { revision: item.revision }),
    })
  }
}
