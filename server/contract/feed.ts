import { z } from 'zod'
import type { Deadline, WatchKind } from './dates.ts'
import { endpoint } from './endpoint.ts'
import { Done, Instant, kinds, Slug, type Day } from './values.ts'

/** What leaves the house by itself: a private calendar address per person, and mail. Never a secret, titles only where allowed. */

export const myFeed = endpoint({
  method: 'GET',
  path: '/api/v1/my/calendar-feed',
  summary: 'Whether I have a calendar address, and when it was last read',
  input: z.strictObject({}),
  output: z.object({ createdAt: Instant.optional(), lastReadAt: Instant.optional() }),
})
/** The address is shown this once: of its token only a hash is kept. An older address stops working. */
export const makeFeed = endpoint({
  method: 'POST',
  path: '/api/v1/my/calendar-feed',
  summary: 'Make my calendar address, or a new one',
  input: z.strictObject({}),
  output: z.object({ path: z.string() }),
})
export const endFeed = endpoint({
  method: 'DELETE',
  path: '/api/v1/my/calendar-feed',
  summary: 'Do away with my calendar address',
  input: z.strictObject({}),
  output: Done,
})
/** RFC 5545; the token is all that opens it, with or without `.ics` behind it. */
export const readFeed = endpoint({
  method: 'GET',
  path: '/calendar/:token',
  summary: 'The calendar of a private address',
  input: z.strictObject({ token: z.string().max(100) }),
  output: z.string(),
  mediaType: 'text/calendar; charset=utf-8',
})

export const MailWishes = z.object({
  /** Mondays at 08:00 in the organization's zone. */
  digest: z.boolean(),
  /** Access requests, break-glass, problems on critical documents, incidents. */
  atOnce: z.boolean(),
})
export type MailWishes = z.infer<typeof MailWishes>
export const myMail = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/my-mail',
  summary: 'Which mail I get from this organization',
  input: z.strictObject({ slug: Slug }),
  output: MailWishes.extend({
    /** This installation can send mail at all. */
    isSetUp: z.boolean(),
  }),
})
export const changeMyMail = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/my-mail',
  summary: 'Choose which mail I get from this organization',
  input: z.strictObject({ slug: Slug, digest: z.boolean(), atOnce: z.boolean() }),
  output: Done,
})

/** For key holders: what mail and calendars may say. */
export const outsideSettings = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/outside-settings',
  summary: 'Whether titles may stand in calendars and mail, and how mail is doing',
  input: z.strictObject({ slug: Slug }),
  output: z.object({
    titles: z.boolean(),
    mail: z.object({
      isSetUp: z.boolean(),
      waiting: z.int(),
      lastSentAt: Instant.optional(),
      /** In the words of the mail server, of the newest letter that was given up. */
      lastFailure: z.string().optional(),
    }),
  }),
})
export const changeOutsideSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/outside-settings',
  summary: 'Allow titles in calendars and mail, or not',
  input: z.strictObject({ slug: Slug, titles: z.boolean() }),
  output: Done,
})
/** To the one who asks. */
export const sendTestMail = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/test-mails',
  summary: 'Send me a test mail',
  input: z.strictObject({ slug: Slug }),
  output: Done,
})

// --- In words ------------------------------------------------------------------------------------------------------

type Said = Pick<Deadline, 'kind' | 'on' | 'title' | 'document' | 'contract' | 'watchKind' | 'incident'>

const watchDeeds: Record<WatchKind, string> = {
  domain: 'domain expires',
  certificate: 'certificate expires',
  licence: 'licence ends',
  warranty: 'warranty ends',
  support_end: 'support ends',
  other: 'date to watch',
}
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 12 Dec: where the year is told beside it, or plain. */
const shortDay = (day: Day) => `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1]}`

/**
 * What a calendar or a letter says of a deadline: "RB-14 review due", "CT-04 notice by 12 Dec", "CR-31 rotation due".
 * What it is called follows only where titles may leave the house.
 */
export function deadlineSays(deadline: Said, { titles }: { titles: boolean }): string {
  const { kind, on, document, contract, incident, watchKind = 'other', title } = deadline
  const reference = contract ?? document?.reference ?? incident?.reference
  const deed = {
    review: 'review due',
    rotation: 'rotation due',
    notice: `notice by ${shortDay(on)}`,
    contract_end: 'contract ends',
    watched: watchDeeds[watchKind],
    follow_up: 'follow-up due',
    lane_review: 'Responsibility to be confirmed',
  }[kind]
  return `${reference ? `${reference} ` : ''}${deed}${titles ? `: ${title}` : ''}`
}

/** Where it is looked at: the contract, the document, the incident or the lane. */
export function deadlineAt(
  slug: string,
  { document, contract, incident, laneId }: Pick<Deadline, 'document' | 'contract' | 'incident' | 'laneId'>,
): string {
  if (contract) return `/o/${slug}/contracts/${contract}`
  if (document) return `/o/${slug}/${kinds[document.kind].many}/${document.reference}`
  if (incident) return `/o/${slug}/incidents/${incident.reference}`
  return `/o/${slug}/responsibilities${laneId ? `/${laneId}` : ''}`
}
