import { v7 as uuidv7 } from 'uuid'
import type { openReadingList } from '#contract/reading-lists.ts'
import type { OutputOf } from '#contract/endpoint.ts'

/** A list as its form holds it. */
export interface FormItem {
  id: string
  /** `RB-14`, or empty for a page elsewhere. */
  reference: string
  /** Of a document, to show; of a page elsewhere, what it is called. */
  title: string
  url: string
  minutes: string
  why: string
  /** Of a document that the writer may not see: it stays as it is. */
  isClosed: boolean
}
export interface FormSection {
  id: string
  title: string
  items: readonly FormItem[]
}
export interface ListForm {
  title: string
  intro: string
  sections: readonly FormSection[]
}

export const newItem = (fields: Partial<FormItem> = {}): FormItem => ({
  id: uuidv7(),
  reference: '',
  title: '',
  url: '',
  minutes: '',
  why: '',
  isClosed: false,
  ...fields,
})
export const newSection = (title = '', items: readonly FormItem[] = []): FormSection => ({ id: uuidv7(), title, items })

export const formOf = ({ title, intro, sections }: OutputOf<typeof openReadingList>): ListForm => ({
  title,
  intro,
  sections: sections.map((section) =>
    newSection(
      section.title,
      section.items.map((item) =>
        newItem({
          id: item.id,
          reference: item.reference ?? '',
          title: item.title ?? '',
          url: item.url ?? '',
          minutes: item.url ? String(item.minutes) : '',
          why: item.why,
          isClosed: item.isClosed,
        }),
      ),
    ),
  ),
})

/** As the API takes it. */
export const sentList = ({ title, intro, sections }: ListForm) => ({
  title: title.trim(),
  intro: intro.trim(),
  sections: sections.map((section) => ({
    title: section.title.trim(),
    items: section.items.map(({ id, reference, title: called, url, minutes, why }) => ({
      id,
      why: why.trim(),
      ...(reference && { reference }),
      ...(url.trim() && { url: url.trim(), title: called.trim(), ...(minutes && { minutes: Number(minutes) }) }),
    })),
  })),
})

/** Moved by one place, over the borders of sections. */
export function moved(sections: readonly FormSection[], id: string, by: -1 | 1): FormSection[] {
  const at = sections.findIndex(({ items }) => items.some((item) => item.id === id))
  const from = sections[at]
  if (!from) return [...sections]
  const place = from.items.findIndex((item) => item.id === id)
  const item = from.items[place] as FormItem
  const rest = from.items.filter((each) => each.id !== id)
  const to = place + by
  if (to >= 0 && to < from.items.length) {
    const items = [...rest.slice(0, to), item, ...rest.slice(to)]
    return sections.map((section, index) => (index === at ? { ...section, items } : section))
  }
  const other = sections[at + by]
  if (!other) return [...sections]
  return sections.map((section, index) =>
    index === at
      ? { ...section, items: rest }
      : index === at + by
        ? { ...section, items: by < 0 ? [...section.items, item] : [item, ...section.items] }
        : section,
  )
}

/** Taken out of its place and put before another item, or at the end of a section. */
export function placed(
  sections: readonly FormSection[],
  id: string,
  at: { before: string } | { endOf: string },
): FormSection[] {
  const item = sections.flatMap(({ items }) => items).find((each) => each.id === id)
  if (!item || ('before' in at && at.before === id)) return [...sections]
  return sections.map((section) => {
    const rest = section.items.filter((each) => each.id !== id)
    if ('endOf' in at) return { ...section, items: section.id === at.endOf ? [...rest, item] : rest }
    const place = rest.findIndex((each) => each.id === at.before)
    return { ...section, items: place === -1 ? rest : rest.toSpliced(place, 0, item) }
  })
}

/** `place 2 of 5 in Start here`: where an item stands now, to be said. */
export function placeWords(sections: readonly FormSection[], id: string): string {
  const section = sections.find(({ items }) => items.some((item) => item.id === id))
  const place = section?.items.findIndex((item) => item.id === id) ?? -1
  return `place ${place + 1} of ${section?.items.length ?? 0}${section?.title ? ` in ${section.title}` : ''}`
}

/** What a list can begin from; its documents are found among those that are there. */
export const templates: readonly {
  title: string
  intro: string
  sections: readonly { title: string; query: Find; why: string }[]
}[] = [
  {
    title: 'Your first two weeks',
    intro: 'In this order, a little every day. Report whatever is unclear: you see what nobody else sees any more.',
    sections: [
      {
        title: 'What we run',
        query: { kind: 'system', criticality: 'critical' },
        why: 'When it breaks, everybody notices',
      },
      {
        title: 'What you will do most',
        query: { kind: 'runbook', sort: 'changed' },
        why: 'Asked for nearly every week',
      },
      { title: 'Whom to call', query: { kind: 'vendor' }, why: 'So that the name is no surprise' },
    ],
  },
  {
    title: 'On call with a partner',
    intro: 'What both sides have to know before the first night.',
    sections: [
      {
        title: 'When it breaks',
        query: { kind: 'runbook', criticality: 'critical' },
        why: 'You may need it at two in the morning',
      },
      { title: 'How it hangs together', query: { kind: 'diagram' }, why: 'Look once before you need it' },
      { title: 'Whom to call', query: { kind: 'vendor' }, why: 'Numbers, and what they ask for' },
    ],
  },
  {
    title: 'Know our network',
    intro: 'From the wall to the last access point.',
    sections: [
      { title: 'Drawings', query: { kind: 'diagram' }, why: 'What is plugged where' },
      { title: 'Systems', query: { kind: 'system' }, why: 'Addresses, places, what depends on it' },
    ],
  },
]
export interface Find {
  kind: 'system' | 'runbook' | 'vendor' | 'diagram'
  criticality?: 'critical'
  sort?: 'changed'
}
