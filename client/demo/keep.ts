import { v7 as uuidv7 } from 'uuid'
import { approveRequest, openRequest, requestAccess } from '#contract/access.ts'
import { createCredential, openCredential, reveal, saveCredential, type Credential } from '#contract/credentials.ts'
import { openDocument, verificationChecks, verifyDocument, type Document } from '#contract/documents.ts'
import { fieldNumbers } from '#contract/sealed/fields.ts'
import { characters, words } from '../features/credentials/generate.ts'
import type { TypedField } from '../vault/secrets.ts'
import { order, type Planned } from './calendar.ts'
import type { Cast, Unlocked } from './cast.ts'
import { secrets, type DemoCredential, type DemoRequest, type DemoReveal } from './credentials.ts'
import { collectionOf, memberOf, type Place } from './live.ts'
import type { PersonKey, Reference } from './organization.ts'

/** Credentials that were kept, changed, opened and asked for, each sealed and signed by the vault of who did it. */
export function planSecrets(place: Place, cast: Cast): Planned[] {
  const { credentials = [], reveals = [], requests = [] } = secrets[place.slug] ?? {}
  return [
    ...credentials.flatMap((credential) => planCredential(place, cast, credential)),
    ...reveals.map((act) => ({ daysAgo: act.daysAgo, order: order.reading, happen: () => openIt(place, cast, act) })),
    ...requests.map((request) => ({
      daysAgo: request.daysAgo,
      order: order.reading,
      happen: () => ask(place, cast, request),
    })),
  ]
}

function planCredential(place: Place, cast: Cast, credential: DemoCredential): Planned[] {
  const { reference, changed, verified } = credential
  const plan = (daysAgo: number, happen: () => Promise<void>) => ({ daysAgo, order: order.documents, happen })
  return [
    ...changed.map(({ by, daysAgo, note = '' }, index) =>
      plan(daysAgo, () =>
        index === 0 ? keep(place, cast, by, credential) : change(place, cast, by, credential, note),
      ),
    ),
    ...verified.map(({ by, daysAgo, note = '' }) =>
      plan(daysAgo, async () => {
        const { revision } = await cast.as(by, openDocument, on(place, reference))
        const checks = [...verificationChecks.credential]
        await cast.as(by, verifyDocument, { ...on(place, reference), revision, checks, note })
      }),
    ),
  ]
}

const on = ({ slug }: Place, reference: Reference) => ({ slug, reference })

async function ready(place: Place, cast: Cast, by: PersonKey): Promise<Unlocked> {
  const hands = await cast.unlocked(by)
  await hands.protocol.ready(place)
  return hands
}

async function keep(place: Place, cast: Cast, by: PersonKey, credential: DemoCredential): Promise<void> {
  const { deeds } = await ready(place, cast, by)
  const { organizationId, slug } = place
  const id = uuidv7()
  const shown = { documentId: id, ...shownOf(place, credential) }
  const fields = newFields(credential)
  const secret = await deeds.sealSecret({ organizationId, shown, revision: 1, fields, holders: [] })
  const number = Number(credential.reference.slice(3))
  const input = { slug, id, number, ...written(place, credential), related: [...credential.related], secret }
  const made = await cast.as(by, createCredential, input)
  if (made.reference !== credential.reference) throw new Error(`${credential.reference} came out as ${made.reference}`)
}

async function change(
  place: Place,
  cast: Cast,
  by: PersonKey,
  credential: DemoCredential,
  note: string,
): Promise<void> {
  const { deeds } = await ready(place, cast, by)
  const { organizationId } = place
  const { document, opened } = await look(place, cast, by, credential.reference)
  const shown = { documentId: opened.id, ...shownOf(place, credential) }
  const revision = document.revision + 1
  const previous = { version: opened.current, shown }
  const fields = newFields(credential).map((field) => (isSecret(field.kind) ? field : { ...field, before: field.text }))
  const { holders } = opened
  const secret = await deeds.sealSecret({ organizationId, shown, revision, fields, previous, holders })
  await cast.as(by, saveCredential, {
    ...on(place, credential.reference),
    revision: document.revision,
    ...written(place, credential),
    note,
    secret,
  })
}

/** What a rotation changes; names and notes stay as they were. */
const isSecret = (kind: TypedField['kind']): boolean =>
  kind === 'password' || kind === 'totp' || kind === 'secret' || kind === 'key'

async function look(place: Place, cast: Cast, by: PersonKey, reference: Reference) {
  const document: Document = await cast.as(by, openDocument, on(place, reference))
  const opened: Credential = await cast.as(by, openCredential, on(place, reference))
  return { document, opened }
}

const shownOf = (place: Place, { title, address, class: secretClass, collection }: DemoCredential) => ({
  title,
  address,
  class: secretClass,
  collectionId: collectionOf(place, collection),
})

function written(place: Place, credential: DemoCredential) {
  const { summary, tags, owner, deputy, criticality, rotationDays } = credential
  return {
    ...shownOf(place, credential),
    summary,
    tags: [...tags],
    ownerId: memberOf(place, owner),
    ...(deputy && { deputyId: memberOf(place, deputy) }),
    criticality,
    intervalDays: 180,
    rotationDays,
  }
}

/** Made anew with every demo: nobody knows them, and they open nothing. */
function newFields({ username, hasCodes, note, custom }: DemoCredential): TypedField[] {
  const secret = (length: number) => characters(length, ['lower', 'upper', 'digits', 'symbols']).text
  return [
    { n: fieldNumbers.username, kind: 'username', text: username },
    { n: fieldNumbers.password, kind: 'password', text: secret(20) },
    ...(hasCodes
      ? [
          {
            n: fieldNumbers.totp,
            kind: 'totp' as const,
            text: words(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.split(''), '').text,
          },
        ]
      : []),
    ...(note ? [{ n: fieldNumbers.note, kind: 'note' as const, text: note }] : []),
    ...(custom
      ? [
          {
            n: fieldNumbers.firstCustom,
            kind: custom.kind,
            label: custom.label,
            text: custom.kind === 'key' ? aKey() : secret(32),
          },
        ]
      : []),
  ]
}

/** Looks like a key on the screen, and is none. */
const aKey = (): string =>
  [
    '-----BEGIN DEMO KEY-----',
    ...Array.from({ length: 4 }, () => characters(64, ['lower', 'upper', 'digits']).text),
    '-----END DEMO KEY-----',
  ].join('\n')

async function openIt(place: Place, cast: Cast, { reference, by, reason, ticket }: DemoReveal): Promise<void> {
  await copyOnce(place, cast, by, reference, { ...(reason && { reason }), ...(ticket && { ticket }) })
}

/** As the page does it, to the end: what the server gives is opened. */
async function copyOnce(
  place: Place,
  cast: Cast,
  by: PersonKey,
  reference: Reference,
  why: { reason?: string; ticket?: string },
): Promise<void> {
  const { deeds } = await ready(place, cast, by)
  const { organizationId } = place
  const { document, opened } = await look(place, cast, by, reference)
  const lease = opened.wraps.find((wrap) => wrap.lease)?.lease
  const fields = [fieldNumbers.password]
  const statement = await deeds.signReveal({
    organizationId,
    documentId: opened.id,
    revision: opened.current.revision,
    fields,
    purpose: 'copy',
    actorSeq: opened.nextActorSeq,
    ...why,
    ...(lease && { lease: { payload: lease.payload, signature: lease.signature } }),
  })
  const answer = await cast.as(by, reveal, { ...on(place, reference), ...statement })
  const { id: documentId, address, class: secretClass, collectionId, wraps } = opened
  const shown = { documentId, title: document.title, address, class: secretClass, collectionId }
  await deeds.openReveal({ organizationId, shown, answer, fields, wraps })
}

async function ask(place: Place, cast: Cast, request: DemoRequest): Promise<void> {
  const { from, by, reference, minutes, ticket, reason, opened = 0 } = request
  const { organizationId, slug } = place
  const asker = await ready(place, cast, from)
  const { opened: seen } = await look(place, cast, from, reference)
  const statement = await asker.deeds.signRequest({
    organizationId,
    documentId: seen.id,
    request: uuidv7(),
    reason,
    ticket,
    minutes,
  })
  const asked = await cast.as(from, requestAccess, { ...on(place, reference), statement })
  if (!by) return
  const { deeds } = await ready(place, cast, by)
  const waiting = await cast.as(by, openRequest, { slug, request: asked.reference })
  const { document, opened: credential } = await look(place, cast, by, reference)
  const { id: documentId, address, class: secretClass, collectionId } = credential
  const given = await deeds.signLease({
    organizationId,
    shown: { documentId, title: document.title, address, class: secretClass, collectionId },
    credential,
    request: { ...waiting.statement, requester: waiting.requester.id },
    lease: uuidv7(),
    minutes,
  })
  await cast.as(by, approveRequest, { slug, request: asked.reference, ...given })
  for (let times = 0; times < opened; times++) await copyOnce(place, cast, from, reference, { reason, ticket })
}
