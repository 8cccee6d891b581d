import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Part } from './sentences.ts'
import { bytes, Cursor, Day, Instant, MemberId, pageOf, PageSize, Person, Reference, Slug } from './values.ts'

// --- Who did what --------------------------------------------------------------------------------------------------

/** What acts are about, for filtering; in the order in which they are offered. */
export const activityGroups = {
  documents: 'Documents',
  reviews: 'Reviews and reports',
  credentials: 'Credentials and reveals',
  access: 'Access',
  incidents: 'Incidents',
  responsibilities: 'Responsibilities',
  people: 'People',
  'sign-in': 'Signing in',
  recovery: 'Recovery and break-glass',
  organization: 'Organization',
  records: 'Records and exports',
} as const
export type ActivityGroup = keyof typeof activityGroups
export const ActivityGroup = z.enum(Object.keys(activityGroups) as [ActivityGroup, ...ActivityGroup[]])

export const ActivityEntry = z.object({
  /** Number of the entry in the audit chain. */
  seq: z.int(),
  at: Instant,
  /** `document.save` */
  act: z.string(),
  /** Whose act it was; absent for the server's own, and for somebody who did not get in. */
  by: Person.optional(),
  /** What stands where nobody is named. */
  doer: z.enum(['person', 'server', 'stranger']),
  /** Goes on after the name: "saved RB-14 …". */
  says: z.array(Part),
  /** Network address from which it was done. */
  from: z.string().optional(),
})
export type ActivityEntry = z.infer<typeof ActivityEntry>

const filters = {
  /** Only acts of this member. */
  person: MemberId.optional(),
  group: ActivityGroup.optional(),
  /** Only acts on this document. */
  document: Reference.optional(),
  /** Only acts that concern this member. */
  member: MemberId.optional(),
  /** First and last day, in the organization's time zone. */
  from: Day.optional(),
  until: Day.optional(),
}

/** Owners, admins and auditors read everything that happened in the organization; everybody else their own acts. */
export const listActivity = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/activity',
  summary: 'Who did what, newest first',
  input: z.strictObject({ slug: Slug, ...filters, after: Cursor.optional(), limit: PageSize }),
  output: pageOf(ActivityEntry),
})

export const ExportId = z.uuidv7().brand<'ExportId'>()

/** Reading a whole log is an act of its own, and stands in the log before the first line leaves. */
export const createActivityExport = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/activity-exports',
  summary: 'Begin an export of the activity',
  input: z.strictObject({ slug: Slug, id: ExportId, ...filters }),
  output: z.object({ id: ExportId }),
})

/** For an hour, and for whoever began it. */
export const readActivityExport = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/activity-exports/:id',
  summary: 'A part of an export, as CSV (RFC 4180); the parts one after the other are the file',
  input: z.strictObject({ slug: Slug, id: ExportId, after: Cursor.optional() }),
  output: z.object({ csv: z.string(), rows: z.int(), next: Cursor.optional() }),
})

// --- Checkpoints ---------------------------------------------------------------------------------------------------

/** How far the audit chain had come, signed by the server's log key: `T("rk1/sig/checkpoint", u64 size, head, time)`. */
export const Checkpoint = z.object({
  /** Number of the newest entry. */
  size: z.int().min(1),
  /** Its hash, 64 hexadecimal digits. */
  head: z.string().regex(/^[0-9a-f]{64}$/),
  time: Instant,
  /** The server's public log key, Ed25519. */
  key: bytes(32),
  signature: bytes(64),
})
export type Checkpoint = z.infer<typeof Checkpoint>

/** Of the whole installation, which has one chain; they tell nothing but its length. Keep them elsewhere. */
export const listCheckpoints = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/audit-checkpoints',
  summary: 'Signed checkpoints of the audit chain, newest first',
  input: z.strictObject({ slug: Slug, after: Cursor.optional(), limit: PageSize }),
  output: pageOf(Checkpoint),
})

// --- Acts in words -------------------------------------------------------------------------------------------------

interface ActWords {
  group: ActivityGroup
  /** Follows the name of whoever did it; see sentences.ts. What it does not name never leaves the server. */
  words: string | ((details: Readonly<Record<string, unknown>>) => string)
  /** `server` did it by itself; a `stranger` did not get in, and only said to be somebody. */
  doer?: 'server' | 'stranger'
}

// The server alone has use for the table: a page that imports this file for its endpoints is built without it.
const act = /* @__NO_SIDE_EFFECTS__ */ (
  group: ActivityGroup,
  words: ActWords['words'],
  doer?: ActWords['doer'],
): ActWords => ({
  group,
  words,
  ...(doer && { doer }),
})

const target = '{collectionId:collection|documentId:document}'

/**
 * Every act that is recorded, in words for people. A test holds it against the server's code: a new act gets its line
 * here. `{account:person}` is the member behind the account of a sign-in.
 */
export const acts: Readonly<Record<string, ActWords>> = {
  'document.create': act('documents', 'wrote {on}'),
  'document.create-again': act('documents', 'sent {on} once more, which was there already'),
  'document.save': act('documents', ({ isMinor }) =>
    isMinor
      ? 'saved {on}[ as version {revision}], saying that nobody needs to read it again'
      : 'saved {on}[ as version {revision}]',
  ),
  'document.archive': act('documents', 'archived {on}'),
  'document.restore': act('documents', 'took {on} out of the archive'),
  'document.purge': act('documents', 'erased {on} for good'),
  'document.assign': act('documents', ({ ownerId }) =>
    ownerId
      ? 'made {ownerId:person} the owner of {on}[, with {deputyId:person} as deputy]'
      : 'left {on} without an owner[, with {deputyId:person} as deputy]',
  ),
  'reading.create': act('documents', 'wrote the reading list {list:mono}[: {title:content}]'),
  'reading.create-again': act('documents', 'sent the reading list {list:mono} once more, which was there already'),
  'reading.save': act('documents', 'changed the reading list {list:mono}[: {title:content}]'),
  'reading.archive': act('documents', 'archived the reading list {list:mono}[: {title:content}]'),
  'reading.restore': act('documents', 'took the reading list {list:mono} out of the archive'),
  'reading.assign': act(
    'documents',
    'gave out the reading list {list:mono}[: {title:content}][ to {assignee:person|partyId:party}][ to everybody who is {role}][, until {dueOn:day}]',
  ),
  'reading.unassign': act('documents', 'took the reading list {list:mono} back'),
  'reading.nudge': act('documents', 'reminded {reader:person} of the reading list {list:mono}'),
  'reading.require': act('documents', 'changed what has to be read before {on} is opened[: {list:mono}]'),
  'reading.acknowledge': act('documents', 'has read [{on}][, version {revision}][{title:content}], of {list:mono}'),
  'run.start': act('documents', ({ isDrill }) =>
    isDrill
      ? 'started a drill of {on}[, version {revision}][, in {incident:mono}]'
      : 'started a run of {on}[, version {revision}][, in {incident:mono}]',
  ),
  'run.start-again': act('documents', 'sent the start of a run of {on} once more, which had begun already'),
  'run.work': act(
    'documents',
    'worked through {on}[, {done:n step} done][, {failed:n step} failed][, {skipped:n step} skipped][, {open:n step} opened again][, {note:n note}][, {output:n output}]',
  ),
  'run.work-again': act('documents', 'sent what was done in a run of {on} once more, which was there already'),
  'run.finish': act('documents', ({ outcome, isDrill }) => {
    const what = isDrill ? 'a drill' : 'a run'
    if (outcome === 'abandoned') return `abandoned ${what} of {on}[: “{summary:content}”]`
    const how = outcome === 'worked' ? 'it worked' : 'it needs changes'
    return `finished ${what} of {on}: ${how}[, {failed:content} failed][: “{summary:content}”]`
  }),
  'contract.create': act('documents', 'added the contract {contract:mono} to {on}[: {title:content}]'),
  'contract.create-again': act(
    'documents',
    'sent the contract {contract:mono} of {on} once more, which was there already',
  ),
  'contract.save': act('documents', 'changed the contract {contract:mono} of {on}'),
  'contract.archive': act('documents', 'archived the contract {contract:mono} of {on}'),
  'contract.restore': act('documents', 'took the contract {contract:mono} of {on} out of the archive'),
  'contract.decide': act('documents', ({ decision }) => {
    const deeds: Record<string, string> = { renew: 'to renew', renegotiate: 'to renegotiate', cancel: 'to cancel' }
    return `decided ${deeds[String(decision)] ?? 'about'} the contract {contract:mono} of {on}[: “{why:content}”]`
  }),
  'contract.undo': act('documents', 'took back the decision about the contract {contract:mono} of {on}'),
  'date.watch': act('documents', 'watches a date of {on}[: {name:content}]'),
  'date.watch-again': act('documents', 'sent a date to watch of {on} once more, which was there already'),
  'date.save': act('documents', 'changed a date to watch of {on}[: {name:content}]'),
  'date.renew': act('documents', 'renewed a date to watch of {on}[: {name:content}]'),
  'date.end': act('documents', 'ended a date to watch of {on}[: {name:content}][, “{why:content}”]'),
  'attachment.add': act('documents', 'added a file to {on}[: {name:content}]'),
  'attachment.add-again': act('documents', 'sent a file to {on} once more, which was there already'),
  'attachment.replace': act('documents', 'replaced a file of {on}[: {name:content}][, version {version}]'),
  'attachment.rename': act('documents', 'renamed a file of {on}[: {name:content}]'),
  'attachment.remove': act('documents', 'took a file off {on}[: {name:content}]'),
  'attachment.restore': act('documents', 'brought a file of {on} back[: {name:content}]'),
  'attachment.purge': act('documents', 'erased a file of {on} for good[: {name:content}]'),
  'attachment.damaged': act('documents', 'met a damaged file of {on}[: {name:content}]'),
  'import.reserve': act('documents', 'kept references for {files:n file} of {source} in {on}'),
  'import.write': act('documents', 'brought {files:n file} of {source} into {on}'),

  'document.verify': act('reviews', 'verified {on}[, version {revision}][: “{note:content}”]'),
  'flag.raise': act('reviews', 'reported a problem with {on}[: “{text:content}”]'),
  'flag.resolve': act('reviews', 'settled a problem of {on}[: “{note:content}”]'),

  'credential.reveal': act('credentials', ({ purpose }) => {
    const deeds: Record<string, string> = {
      copy: 'copied a field of',
      totp: 'took a code of',
      run: 'used',
      export: 'exported',
    }
    const deed = deeds[String(purpose)] ?? 'opened'
    return `${deed} {on}[: “{reason}”][, ticket {ticket:mono}]`
  }),
  'credential.check': act('credentials', 'checked the health of {references:n password} on a device'),
  'credential.rotate': act('credentials', 'changed the secret of {on}[, which closed {tasksClosed:n rotation task}]'),
  'credential.wrap': act('credentials', 'handed the key of {on} to those who may open it'),
  'rotation.ask': act('credentials', 'asked for a new secret of {on}[: “{note}”]'),
  'rotation.list': act('credentials', 'listed what has to be changed after people left[: {opened:n secret}]'),

  'incident.open': act('incidents', 'started {incident:mono}[, {severity}][, about {systemId:document}]'),
  'incident.open-again': act('incidents', 'sent {incident:mono} once more, which was there already'),
  'incident.join': act('incidents', 'joined {incident:mono}'),
  'incident.join-again': act('incidents', 'joined {incident:mono} once more'),
  'incident.note': act('incidents', 'wrote into {incident:mono}[: {added:n event}]'),
  'incident.change': act('incidents', 'changed {incident:mono}[: {severity}][, about {systemId:document}]'),
  'incident.close': act('incidents', 'ended {incident:mono}[, with {followUps:n follow-up}]'),
  'incident.reopen': act('incidents', 'reopened {incident:mono}'),
  'follow-up.save': act(
    'incidents',
    'wrote a follow-up of {incident:mono}[ for {ownerId:person}][, until {dueOn:day}]',
  ),
  'follow-up.settle': act('incidents', ({ done }) =>
    done ? 'did a follow-up of {incident:mono}' : 'opened a follow-up of {incident:mono} again',
  ),

  'grant.set': act('access', `gave {memberId:person} {level} access to ${target}[ until {endsAt:time}]`),
  'grant.end': act('access', `ended the access of {memberId:person} to ${target}`),
  'access.request': act('access', 'asked to open {on} for {minutes:minutes}[: “{reason}”][, ticket {ticket:mono}]'),
  'access.approve': act('access', 'let {to} open {on}[ until {endsAt:time}]'),
  'access.deny': act('access', 'refused a request to open {on}[: “{note}”]'),
  'access.cancel': act('access', 'took back the request to open {on}'),
  'access.finish': act('access', 'ended their own access to {on}[: “{note}”]'),
  'access.revoke': act('access', 'ended the access of {holder} to {on}[: “{note}”]'),
  'access.standby': act('access', 'let {holderId:person} open {on} in an incident[, until {endsAt:time}]'),
  'access.wake': act('access', 'opened {about:mono}, which woke standby access to {on} until {until:time}'),
  'access-review.start': act('access', 'began a review of {grants:n grant}[, due on {dueOn}]'),
  'access-review.decide': act('access', ({ decision }) =>
    decision === 'keep' ? 'kept the access of {member} in a review' : 'ended the access of {member} in a review',
  ),

  'handover.start': act('people', 'began to hand over what {name} looks after'),
  'handover.start-again': act('people', 'came back to a handover'),
  'handover.move': act('people', 'moved {moved} of the {step} of a handover'),
  'handover.step': act('people', ({ done }) =>
    done ? 'called {step} of a handover done' : 'opened {step} of a handover again',
  ),
  'handover.reading': act('people', 'answers for the reading list {list:mono} from now on'),
  'handover.sign': act('people', ({ side }) =>
    side === 'leaving' ? '{name} signed a handover and leaves' : '{name} signed a handover for those who stay',
  ),
  'handover.close': act('people', ({ outcome }) =>
    outcome === 'done' ? 'closed a handover' : 'called off a handover',
  ),

  'lane.create': act('responsibilities', 'added the lane {name}'),
  'lane.create-again': act('responsibilities', 'sent the lane {name} once more, which was there already'),
  'lane.save': act('responsibilities', 'saved the lane {name}[ as version {revision}]'),
  'lane.retire': act('responsibilities', 'retired the lane {name}'),
  'lane.revive': act('responsibilities', 'brought the lane {name} back'),
  'lane.order': act('responsibilities', 'put the lanes in another order'),
  'lane.usual': act('responsibilities', 'added {added:n usual lane}'),
  'lane.confirm': act('responsibilities', 'confirmed the lane {name}[, version {revision}][, for {partyId:party}]'),
  'lane.measure': act('responsibilities', ({ met }) =>
    met
      ? 'noted that the outcome of {name} was met[ on {day:day}]'
      : 'noted that the outcome of {name} was missed[ on {day:day}]',
  ),
  'lane.measure-again': act('responsibilities', 'sent a result of the lane {name} once more, which was there already'),
  'lane.withdraw': act('responsibilities', 'took back a result of the lane {name}[, of {day:day}]'),
  'absence.set': act('responsibilities', ({ isOwn }) =>
    isOwn
      ? 'is away[ from {from:day}][ until {until:day}][, and asked {coverId:person} to cover]'
      : 'set {memberId:person} away[ from {from:day}][ until {until:day}][, and asked {coverId:person} to cover]',
  ),
  'absence.set-again': act(
    'responsibilities',
    'sent the absence of {memberId:person} once more, which was there already',
  ),
  'absence.end': act('responsibilities', 'ended the absence of {memberId:person}[ until {until:day}]'),
  'absence.ask': act('responsibilities', 'asked {coverId:person} to cover for {memberId:person}[ until {until:day}]'),
  'absence.answer': act('responsibilities', ({ accepts }) =>
    accepts ? 'accepted to cover for {memberId:person}' : 'refused to cover for {memberId:person}',
  ),
  'hours.set': act('organization', "set the organization's hours"),
  'member.phone': act('people', ({ has }) =>
    has ? 'set the number of {memberId:person}' : 'removed the number of {memberId:person}',
  ),
  'party.phone': act('people', ({ has }) =>
    has ? 'set the number of {on:party}' : 'removed the number of {on:party}',
  ),

  'invite.create': act('people', 'invited {name} as {role}'),
  'invitation.accept': act('people', 'used an invitation as {name}, and waits to be let in'),
  'invite.cancel': act('people', 'took back an invitation[ for {email:email}]'),
  'admission.remind': act('people', 'asked again to be let in'),
  'member.add': act('people', 'let {on|name} in as {role}'),
  'member.rekey': act('people', 'let {on|name} in again with new keys'),
  'member.role': act('people', 'made {on|name} {after.role}[ of {after.partyId:party}][, before that {before.role}]'),
  'member.remove': act(
    'people',
    'removed {on|name}[, which ended {grantsEnded:n grant}][, and left {rotationsOpened:n secret} to rotate]',
  ),
  'party.create': act('people', 'added {name} as a party'),

  'session.start': act('sign-in', ({ knownDevice }) =>
    knownDevice === false ? 'signed in on a device that was new' : 'signed in',
  ),
  'session.end': act('sign-in', 'signed out'),
  'session.end-one': act('sign-in', 'ended a session on another device'),
  'session.end-others': act('sign-in', 'ended all other sessions'),
  'session.refuse': act('sign-in', 'tried to sign in as {account:person} and was refused', 'stranger'),
  'passphrase.change': act('sign-in', 'changed the passphrase'),
  'passphrase.refuse': act('sign-in', 'tried to change the passphrase of {account:person} and was refused', 'stranger'),
  'second-factor.ask': act(
    'sign-in',
    'entered the passphrase of {account:person} and was asked for a code',
    'stranger',
  ),
  'second-factor.refuse': act('sign-in', 'entered a wrong code for {account:person}', 'stranger'),
  'second-factor.begin': act('sign-in', 'began to set up a second factor'),
  'second-factor.enrol': act('sign-in', ({ isReplaced }) =>
    isReplaced ? 'replaced the second factor' : 'set up a second factor',
  ),
  'second-factor.end': act('sign-in', 'took the second factor off'),
  'second-factor.reset': act('sign-in', 'took the second factor off {account:person}, on the command line', 'server'),
  'recovery-codes.make': act('sign-in', 'made new recovery codes'),
  'calendar-feed.make': act('sign-in', 'made a private calendar address'),
  'calendar-feed.end': act('sign-in', 'did away with the private calendar address'),

  'recovery.set': act('recovery', 'made recovery cards: {k} of {n} open the vault'),
  'recovery.takeover': act('recovery', 'opened the vault with recovery cards and made {on|name} an owner'),
  'recovery.open': act('recovery', 'Somebody came with enough recovery cards to open the vault', 'stranger'),
  'recovery.drill': act('recovery', 'tried the recovery cards out'),
  'recovery.cards': act('recovery', 'noted who holds the recovery cards'),

  'organization.create': act('organization', 'founded the organization'),
  'organization.change': act('organization', 'changed the settings of the organization'),
  'outside.change': act('organization', ({ after }) =>
    after ? 'let titles stand in calendars and mail' : 'kept titles out of calendars and mail',
  ),
  'mail.test': act('organization', 'asked for a test mail'),
  'mail.choose': act('organization', 'chose which mail to get'),
  'holidays.set': act('organization', 'set the holidays[: {count:n day}]'),
  'policy.set': act('organization', ({ name }) =>
    typeof name === 'string' ? 'changed the collection {on|name}' : 'changed the rules of the organization',
  ),
  'collection.create': act('organization', 'made the collection {on|name}'),
  'collection.epoch': act('organization', 'renewed the keys of {on|name}'),
  'keys.hand-over': act('organization', 'handed {wraps:n key} to those who may hold them'),

  'activity.export': act('records', 'exported the activity'),
  'installation.restore': act('records', 'put a backup in the place of the vault[, made {madeAt:time}]', 'server'),
  'files.repair': act(
    'records',
    'repaired the files of attachments: {lost:n file} lost, {back:n file} brought back, {apart:n file} set apart',
    'server',
  ),
  'log-key.use': act('records', 'began to seal the audit log with the key {on:mono}', 'server'),

  // Of the installation, before there is an organization that could read of it.
  'account.create': act('sign-in', 'made an account'),
  'account.replace-keys': act('sign-in', 'came back with new keys, the old ones lost'),
  'installation.refuse': act('records', 'tried to set the installation up and was refused', 'stranger'),
}

/** The acts of a group. */
export const actsOf = (group: ActivityGroup): string[] =>
  Object.entries(acts).flatMap(([name, words]) => (words.group === group ? [name] : []))

/** Acts without an organization that its members are told of all the same: signing in of theirs, and what befell all. */
export const accountActs: readonly string[] = [
  'session.start',
  'session.end',
  'session.end-one',
  'session.end-others',
  'session.refuse',
  'passphrase.change',
  'passphrase.refuse',
  'second-factor.refuse',
  'second-factor.enrol',
  'second-factor.end',
  'second-factor.reset',
  'recovery-codes.make',
  'calendar-feed.make',
  'calendar-feed.end',
  'account.replace-keys',
]
export const installationActs: readonly string[] = ['installation.restore', 'files.repair', 'log-key.use']
