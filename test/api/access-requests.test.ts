import { beforeEach, expect, test } from 'vitest'
import {
  accessOverview,
  askForRotation,
  cancelRequest,
  currentAccessReview,
  decideInAccessReview,
  denyRequest,
  endLease,
  exposure,
  giveStandby,
  listAccessReviewRows,
  listLeases,
  listRequests,
  listRotations,
  myAccess,
  openRequest,
  openRotationsFor,
  startAccessReview,
} from '#contract/access.ts'
import { listOpeners, openCredential, reveal } from '#contract/credentials.ts'
import { openDocument } from '#contract/documents.ts'
import { keyWork } from '#contract/log.ts'
import { listNotices } from '#contract/notices.ts'
import type { Reference } from '#contract/values.ts'
import type { MemberCall } from '../../server/access/call.ts'
import { findActor } from '../../server/access/sessions.ts'
import { atomically } from '../../server/platform/database.ts'
import { wakeStandby } from '../../server/features/access/rules.ts'
import { aClient, usualFields, type Client } from '../support/client.ts'
import { aVault, type Vault } from '../support/vault.ts'

let vault: Vault
let mara: Client
let tariq: Client
const cr = 'CR-01' as Reference
const ar = 'AR-01' as never

beforeEach(async () => {
  vault = aVault()
  mara = await aClient(vault, 'mara')
  await mara.create({ class: 'guarded' })
  await vault.grant('mara', {
    to: 'tariq',
    collection: vault.collections.general,
    level: 'view',
    endsAt: '2026-06-01T00:00:00.000Z',
  })
  await mara.refresh()
  tariq = await aClient(vault, 'tariq')
})
const at = (time: string) => vault.clock.set(`2026-03-02T${time}:00.000Z` as never)
const why = { reason: 'The line is down at head office', ticket: 'NL-20931' }
/** As incidents will do it. */
function wake(name: 'tariq'): void {
  const { db } = vault
  const actor = findActor(db, vault.account(name), 'acme')
  const origin = { requestId: 'r', address: '127.0.0.1', agent: 'test' }
  const call = { db, now: vault.clock.now(), actor, origin } as unknown as MemberCall
  atomically(db, () => wakeStandby(call, vault.member(name), 'IN-52'))
}
const statusOf = (answer: { status: number }) => answer.status

test('a technician asks, a key holder approves, the secret opens for the time and not a moment longer', async () => {
  expect(await tariq.reveal(cr, [2], why)).toMatchObject({ status: 403 })
  expect(await tariq.request(cr, { ...why, minutes: 120 })).toMatchObject({ status: 200, body: { reference: 'AR-01' } })
  expect((await vault.as('anton', listNotices, {})).body.items[0]).toMatchObject({ kind: 'access.requested' })
  expect((await vault.as('tariq', openCredential, { reference: cr })).body.waiting).toMatchObject({
    reference: 'AR-01',
  })

  expect(await mara.approve('AR-01')).toMatchObject({ status: 200, body: { endsAt: '2026-03-02T11:00:00.000Z' } })
  expect((await vault.as('tariq', listNotices, {})).body.items[0]).toMatchObject({ kind: 'access.approved' })
  await tariq.refresh()
  expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })

  vault.clock.set('2026-03-02T10:59:59.999Z' as never)
  expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
  at('11:00')
  expect(await tariq.reveal(cr, [2], why)).toMatchObject({ status: 403 })
  expect((await vault.as('tariq', openCredential, { reference: cr })).body).toMatchObject({
    opens: 'request',
    wraps: [],
  })
})

test('nobody approves what they ask for, unless the organization has a single admin and says so', async () => {
  await vault.grant('mara', { to: 'rosa', collection: vault.collections.general, level: 'view' })
  const rosa = await aClient(vault, 'rosa')
  await rosa.request(cr, { ...why, minutes: 480 })
  await vault.changeMember('mara', 'rosa', 'admin')
  // A new role ends the sessions of the old one.
  at('10:30')
  const { body } = await vault.as('rosa', openRequest, { request: ar })
  expect(body.requester.name).toBe('rosa')
  await rosa.refresh()
  await expect(rosa.approve('AR-01')).rejects.toThrow('somebody else')
  await mara.refresh()
  expect(await mara.approve('AR-01')).toMatchObject({ status: 200 })
})

test.each([
  ['jonas', 404],
  ['rosa', 404],
  ['ines', 200],
  ['xenia', 404],
  ['tariq', 200],
  ['anton', 200],
])('%s and the request of another: %d', async (who, status) => {
  await tariq.request(cr, why)
  const slug = who === 'xenia' ? { slug: 'acme' } : {}
  expect(await vault.as(who, openRequest, { request: ar, ...slug })).toMatchObject({ status })
  const listed = await vault.as(who, listRequests, { ...slug })
  expect((listed.body as { items?: unknown[] }).items?.length ?? 0).toBe(status === 200 ? 1 : 0)
})

test.each(['jonas', 'rosa', 'ines', 'tariq'])('%s neither approves nor denies', async (who) => {
  await tariq.request(cr, why)
  expect(statusOf(await vault.as(who, denyRequest, { request: ar }))).toBe(403)
})

test('a request is denied, cancelled or lapses, once', async () => {
  await tariq.request(cr, why)
  expect(await vault.as('mara', cancelRequest, { request: ar })).toMatchObject({ status: 403 })
  expect(await vault.as('tariq', cancelRequest, { request: ar })).toMatchObject({ status: 200 })
  expect(await mara.approve('AR-01')).toMatchObject({ status: 409 })
  await tariq.request(cr, why)
  expect(await vault.as('mara', denyRequest, { request: 'AR-02', note: 'Call me first' })).toMatchObject({
    status: 200,
  })
  expect((await vault.as('tariq', listNotices, {})).body.items[0]).toMatchObject({ kind: 'access.denied' })
  await tariq.request(cr, why)
  vault.clock.set('2026-03-03T09:00:00.000Z' as never)
  expect((await vault.as('tariq', openRequest, { request: 'AR-03' })).body.state).toBe('expired')
  expect(await mara.approve('AR-03')).toMatchObject({ status: 409 })
})

test('a request that lapsed, or whose requester left, waits for nobody any more', async () => {
  const waiting = async () =>
    (await vault.as('anton', listNotices, {})).body.items.filter(
      ({ kind, waits }) => kind === 'access.requested' && waits,
    )
  await tariq.request(cr, why)
  expect(await waiting()).toHaveLength(1)
  vault.clock.set('2026-03-03T09:00:00.000Z' as never)
  await tariq.request(cr, why)
  // The new one alone.
  expect(await waiting()).toHaveLength(1)
  expect((await vault.removeMember('mara', 'tariq')).status).toBe(200)
  expect(await waiting()).toEqual([])
})

test('one request waits at a time, for no longer than the collection allows', async () => {
  expect(await tariq.request(cr, { minutes: 481 })).toMatchObject({ status: 400 })
  await tariq.request(cr, why)
  expect(await tariq.request(cr, why)).toMatchObject({ status: 409 })
  await vault.changeCollection('mara', vault.collections.general, { leaseMinutes: 60 })
  await mara.refresh()
  expect(await mara.approve('AR-01')).toMatchObject({ status: 400 })
})

test('access to the code alone opens the code and not the password', async () => {
  await tariq.request(cr, { ...why, fields: [1, 3] })
  await mara.approve('AR-01')
  await tariq.refresh()
  expect((await tariq.reveal(cr, [3], why)).opened).toEqual({ 3: 'JBSWY3DPEHPK3PXP' })
  expect(await tariq.reveal(cr, [2], why)).toMatchObject({ status: 403 })
  expect(await tariq.reveal(cr, [2, 3], why)).toMatchObject({ status: 403 })
})

test('a lease is extended once, with a reason, by a key holder', async () => {
  await tariq.request(cr, { ...why, minutes: 60 })
  const { body } = await mara.approve('AR-01')
  at('09:50')
  await tariq.refresh()
  expect(
    await tariq.request(cr, { minutes: 60, reason: 'The spare part comes at eleven', extends: body.leaseId }),
  ).toMatchObject({ status: 200 })
  expect(await mara.approve('AR-02')).toMatchObject({ status: 200, body: { endsAt: '2026-03-02T10:50:00.000Z' } })
  const { lease } = (await vault.as('tariq', openCredential, { reference: cr })).body
  expect(lease).toMatchObject({ extendable: false, endsAt: '2026-03-02T10:50:00.000Z' })
  expect(await tariq.request(cr, { extends: String(lease?.id) })).toMatchObject({ status: 409 })
  await tariq.refresh()
  expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
  expect((await vault.as('mara', listLeases, { current: 'false' })).body.items.map(({ state }) => state)).toEqual([
    'active',
    'ended',
  ])
})

test('the holder finishes, a key holder revokes, nobody else touches it', async () => {
  await tariq.request(cr, why)
  const { leaseId } = (await mara.approve('AR-01')).body
  for (const [who, status] of [
    ['jonas', 404],
    ['ines', 403],
    ['xenia', 404],
  ] as const) {
    const slug = who === 'xenia' ? { slug: 'acme' } : {}
    expect([who, statusOf(await vault.as(who, endLease, { leaseId, ...slug }))]).toEqual([who, status])
  }
  expect(await vault.as('tariq', endLease, { leaseId })).toMatchObject({ status: 200 })
  expect(await tariq.reveal(cr, [2], why)).toMatchObject({ status: 403 })
  expect(await vault.as('mara', endLease, { leaseId })).toMatchObject({ status: 409 })
  await tariq.request(cr, why)
  const second = (await mara.approve('AR-02')).body.leaseId
  expect(await vault.as('anton', endLease, { leaseId: second })).toMatchObject({ status: 200 })
  expect((await vault.as('tariq', listNotices, {})).body.items[0]).toMatchObject({ kind: 'access.ended' })
  expect(vault.db.prepare('SELECT count(*) FROM secret_wraps').pluck().get()).toBe(0)
})

test('a reveal that was signed while the lease ran is refused once it has ended', async () => {
  await tariq.request(cr, why)
  const { leaseId } = (await mara.approve('AR-01')).body
  await tariq.refresh()
  const { credential } = await tariq.open(cr)
  const lease = credential.wraps[0]?.lease as { payload: string; signature: string }
  const statement = await tariq.does.signReveal({
    organizationId: vault.acme.id,
    documentId: credential.id,
    revision: 1,
    fields: [2],
    purpose: 'copy',
    reason: why.reason,
    actorSeq: 1,
    lease,
  })
  await vault.as('mara', endLease, { leaseId })
  expect(await vault.as('tariq', reveal, { reference: cr, ...statement })).toMatchObject({ status: 403 })
})

test('the lease follows a changed secret: the writer wraps the new key for its holder', async () => {
  await tariq.request(cr, why)
  await mara.approve('AR-01')
  expect(await mara.save(cr, { fields: usualFields('changed-meanwhile-5') })).toMatchObject({ status: 200 })
  await tariq.refresh()
  expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'changed-meanwhile-5' })
  expect(await tariq.reveal(cr, [2], { ...why, revision: 1 })).toMatchObject({ status: 403 })
})

test('the key of a lease that ran out is gone with the next approval', async () => {
  await tariq.request(cr, { ...why, minutes: 30 })
  const first = (await mara.approve('AR-01')).body.leaseId
  const held = () => vault.db.prepare('SELECT DISTINCT by_id FROM secret_wraps').pluck().all()
  expect(held()).toEqual([first])
  at('10:00')
  await tariq.request(cr, { ...why, minutes: 30 })
  const second = (await mara.approve('AR-02')).body.leaseId
  expect(held()).toEqual([second])
})

test('who is removed loses every lease, and the rotation list names what they saw', async () => {
  await mara.create({ title: 'Never opened by him' })
  await tariq.request(cr, why)
  await mara.approve('AR-01')
  await tariq.refresh()
  await tariq.reveal(cr, [2], why)
  const memberId = vault.member('tariq')
  expect((await vault.removeMember('mara', 'tariq')).status).toBe(200)
  expect(vault.db.prepare('SELECT count(*) FROM leases WHERE ended_at IS NULL').pluck().get()).toBe(0)
  const report = async () => (await vault.as('mara', exposure, { memberId })).body.items
  expect(await report()).toMatchObject([{ reference: cr, is: 'at_risk', member: { name: 'tariq' } }])
  // The removal itself leaves the task behind; asking again makes no second one.
  expect((await vault.as('mara', listRotations, {})).body.items).toMatchObject([
    { document: { reference: cr }, cause: 'left', about: 'tariq' },
  ])
  expect(await vault.as('mara', openRotationsFor, { memberIds: [memberId] })).toMatchObject({
    status: 200,
    body: { opened: 0 },
  })
  expect((await vault.as('mara', openDocument, { reference: cr })).body.credential).toMatchObject({ mustRotate: true })
  vault.clock.set('2026-03-02T09:30:00.000Z' as never)
  await mara.refresh()
  if ((await vault.renew('mara')).status === 200) await mara.refresh()
  await mara.save(cr, { fields: usualFields('after-he-left-12') })
  expect(await report()).toMatchObject([{ is: 'closed' }])
  expect((await vault.as('mara', listRotations, {})).body.items).toEqual([])
})

test('exposed is who held the key and never opened it', async () => {
  const items = (await vault.as('mara', exposure, { memberId: vault.member('anton') })).body.items
  expect(items).toMatchObject([{ reference: cr, is: 'exposed' }])
  expect((await vault.as('mara', exposure, { partyId: vault.acme.parties.partner })).body.items).toEqual([])
})

test('standby sleeps until its holder opens an incident, then runs for its time', async () => {
  const { credential, shown } = await mara.open(cr)
  const lease = '0199c000-0000-7000-8000-00000000000a'
  const signed = await mara.does.signStandby({
    organizationId: vault.acme.id,
    shown,
    credential,
    lease,
    holder: vault.member('tariq'),
    notBefore: '2026-03-02T09:00:00.000Z',
    notAfter: '2026-04-02T09:00:00.000Z',
    minutes: 60,
  })
  expect(
    await vault.as('mara', giveStandby, { reference: cr, ...(signed as never as { lease: never; wraps: never }) }),
  ).toMatchObject({ status: 200 })
  const toldTariq = async () => (await vault.as('tariq', listNotices, {})).body.items[0]
  expect(await toldTariq()).toMatchObject({ kind: 'standby.given', to: '/o/acme/credentials/CR-01' })
  expect(await tariq.reveal(cr, [2], why)).toMatchObject({ status: 403 })
  expect((await vault.as('tariq', myAccess, {})).body.leases).toMatchObject([{ state: 'waiting', standby: true }])
  wake('tariq')
  await tariq.refresh()
  expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
  expect((await vault.as('mara', listNotices, {})).body.items[0]).toMatchObject({ kind: 'standby.woken' })
  at('10:00')
  expect(await tariq.reveal(cr, [2], why)).toMatchObject({ status: 403 })
})

test('whose standby is taken back is told that, and who finishes it is not', async () => {
  const give = async (lease: string) => {
    const { credential, shown } = await mara.open(cr)
    const times = { notBefore: '2026-03-02T09:00:00.000Z', notAfter: '2026-04-02T09:00:00.000Z', minutes: 60 }
    const holder = vault.member('tariq')
    const of = { organizationId: vault.acme.id, shown, credential, lease, holder, ...times }
    const given = await mara.does.signStandby(of)
    const answer = await vault.as('mara', giveStandby, {
      reference: cr,
      ...(given as never as { lease: never; wraps: never }),
    })
    expect(answer).toMatchObject({ status: 200 })
    return answer.body.leaseId
  }
  const told = async () => (await vault.as('tariq', listNotices, {})).body.items.map(({ kind }) => kind)
  const own = await give('0199c000-0000-7000-8000-0000000000a1')
  expect(await vault.as('tariq', endLease, { leaseId: own })).toMatchObject({ status: 200 })
  expect(await told()).toEqual(['standby.given'])
  const taken = await give('0199c000-0000-7000-8000-0000000000a2')
  expect(await vault.as('anton', endLease, { leaseId: taken })).toMatchObject({ status: 200 })
  expect(await told()).toEqual(['standby.ended', 'standby.given', 'standby.given'])
  const [ended] = (await vault.as('tariq', listNotices, {})).body.items
  expect(JSON.stringify(ended?.says)).toMatch(/CR-01.*anton/)
})

test('standby that has slept again ends with the membership of its holder, and he is known by it no more', async () => {
  const { credential, shown } = await mara.open(cr)
  const signed = await mara.does.signStandby({
    organizationId: vault.acme.id,
    shown,
    credential,
    lease: '0199c000-0000-7000-8000-00000000000c',
    holder: vault.member('tariq'),
    notBefore: '2026-03-02T09:00:00.000Z',
    notAfter: '2026-04-02T09:00:00.000Z',
    minutes: 60,
  })
  await vault.as('mara', giveStandby, { reference: cr, ...(signed as never as { lease: never; wraps: never }) })
  const opener = async () =>
    (await vault.as('mara', listOpeners, { reference: cr })).body.items.find(({ leaseId }) => leaseId)
  expect(await opener()).toMatchObject({ by: 'standby', endsAt: '2026-04-02T09:00:00.000Z' })
  wake('tariq')
  expect(await opener()).toMatchObject({ by: 'lease', endsAt: '2026-03-02T10:00:00.000Z' })
  at('10:30')
  expect(await opener()).toMatchObject({ by: 'standby', endsAt: '2026-04-02T09:00:00.000Z' })
  expect((await vault.removeMember('mara', 'tariq')).status).toBe(200)
  expect(vault.db.prepare('SELECT end_kind FROM leases').pluck().all()).toEqual(['revoked'])
  expect(await opener()).toBeUndefined()
})

test('an access review ends what nobody keeps, when its day is over', async () => {
  const { id } = await vault.grant('mara', { to: 'rosa', collection: vault.collections.general, level: 'reveal' })
  await vault.grant('mara', { to: 'jonas', collection: vault.collections.secret, level: 'view' })
  const review = '0199c000-0000-7000-8000-00000000000b'
  expect(await vault.as('anton', startAccessReview, { id: review, dueOn: '2026-03-09' })).toMatchObject({
    status: 200,
  })
  expect(await vault.as('anton', startAccessReview, { id: review, dueOn: '2026-03-09' })).toMatchObject({
    status: 409,
  })
  expect((await vault.as('mara', currentAccessReview, {})).body.review).toMatchObject({ grants: 3, undecided: 3 })
  const rows = (await vault.as('mara', listAccessReviewRows, {})).body.items
  // Theirs first who are not of the house.
  expect(rows.map(({ member }) => member.name)).toEqual(['tariq', 'jonas', 'rosa'])
  expect(await vault.as('mara', decideInAccessReview, { grantId: id, decision: 'keep' })).toMatchObject({ status: 200 })
  vault.clock.set('2026-03-10T00:00:00.000Z' as never)
  const rosa = await aClient(vault, 'rosa')
  await rosa.refresh()
  expect((await vault.as('rosa', openCredential, { reference: cr })).body.opens).toBe('open')
  expect(await vault.as('tariq', openCredential, { reference: cr })).toMatchObject({ status: 404 })
  // What lapsed is stated in the log by a key holder's client, and told: once to each, and nothing waits any more.
  const { lapsed } = (await vault.as('mara', keyWork, {})).body
  expect(lapsed).toHaveLength(2)
  for (const grant of lapsed) expect((await vault.endGrant('mara', grant)).status).toBe(200)
  const told = async (who: string) => (await vault.as(who, listNotices, {})).body.items.map(({ kind }) => kind)
  expect((await told('mara')).filter((kind) => kind === 'access-review.lapsed')).toHaveLength(1)
  expect(await told('tariq')).toContain('access-review.lapsed')
  expect(await told('rosa')).not.toContain('access-review.lapsed')
  const due = (await vault.as('anton', listNotices, {})).body.items.find(({ kind }) => kind === 'access-review.due')
  expect(due?.waits).toBe(false)
})

test('the rows of a review are searched, narrowed, ordered and paged', async () => {
  for (const who of ['rosa', 'jonas'])
    await vault.grant('mara', { to: who, collection: vault.collections.secret, level: 'view' })
  await vault.as('mara', startAccessReview, { id: '0199c000-0000-7000-8000-00000000000c', dueOn: '2026-03-09' })
  const list = async (input: object) => {
    const answer = await vault.as('ines', listAccessReviewRows, input)
    expect(answer.status).toBe(200)
    return answer.body
  }
  for (const order of ['person', 'oldest', 'newest']) {
    const all = (await list({ order })).items.map(({ grantId }) => grantId)
    expect(all).toHaveLength(3)
    const paged: string[] = []
    let after: string | undefined
    do {
      const page = await list({ order, limit: 1, ...(after && { after }) })
      paged.push(...page.items.map(({ grantId }) => grantId))
      after = page.next
    } while (after)
    expect(paged).toEqual(all)
  }
  expect((await list({ text: 'ROS' })).items.map(({ member }) => member.name)).toEqual(['rosa'])
  expect((await list({ text: '%' })).items).toEqual([])
  const [first] = (await list({ text: 'rosa' })).items
  await vault.as('mara', decideInAccessReview, { grantId: first?.grantId ?? '', decision: 'keep' })
  expect((await list({ decision: 'keep' })).items).toMatchObject([{ member: { name: 'rosa' }, decidedBy: 'mara' }])
  expect((await list({ decision: 'none' })).items).toHaveLength(2)
  expect((await vault.as('ines', currentAccessReview, {})).body.review).toMatchObject({ grants: 3, undecided: 2 })
})

test('requests and rotations are searched, narrowed, ordered and paged; one’s own apart from everybody’s', async () => {
  await tariq.request(cr, why)
  await vault.as('tariq', cancelRequest, { request: ar })
  await tariq.request(cr, { ...why, ticket: 'NL-20990' })
  const asked = async (who: string, input: object) =>
    (await vault.as(who, listRequests, input)).body.items.map(({ reference }) => reference)
  expect(await asked('mara', {})).toEqual(['AR-02', 'AR-01'])
  expect(await asked('mara', { order: 'oldest' })).toEqual(['AR-01', 'AR-02'])
  const { next } = (await vault.as('mara', listRequests, { order: 'oldest', limit: 1 })).body
  expect(await asked('mara', { order: 'oldest', limit: 1, after: next })).toEqual(['AR-02'])
  expect(await asked('mara', { pending: 'true' })).toEqual(['AR-02'])
  expect(await asked('mara', { pending: 'false' })).toEqual(['AR-01'])
  expect(await asked('mara', { text: '20990' })).toEqual(['AR-02'])
  expect(await asked('mara', { text: 'ar-01' })).toEqual(['AR-01'])
  expect(await asked('mara', { mine: 'true' })).toEqual([])
  expect(await asked('tariq', { mine: 'true' })).toEqual(['AR-02', 'AR-01'])
  // To narrow a list down widens nobody's.
  expect(await asked('jonas', { text: '20990' })).toEqual([])

  await mara.create({ class: 'standard' })
  for (const [reference, note] of [
    [cr, 'Read out on a call'],
    ['CR-02', 'Old'],
  ] as const)
    await vault.as('mara', askForRotation, { reference: reference, id: crypto.randomUUID(), note })
  const wanted = async (input: object) =>
    (await vault.as('mara', listRotations, input)).body.items.map(({ document }) => document.reference)
  expect(await wanted({})).toEqual(['CR-02', 'CR-01'])
  expect(await wanted({ order: 'oldest' })).toEqual(['CR-01', 'CR-02'])
  expect(await wanted({ text: 'on a call' })).toEqual(['CR-01'])
  expect(await wanted({ cause: 'left' })).toEqual([])
})

test('the overview names role, grant and lease, to those who oversee', async () => {
  await tariq.request(cr, why)
  await mara.approve('AR-01')
  const { items } = (await vault.as('ines', accessOverview, { reference: cr })).body
  expect(items.map(({ member, by }) => `${member.name} ${by}`)).toEqual([
    'anton role',
    'mara role',
    'tariq grant',
    'tariq lease',
  ])
  for (const who of ['jonas', 'rosa', 'tariq'])
    expect(await vault.as(who, accessOverview, {})).toMatchObject({ status: 403 })
})

test('who may reveal may ask for a change', async () => {
  const id = '0199c000-0000-7000-8000-00000000000c'
  expect(await vault.as('rosa', askForRotation, { reference: cr, id })).toMatchObject({ status: 403 })
  expect(await vault.as('anton', askForRotation, { reference: cr, id, note: 'Seen on a screen share' })).toMatchObject({
    status: 200,
  })
  expect((await vault.as('mara', listRotations, {})).body.items).toMatchObject([
    { cause: 'asked', about: 'Seen on a screen share' },
  ])
})

test('a break-glass credential cannot be requested', async () => {
  await mara.create({ class: 'break_glass', title: 'Emergency global admin' })
  expect(await tariq.request('CR-02', why)).toMatchObject({ status: 403 })
})

test('of many approvals at once, one counts', async () => {
  await tariq.request(cr, why)
  const anton = await aClient(vault, 'anton')
  const answers = await Promise.all([mara.approve('AR-01'), anton.approve('AR-01'), mara.approve('AR-01')])
  expect(answers.map(statusOf).sort()).toEqual([200, 409, 409])
  expect(vault.db.prepare('SELECT count(*) FROM leases').pluck().get()).toBe(1)
})
