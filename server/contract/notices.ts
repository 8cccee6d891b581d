import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Part } from './sentences.ts'
import { Done, Instant, pageOf, PageSize, Cursor, QueryFlag, Slug } from './values.ts'

/**
 * What somebody should know of without looking for it. A notice holds ids and references, never a secret and never a
 * word of a document; what they are called is looked up when it is read, as far as the reader may still see it.
 */

interface KindOfNotice {
  /** See sentences.ts. Whom it is about is part of the sentence. */
  words: string
  /** Where it leads, with facts in it; nowhere if one of them is missing. `{org}` is the organization's slug. */
  to?: string
  /** What pressing it does, as a button says it. */
  act?: string
  /** Somebody waits for the reader until it is settled: such notices are counted. */
  waits?: true
  /** Told at once, over whatever page is open. */
  urgent?: true
  /** Also sent by mail at once, to those who want that. */
  mails?: true
}

// The server alone has use for the table: the frame, which imports this file, is built without it.
const kind = /* @__NO_SIDE_EFFECTS__ */ (value: KindOfNotice): KindOfNotice => value

export const noticeKinds = {
  'access.requested': kind({
    words: '{memberId:person} asks to open {documentId:document}[ for {minutes:minutes}][, ticket {ticket:mono}]',
    to: '/o/{org}/access?request={requestId}',
    act: 'Look at it',
    waits: true,
    urgent: true,
    mails: true,
  }),
  'access.approved': kind({
    words: '{memberId:person} lets you open {documentId:document}[ until {endsAt:time}]',
    to: '/o/{org}/credentials/{reference}',
    act: 'Open it',
    urgent: true,
  }),
  'access.self-approved': kind({
    words: '{memberId:person} approved access for themselves: {documentId:document}[ until {endsAt:time}]',
    to: '/o/{org}/access?request={requestId}',
    act: 'Look at it',
    urgent: true,
  }),
  'access.denied': kind({
    words: '{memberId:person} did not let you open {documentId:document}[: “{reason}”]',
    to: '/o/{org}/access?request={requestId}',
    urgent: true,
  }),
  'access.ended': kind({
    words: 'Your access to {documentId:document} has ended[: {memberId:person} took it back]',
    to: '/o/{org}/access?request={requestId}',
  }),
  'breakglass.used': kind({
    words: '{memberId:person} opened {documentId:document}, which is for emergencies[: “{reason}”]',
    to: '/o/{org}/credentials/{reference}',
    act: 'Look at it',
    waits: true,
    urgent: true,
    mails: true,
  }),
  /** Waits for each until they join, and for nobody once it is over. */
  'incident.opened': kind({
    words: '{memberId:person} started {incident:mono}[: “{reason}”][, about {documentId:document}]',
    to: '/o/{org}/incidents/{incident}',
    act: 'Join',
    waits: true,
    urgent: true,
    mails: true,
  }),
  'follow-up.assigned': kind({
    words: '{memberId:person} gave you something to do after {incident:mono}[ until {dueOn:day}]',
    to: '/o/{org}/incidents/{incident}',
    act: 'Look at it',
  }),
  /** Of critical documents, to those who keep them. */
  'problem.reported': kind({
    words: '{memberId:person} reports a problem with {documentId:document}',
    to: '/o/{org}/{place}/{reference}',
    act: 'Look at it',
    waits: true,
    urgent: true,
    mails: true,
  }),
  'device.new': kind({
    words:
      'You signed in on a device that was new[: {device}][, from {address:mono}]. If that was not you, end its session',
    to: '/settings/security',
    act: 'See sessions',
    urgent: true,
  }),
  'second-factor.on': kind({
    words:
      'Your second factor was set up or moved[, from {address:mono}]. If that was not you, ask whoever runs Runkeep',
    to: '/settings/security',
  }),
  'second-factor.off': kind({
    words: 'Your second factor was turned off[, from {address:mono}]. If that was not you, change your passphrase',
    to: '/settings/security',
    act: 'Look at it',
  }),
  'second-factor.refused': kind({
    words:
      'Somebody entered your passphrase and a wrong code[, from {address:mono}]. If that was not you, change your passphrase',
    to: '/settings/passphrase',
    act: 'Change it',
    urgent: true,
  }),
  'recovery-code.used': kind({
    words: 'A recovery code was used to sign in[, from {address:mono}][: {left:n code} left]',
    to: '/settings/security',
    act: 'Look at it',
    urgent: true,
  }),
  'recovery-codes.made': kind({
    words: 'New recovery codes were made for you[, from {address:mono}]. If that was not you, change your passphrase',
    to: '/settings/security',
  }),
  'admission.waiting': kind({
    words: '{name} has accepted an invitation and waits to be let in',
    to: '/o/{org}/settings/members',
    act: 'Let them in',
    waits: true,
    urgent: true,
  }),
  'recovery.opened': kind({
    words: 'Somebody came with enough recovery cards to open the vault',
    to: '/o/{org}/settings/recovery',
    act: 'Look at it',
    waits: true,
    urgent: true,
    mails: true,
  }),
  'recovery.taken-over': kind({
    words: 'The vault was opened with recovery cards. {memberId:person} is an owner now',
    to: '/o/{org}/settings/members',
    act: 'Look at it',
    waits: true,
    urgent: true,
    mails: true,
  }),
  'standby.given': kind({
    words:
      '{memberId:person} gave you standby access to {documentId:document}[ until {endsAt:time}]. It sleeps until you open an incident',
    to: '/o/{org}/credentials/{reference}',
  }),
  'standby.ended': kind({
    words: 'Your standby access to {documentId:document} has ended[: {memberId:person} took it back]',
    to: '/o/{org}/access',
  }),
  'standby.woken': kind({
    words: '{memberId:person} opened an incident, so standby access runs[ until {endsAt:time}]',
    to: '/o/{org}/access',
    act: 'Look at it',
    urgent: true,
  }),
  'reading.assigned': kind({
    words: '{memberId:person} gave you something to read: {list:mono}[ until {dueOn:day}]',
    to: '/o/{org}/reading/{list}',
    act: 'Read it',
  }),
  'reading.nudged': kind({
    words: '{memberId:person} reminds you of {list:mono}[, due {dueOn:day}]',
    to: '/o/{org}/reading/{list}',
    act: 'Go on reading',
  }),
  'handover.sign': kind({
    words: '{memberId:person} has signed the report of your handover. It waits for your signature',
    to: '/o/{org}/handovers/{handoverId}',
    act: 'Read and sign',
    waits: true,
    urgent: true,
  }),
  'lane.confirm': kind({
    words: '{memberId:person} asks you to confirm who does what: {lane}',
    to: '/o/{org}/responsibilities/{laneId}',
    act: 'Look at it',
    waits: true,
  }),
  'absence.cover-asked': kind({
    words: '{memberId:person} is away[ from {from:day}][ until {until:day}] and asks you to cover',
    to: '/o/{org}/responsibilities/away?absence={absenceId}',
    act: 'Answer',
    waits: true,
    mails: true,
  }),
  'absence.cover-accepted': kind({
    words: '{memberId:person} covers for {absentId:person}[ from {from:day}][ until {until:day}]',
    to: '/o/{org}/responsibilities/away?absence={absenceId}',
  }),
  'absence.cover-refused': kind({
    words: '{memberId:person} cannot cover for {absentId:person}[ from {from:day}][ until {until:day}]',
    to: '/o/{org}/responsibilities/away?absence={absenceId}',
    act: 'Ask somebody else',
    urgent: true,
  }),
  'access-review.due': kind({
    words: 'Standing access wants a review[ until {dueOn}]: {grants:n grant}',
    to: '/o/{org}/access?review={reviewId}',
    act: 'Review it',
    waits: true,
  }),
  'access-review.lapsed': kind({
    words: 'Access that nobody confirmed in the review has ended',
    to: '/o/{org}/access?review={reviewId}',
  }),
} as const
export type NoticeKind = keyof typeof noticeKinds

/**
 * What notices are about, as far as somebody may want less of it: the beginnings of their kinds. What concerns the account
 * itself, the keys and emergencies always comes at once.
 */
export const noticeTopics = {
  access: ['access', 'standby', 'access-review'],
  problems: ['problem'],
  incidents: ['incident', 'follow-up'],
  responsibilities: ['lane', 'absence', 'handover'],
  reading: ['reading'],
} as const
export const NoticeTopic = z.enum(['access', 'problems', 'incidents', 'responsibilities', 'reading'])
export type NoticeTopic = z.infer<typeof NoticeTopic>
/** @returns undefined for what nobody can turn down. */
export const topicOf = (kind: string): NoticeTopic | undefined =>
  NoticeTopic.options.find((topic) => (noticeTopics[topic] as readonly string[]).includes(kind.split('.')[0] ?? ''))

/** `at_once`: also over whatever page is open. `list`: in the list alone. `waiting`: in the list, and only what waits for me. */
export const NoticeWish = z.enum(['at_once', 'list', 'waiting'])
export type NoticeWish = z.infer<typeof NoticeWish>

export const NoticeId = z.uuidv7().brand<'NoticeId'>()
export type NoticeId = z.infer<typeof NoticeId>

export const Notice = z.object({
  id: NoticeId,
  /** One of `noticeKinds`. */
  kind: z.string(),
  at: Instant,
  readAt: Instant.optional(),
  /** The organization it is about; absent for the account's own. */
  slug: Slug.optional(),
  organization: z.string().optional(),
  says: z.array(Part),
  to: z.string().optional(),
  act: z.string().optional(),
  /** It waits for the reader now. */
  waits: z.boolean(),
  urgent: z.boolean(),
})
export type Notice = z.infer<typeof Notice>

const Counts = z.object({
  /** Unread ones that wait for the reader: what is counted beside the bell. */
  waiting: z.int(),
  unread: z.int(),
})

export const listNotices = endpoint({
  method: 'GET',
  path: '/api/v1/notices',
  summary: 'My notices of all organizations, newest first',
  input: z.strictObject({ unread: QueryFlag.default(false), after: Cursor.optional(), limit: PageSize }),
  output: pageOf(Notice),
})

export const countNotices = endpoint({
  method: 'GET',
  path: '/api/v1/notices/count',
  summary: 'How many of my notices are unread, and how many wait for me',
  input: z.strictObject({}),
  output: Counts,
})

/** Those that are named, or all up to and with `upTo`. What is not mine, or read already, is passed over in silence. */
export const readNotices = endpoint({
  method: 'POST',
  path: '/api/v1/notices/readings',
  summary: 'Mark notices as read',
  input: z.strictObject({ ids: z.array(NoticeId).max(200).optional(), upTo: NoticeId.optional() }),
  output: Done,
})

const wishes = z.object({
  access: NoticeWish,
  problems: NoticeWish,
  incidents: NoticeWish,
  responsibilities: NoticeWish,
  reading: NoticeWish,
})
export const noticeWishes = endpoint({
  method: 'GET',
  path: '/api/v1/notices/wishes',
  summary: 'How much of which notices I want to be told',
  input: z.strictObject({}),
  output: wishes,
})
/** From now on: what was told before stays. */
export const changeNoticeWish = endpoint({
  method: 'PUT',
  path: '/api/v1/notices/wishes/:topic',
  summary: 'Choose how much of a kind of notice I want to be told',
  input: z.strictObject({ topic: NoticeTopic, wish: NoticeWish }),
  output: wishes,
})

/**
 * Server-sent events, for as long as the session lives. `ready` when it begins; `notice` when there may be something
 * new, and nothing of what it is: that is asked for; `end` with why the server closes, as StreamEnd.
 */
export const noticeStream = endpoint({
  method: 'GET',
  path: '/api/v1/notices/stream',
  summary: 'A doorbell: tells at once when there is something new',
  input: z.strictObject({}),
  output: z.string(),
  mediaType: 'text/event-stream',
})
/**
 * Why a stream was closed. `signed-out`: the session has ended. `changed`: one's memberships have; ask anew who one is.
 * `elsewhere`: the account listens in too many places. `slow`: nobody took what was sent. `restart`: come back.
 */
export type StreamEnd = 'signed-out' | 'changed' | 'elsewhere' | 'slow' | 'restart'
