import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import {
  CollectionId,
  Cursor,
  Day,
  DocumentId,
  Done,
  FreshnessState,
  Instant,
  Kind,
  line,
  MemberId,
  pageOf,
  PageSize,
  PartyId,
  Person,
  QueryFlag,
  ReadingItemId,
  ReadingListId,
  Reference,
  Role,
  Slug,
  text,
} from './values.ts'
import { WebAddress } from './vendors.ts'

/**
 * Reading lists (RL): curated, ordered, in sections, each item with one line on why it matters; assigned with a due date.
 * Who reads says so for the revision that was read; a later material change asks again. Owners, admins and editors write
 * and assign them; everybody reads what is assigned to them; an item that the reader may not see says only that it is
 * there.
 */

const inOrganization = { slug: Slug }

/** RL-01, parsed as generously as references of documents. */
export const ListReference = z
  .string()
  .max(20)
  .refine((written) => listNumber(written) !== undefined, 'Enter the reference of a reading list, like RL-01')
  .overwrite((written) => {
    const number = listNumber(written)
    return number === undefined ? written : `RL-${String(number).padStart(2, '0')}`
  })
  .brand<'ListReference'>()
export type ListReference = z.infer<typeof ListReference>
/** @returns the number in a reference as people write it; undefined where it is none. */
export function listNumber(written: string): number | undefined {
  const match = /^\s*rl[\s_-]?0*([1-9][0-9]{0,8})\s*$/i.exec(written)
  return match ? Number(match[1]) : undefined
}
export const formatList = (number: number): ListReference => `RL-${String(number).padStart(2, '0')}` as ListReference
const onList = { ...inOrganization, list: ListReference }

/** A document of the organization, or a page elsewhere. */
const target = {
  reference: Reference.optional(),
  url: WebAddress.optional(),
  /** Of a page elsewhere: what it is called, and how long it takes. A document has its own title and length. */
  title: line(200, 0).default(''),
  minutes: z.int().min(1).max(600).optional(),
}
/** With neither: an item that the list has already and the writer may not see. It stays as it is, with its line. */
export const WrittenItem = z
  .strictObject({ id: ReadingItemId, ...target, why: line(200, 0).default('') })
  .refine(({ reference, url }) => reference === undefined || url === undefined, {
    message: 'Choose a document or enter an address, not both',
    path: ['url'],
  })
  .refine(({ url, title }) => url === undefined || title !== '', { message: 'Say what it is called', path: ['title'] })
  .refine(({ reference, url, why }) => why !== '' || (reference === undefined && url === undefined), {
    message: 'Say in one line why it matters',
    path: ['why'],
  })
export const WrittenSection = z.strictObject({ title: line(120), items: z.array(WrittenItem).max(100) })
/** Every one of them is asked for whenever somebody opens the list or reads an item of it. */
const mostItems = 300
const listFields = {
  title: line(200),
  intro: text(4_000).default(''),
  sections: z
    .array(WrittenSection)
    .min(1, 'A list has one section at least')
    .max(30)
    .refine((sections) => sections.reduce((sum, { items }) => sum + items.length, 0) <= mostItems, {
      message: `Put at most ${mostItems} items into a list`,
    }),
}

/** How far one person is with one item. */
export const ItemState = z.enum(['unread', 'read', 'again'])
export type ItemState = z.infer<typeof ItemState>

export const ReadingItem = z.object({
  id: ReadingItemId,
  /** Absent, like everything of the document, where the caller may not see it. */
  reference: Reference.optional(),
  documentId: DocumentId.optional(),
  kind: Kind.optional(),
  url: z.string().optional(),
  title: z.string().optional(),
  /** Both say something of the document: empty and 0 where the caller may not see it. */
  why: z.string(),
  minutes: z.int(),
  state: FreshnessState.optional(),
  daysLeft: z.int().optional(),
  intervalDays: z.int().optional(),
  /** Of the document: the newest revision, and the newest that changed what it says. */
  revision: z.int().optional(),
  materialRevision: z.int().optional(),
  /** Of the caller. `again`: it has changed since; `readRevision` is what was read. */
  mine: ItemState,
  readRevision: z.int().optional(),
  readAt: Instant.optional(),
  /** The caller may not see it yet. */
  isClosed: z.boolean(),
  /** Nobody is asked to read it any more; shown to who writes lists, to take it out. */
  isArchived: z.boolean(),
})
export type ReadingItem = z.infer<typeof ReadingItem>

const progress = {
  items: z.int(),
  read: z.int(),
  /** Reading time of what is left. */
  minutesLeft: z.int(),
}

export const ReadingListLine = z.object({
  id: ReadingListId,
  reference: ListReference,
  title: z.string(),
  intro: z.string(),
  minutes: z.int(),
  ...progress,
  /** Assigned to the caller: until when, and by whom. */
  assigned: z.boolean(),
  dueOn: Day.optional(),
  /** Days until then; below zero once it is late. */
  daysLeft: z.int().optional(),
  assignedBy: z.string().optional(),
  /** For those who assign: how many people have it, and how many are through. */
  people: z.int().optional(),
  peopleDone: z.int().optional(),
  updatedAt: Instant,
  updatedBy: z.string(),
  archivedAt: Instant.optional(),
})
export type ReadingListLine = z.infer<typeof ReadingListLine>

export const listReadingLists = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/reading-lists',
  summary: 'Reading lists: those assigned to me, and, for those who write them, all',
  input: z.strictObject({
    ...inOrganization,
    scope: z.enum(['mine', 'all']).default('mine'),
    text: z.string().trim().max(200).optional(),
    archived: QueryFlag.default(false),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(ReadingListLine),
})
export const openReadingList = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/reading-lists/:list',
  summary: 'One reading list, with how far I am',
  input: z.strictObject(onList),
  output: ReadingListLine.extend({
    revision: z.int(),
    mayEdit: z.boolean(),
    sections: z.array(z.object({ title: z.string(), items: z.array(ReadingItem) })),
    /** The first item that is not read, in order. */
    next: ReadingItemId.optional(),
    requiredBy: z.array(z.object({ collectionId: CollectionId, name: z.string() })),
  }),
})
export const createReadingList = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/reading-lists',
  summary: 'Write a reading list',
  input: z.strictObject({ ...inOrganization, id: ReadingListId, ...listFields }),
  output: z.object({ list: ListReference, revision: z.int() }),
  maxBodyBytes: 400_000,
})
export const saveReadingList = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/reading-lists/:list',
  summary: 'Save a reading list as a new revision',
  input: z.strictObject({ ...onList, revision: z.int().min(1), ...listFields }),
  output: z.object({ revision: z.int() }),
  maxBodyBytes: 400_000,
})
export const archiveReadingList = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/reading-lists/:list/archivals',
  summary: 'Archive a reading list; what was read stays on the record',
  input: z.strictObject(onList),
  output: Done,
})
export const restoreReadingList = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/reading-lists/:list/restorations',
  summary: 'Bring an archived reading list back',
  input: z.strictObject(onList),
  output: Done,
})

/** Wherever a document is opened, what asks its reader for it: the lists that were given to the caller and wait for it. */
export const readingOf = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/reading',
  summary: 'Reading lists of mine in which this document waits to be read',
  input: z.strictObject({ ...inOrganization, reference: Reference }),
  output: z.object({ lists: z.array(ListReference) }),
})

/**
 * "I have read this revision": the one that was in front of the reader, which a document needs said. It counts in every
 * list that has the document.
 */
export const acknowledge = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/reading-lists/:list/acknowledgements',
  summary: 'Say that I have read an item',
  input: z.strictObject({ ...onList, item: ReadingItemId, revision: z.int().min(1).optional() }),
  output: z.object({
    /** Whether it is read now: not where somebody has saved another one meanwhile. */
    isRead: z.boolean(),
    next: ReadingItemId.optional(),
    ...progress,
  }),
})

// --- Assigning -------------------------------------------------------------------------------------------------------

/** Exactly one: one person, everybody of a role, or everybody of a party, those who come later too. */
const assignee = {
  memberId: MemberId.optional(),
  role: Role.optional(),
  partyId: PartyId.optional(),
}
export const AssignmentId = z.uuidv7().brand<'AssignmentId'>()
export type AssignmentId = z.infer<typeof AssignmentId>

export const assignReadingList = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/reading-lists/:list/assignments',
  summary: 'Give a reading list to people, with a day until when',
  input: z.strictObject({ ...onList, id: AssignmentId, ...assignee, dueOn: Day.optional() }),
  output: Done,
})
export const endAssignment = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/reading-lists/:list/assignments/:assignmentId/endings',
  summary: 'Take a reading list back from those it was given to',
  input: z.strictObject({ ...onList, assignmentId: AssignmentId }),
  output: Done,
})
/** Before assigning: who of them cannot see which items, so that access is given with it, or knowingly not. */
export const previewAssignment = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/reading-lists/:list/closed-items',
  summary: 'Items that those people cannot see, and who can give access',
  input: z.strictObject({ ...onList, ...assignee }),
  output: z.object({
    people: z.array(
      z.object({
        person: Person,
        role: Role,
        items: z.array(
          z.object({
            reference: Reference,
            title: z.string(),
            collection: z.object({ id: CollectionId, name: z.string() }),
          }),
        ),
      }),
    ),
    /** Whom an editor asks: the key holders. */
    keyHolders: z.array(Person),
  }),
})
export type ClosedTo = z.infer<typeof previewAssignment.output>['people'][number]

export const ReaderProgress = z.object({
  person: Person,
  ...progress,
  dueOn: Day.optional(),
  /** Everything is read, in its present form. */
  doneAt: Instant.optional(),
  lastReadAt: Instant.optional(),
  isLate: z.boolean(),
  /** Items that this person cannot see. */
  closed: z.int(),
  nudgedAt: Instant.optional(),
})
export type ReaderProgress = z.infer<typeof ReaderProgress>
export const readingProgress = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/reading-lists/:list/progress',
  summary: 'How far everybody is who has the list',
  input: z.strictObject(onList),
  output: z.object({
    assignments: z.array(
      z.object({
        id: AssignmentId,
        person: Person.optional(),
        role: Role.optional(),
        party: z.string().optional(),
        dueOn: Day.optional(),
        assignedBy: z.string(),
        assignedAt: Instant,
      }),
    ),
    people: z.array(ReaderProgress),
  }),
})
/** Of all lists: who has not read to the end what was to be read by now. */
export const listLateReaders = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/late-readers',
  summary: 'Who is late with a reading list that I gave, or that anybody gave',
  input: z.strictObject({ ...inOrganization, scope: z.enum(['mine', 'all']).default('mine') }),
  output: z.object({
    items: z.array(
      z.object({
        list: ListReference,
        title: z.string(),
        person: Person,
        dueOn: Day,
        daysLate: z.int(),
        items: z.int(),
        read: z.int(),
      }),
    ),
  }),
})

/** A gentle word: once a day per person. */
export const nudgeReader = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/reading-lists/:list/nudges',
  summary: 'Remind somebody of a reading list',
  input: z.strictObject({ ...onList, memberId: MemberId }),
  output: Done,
})

/** "Read before you open": technicians ask for and open secrets of the collection only after reading the list. */
export const requireReading = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/collections/:collectionId/required-reading',
  summary: 'Ask technicians to have read a list before they open what a collection keeps',
  input: z.strictObject({ ...inOrganization, collectionId: CollectionId, list: ListReference.optional() }),
  output: Done,
})
export const requiredReading = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/collections/:collectionId/required-reading',
  summary: 'The list that technicians have to have read',
  input: z.strictObject({ ...inOrganization, collectionId: CollectionId }),
  output: z.object({ list: ListReference.optional(), title: z.string().optional() }),
})
