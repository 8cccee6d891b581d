import type { Content } from '#contract/content.ts'
import type { Document, saveDocument } from '#contract/documents.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { defaultIntervalDays, type Criticality, type Kind } from '#contract/values.ts'
import type { FieldErrors } from '../../../ui/Form.tsx'

/** Everything of a document that a person writes, as the form holds it. `intervalDays` is text while it is typed. */
export interface Writing {
  title: string
  summary: string
  body: string
  /** Of a kind that is more than text; its body is then empty here, and derived on the server. */
  content: Content | undefined
  collectionId: string
  tags: readonly string[]
  ownerId: string
  deputyId: string
  criticality: Criticality
  intervalDays: string
  related: readonly string[]
}

/** The text as it stands on the server: what the writing began from. */
export interface Base {
  kind: Kind
  /** Absent for a new document. */
  reference: string | undefined
  /** 0 for a new document. */
  revision: number
  writing: Writing
}

export function writingOf(document: Document): Writing {
  return {
    title: document.title,
    summary: document.summary,
    body: document.content ? '' : document.body,
    content: document.content,
    collectionId: document.collectionId,
    tags: document.tags,
    ownerId: document.owner?.id ?? '',
    deputyId: document.deputy?.id ?? '',
    criticality: document.criticality,
    intervalDays: String(document.intervalDays),
    related: document.related.map(({ reference }) => reference),
  }
}

export function emptyWriting(kind: Kind, given: Partial<Writing>): Writing {
  const criticality = given.criticality ?? 'normal'
  return {
    title: '',
    summary: '',
    body: '',
    content: undefined,
    collectionId: '',
    tags: [],
    ownerId: '',
    deputyId: '',
    related: [],
    intervalDays: String(defaultIntervalDays(kind, criticality)),
    ...given,
    criticality,
  }
}

export const isSame = (a: Writing, b: Writing): boolean => fieldNames.every((name) => isSameField(a[name], b[name]))

export const fieldNames = [
  'title',
  'summary',
  'body',
  'content',
  'collectionId',
  'tags',
  'ownerId',
  'deputyId',
  'criticality',
  'intervalDays',
  'related',
] as const satisfies readonly (keyof Writing)[]
export type FieldName = (typeof fieldNames)[number]

export const isSameField = (a: Writing[FieldName], b: Writing[FieldName]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** As the API takes it. */
export function sent(writing: Writing): Omit<InputOf<typeof saveDocument>, 'slug' | 'reference' | 'revision' | 'note'> {
  const { ownerId, deputyId, intervalDays, tags, related, content, ...rest } = writing
  return {
    ...rest,
    ...(content && { content }),
    collectionId: writing.collectionId,
    tags: [...tags],
    related: [...related] as never,
    intervalDays: Number(intervalDays),
    ...(ownerId && { ownerId: ownerId }),
    ...(deputyId && { deputyId: deputyId }),
  }
}

/** What can be seen to be wrong before the server is asked. */
export function mistakes({ title, collectionId, intervalDays, ownerId, deputyId }: Writing): FieldErrors {
  const days = Number(intervalDays)
  return {
    ...(title.trim() === '' && { title: 'Enter a title, like Internet down at head office' }),
    ...(collectionId === '' && { collectionId: 'Choose the collection that it belongs to' }),
    ...((!Number.isInteger(days) || days < 1 || days > 1825) && {
      intervalDays: 'Enter a whole number of days from 1 to 1825',
    }),
    ...(ownerId !== '' && ownerId === deputyId && { deputyId: 'Name another person as deputy, or nobody' }),
  }
}
