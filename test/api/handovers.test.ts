import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { listActivity } from '#contract/activity.ts'
import { assignDocument, openDocument } from '#contract/documents.ts'
import {
  closeHandover,
  listHandovers,
  markStep,
  moveDocuments,
  moveLanes,
  moveReading,
  openHandover,
  previewHandover,
  signHandover,
  startHandover,
} from '#contract/handovers.ts'
import { listNotices } from '#contract/notices.ts'
import { assignReadingList } from '#contract/reading-lists.ts'
import { openLane } from '#contract/responsibilities.ts'
import { textOf } from '#contract/sentences.ts'
import type { MemberId, PartyId, Reference } from '#contract/values.ts'
import { aRunbook, aVendor, someVendor } from '../support/documents.ts'
import { aLane, held } from '../support/lanes.ts'
import { aReadingList } from '../support/reading.ts'
import { aVault, type Name, type Vault } from '../support/vault.ts'

async function begin(vault: Vault, who: { memberId?: MemberId; partyId?: PartyId }, by: Name = 'mara') {
  const { status, body } = await vault.as(by, startHandover, { id: uuidv7(), ...who })
  expect([status, body.detail]).toEqual([200, undefined])
  return body.id
}
const look = async (vault: Vault, handoverId: string, who: Name = 'mara') =>
  (await vault.as(who, openHandover, { handoverId })).body

const keep = (vault: Vault, reference: Reference, keepers: { ownerId?: MemberId; deputyId?: MemberId }) =>
  vault.as('mara', assignDocument, { reference, ...keepers })

/** jonas owns RB-01, is deputy of RB-02, answers for a lane, stands on a vendor's card and has RL-01 to read. */
async function jonasWithDuties(vault: Vault) {
  const [jonas, mara] = [vault.member('jonas'), vault.member('mara')]
  await aRunbook(vault, 'Firewall', {}, 'mara')
  await aRunbook(vault, 'Printer', {}, 'mara')
  await keep(vault, 'RB-01' as Reference, { ownerId: jonas, deputyId: mara })
  await keep(vault, 'RB-02' as Reference, { ownerId: mara, deputyId: jonas })
  await aVendor(
    vault,
    'Brightline Fibre',
    { content: { ...someVendor(), contacts: [{ id: 'x', name: 'JONAS', role: 'Site contact' }] } },
    'mara',
  )
  const lane = await aLane(vault, { accountable: [held(vault, 'jonas')], deputyId: mara })
  const list = await aReadingList(vault, [{ reference: 'RB-01' }])
  await vault.as('mara', assignReadingList, { list, id: uuidv7(), memberId: jonas })
  return { lane, id: await begin(vault, { memberId: jonas }) }
}

describe('what is left', () => {
  test('is everything that the person keeps, answers for, is named in and has to read', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    const { items, left, atStart } = await look(vault, id)
    expect(items.documents.map(({ reference, as }) => [reference, as])).toEqual([
      ['RB-01', 'owner'],
      ['RB-02', 'deputy'],
    ])
    expect(items.lanes.map(({ as, person }) => [as, person?.name])).toEqual([[['accountable'], 'jonas']])
    expect(items.contacts.map(({ reference, says }) => [reference, says])).toEqual([['VN-01', 'JONAS, Site contact']])
    expect(items.reading.map(({ reference, why }) => [reference, why])).toEqual([['RL-01', 'is_assigned']])
    expect(left).toEqual({ documents: 2, lanes: 1, contacts: 1, reading: 1, secrets: 0, access: 1 })
    expect(atStart).toEqual(left)
  })

  test('of a partner is that of all its people, removed ones too, and of the party', async () => {
    const vault = aVault()
    const party = vault.db.prepare(`SELECT party_id FROM members WHERE id = ?`).pluck().get(vault.member('tariq'))
    await aLane(vault, { accountable: [{ partyId: party as PartyId }] })
    await aLane(vault, { firstInHours: held(vault, 'tariq') })
    const id = await begin(vault, { partyId: party as PartyId })
    const { items, left } = await look(vault, id)
    expect(items.lanes.map(({ as, person }) => [as, person?.name])).toEqual([
      [['accountable'], undefined],
      [['in_hours'], 'tariq'],
    ])
    expect(left.lanes).toBe(2)
    const inHouse = vault.db.prepare(`SELECT party_id FROM members WHERE id = ?`).pluck().get(vault.member('mara'))
    const refused = await vault.as('mara', startHandover, { id: uuidv7(), partyId: inHouse as PartyId })
    expect(refused.status).toBe(400)
  })
})

describe('before it begins', () => {
  test('one is told how much there is, and nothing has begun', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    const memberId = vault.member('jonas')
    const { body } = await vault.as('mara', previewHandover, { memberId })
    expect(body.counts).toEqual((await look(vault, id)).atStart)
    expect((await vault.as('mara', previewHandover, { memberId: vault.member('rosa') })).status).toBe(200)
    expect((await vault.as('mara', listHandovers, {})).body.items).toHaveLength(1)
    expect((await vault.as('mara', previewHandover, { memberId: uuidv7() as MemberId })).status).toBe(404)
    expect((await vault.as('mara', previewHandover, {})).status).toBe(400)
  })
})

describe('moving', () => {
  test('puts somebody in the place of who leaves, deputies too, and says so in the report', async () => {
    const vault = aVault()
    const { id, lane } = await jonasWithDuties(vault)
    const [rosa, mara] = [vault.member('rosa'), vault.member('mara')]
    await vault.as('mara', moveDocuments, { handoverId: id, references: ['RB-01', 'RB-02'], toId: rosa })
    await vault.as('mara', moveLanes, { handoverId: id, lanes: [lane], toId: rosa })
    const { items } = await look(vault, id)
    await vault.as('mara', moveReading, { handoverId: id, lists: items.reading.map((list) => list.id) })
    const first = (await vault.as('mara', openDocument, { reference: 'RB-01' })).body
    expect([first.owner?.id, first.deputy?.id]).toEqual([rosa, mara])
    const second = (await vault.as('mara', openDocument, { reference: 'RB-02' })).body
    expect([second.owner?.id, second.deputy?.id]).toEqual([mara, rosa])
    expect((await vault.as('mara', openLane, { laneId: lane })).body.accountable[0]?.person?.name).toBe('rosa')
    const after = await look(vault, id)
    expect(after.left).toEqual({ documents: 0, lanes: 0, contacts: 1, reading: 0, secrets: 0, access: 1 })
    expect(after.moved.map(({ step, says, to }) => [step, says, to])).toEqual([
      ['documents', 'RB-01', 'rosa'],
      ['documents', 'RB-02', 'rosa'],
      ['lanes', 'Network', 'rosa'],
      ['reading', 'RL-01', 'mara'],
    ])
  })

  test('nobody becomes owner and deputy of the same document', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    await vault.as('mara', moveDocuments, { handoverId: id, references: ['RB-01'], toId: vault.member('mara') })
    const { owner, deputy } = (await vault.as('mara', openDocument, { reference: 'RB-01' })).body
    expect([owner?.name, deputy]).toEqual(['mara', undefined])
  })

  test('is all or nothing: one document that the receiver cannot see keeps the others where they are', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    const before = (await look(vault, id)).left.documents
    await aRunbook(vault, 'Hidden', { collectionId: vault.collections.secret }, 'mara')
    const secret = 'RB-03' as Reference
    vault.db.prepare(`UPDATE documents SET owner_id = ? WHERE title = 'Hidden'`).run(vault.member('jonas'))
    const toRosa = { handoverId: id, toId: vault.member('rosa') }
    const refused = await vault.as('mara', moveDocuments, { ...toRosa, references: ['RB-01', secret, 'RB-77'] })
    expect(refused.status).toBe(400)
    expect(refused.body.errors?.map(({ pointer }) => pointer)).toEqual(['/references/1', '/references/2'])
    expect((await look(vault, id)).left.documents).toBe(before + 1)
  })

  test('does not touch what was never theirs, and goes to nobody who leaves or is elsewhere', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    await aRunbook(vault, 'Mine', {}, 'mara')
    await keep(vault, 'RB-03' as Reference, { ownerId: vault.member('mara') })
    const toRosa = { handoverId: id, toId: vault.member('rosa') }
    await vault.as('mara', moveDocuments, { ...toRosa, references: ['RB-03'] })
    expect((await vault.as('mara', openDocument, { reference: 'RB-03' })).body.owner?.name).toBe('mara')
    for (const toId of [vault.member('jonas'), uuidv7() as MemberId]) {
      const refused = await vault.as('mara', moveDocuments, { handoverId: id, references: ['RB-01'], toId })
      expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, '/toId'])
    }
    const unowned = await vault.as('mara', moveDocuments, { handoverId: id, references: ['RB-01'] })
    expect(unowned.status).toBe(400)
  })
})

describe('a handover', () => {
  test('is one at a time: a second start comes back to the first, which waits as long as it likes', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    await vault.as('mara', markStep, { handoverId: id, step: 'contacts', done: true, note: 'Told Brightline' })
    expect(await begin(vault, { memberId: vault.member('jonas') }, 'anton')).toBe(id)
    const { steps } = await look(vault, id, 'anton')
    expect(steps.map(({ step, doneBy, note }) => [step, doneBy, note])).toContainEqual([
      'contacts',
      'mara',
      'Told Brightline',
    ])
    expect((await vault.as('anton', listHandovers, {})).body.items).toHaveLength(1)
  })

  test('is not led by the one who leaves, whatever their role', async () => {
    const vault = aVault()
    const id = await begin(vault, { memberId: vault.member('anton') })
    expect((await look(vault, id, 'anton')).mayLead).toBe(false)
    const own = await vault.as('anton', startHandover, { id: uuidv7(), memberId: vault.member('anton') })
    expect(own.status).toBe(400)
    for (const answer of [
      await vault.as('anton', markStep, { handoverId: id, step: 'access', done: true }),
      await vault.as('anton', closeHandover, { handoverId: id, outcome: 'cancelled' }),
      await vault.as('anton', signHandover, { handoverId: id, side: 'staying' }),
    ])
      expect(answer.status).toBe(403)
  })

  test('ends with both signatures, and keeps its report as it was then', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    const done = { handoverId: id, outcome: 'done' } as const
    expect((await vault.as('mara', closeHandover, done)).body.detail).toBe('Both sides sign first.')
    await vault.as('mara', signHandover, { handoverId: id, side: 'staying', note: 'Keys are in the safe' })
    const notices = (await vault.as('jonas', listNotices, {})).body.items
    expect(notices.map(({ says, waits }) => [textOf(says), waits])).toContainEqual([
      'mara has signed the report of your handover. It waits for your signature',
      true,
    ])
    expect((await vault.as('mara', closeHandover, done)).status).toBe(409)
    await vault.as('jonas', signHandover, { handoverId: id, side: 'leaving' })
    const settled = (await vault.as('jonas', listNotices, {})).body.items.find(({ kind }) => kind === 'handover.sign')
    expect(settled?.waits).toBe(false)
    expect((await vault.as('mara', closeHandover, done)).status).toBe(200)
    const toRosa = { handoverId: id, toId: vault.member('rosa') }
    expect((await vault.as('mara', moveDocuments, { ...toRosa, references: ['RB-01'] })).status).toBe(409)
    await keep(vault, 'RB-01' as Reference, { ownerId: vault.member('mara') })
    const kept = await look(vault, id)
    expect(kept.left.documents).toBe(2)
    expect(kept.signatures.map(({ side, name, isOwn, leftThen }) => [side, name, isOwn, leftThen.documents])).toEqual([
      ['staying', 'mara', true, 2],
      ['leaving', 'jonas', true, 2],
    ])
    const said = (await vault.as('mara', listActivity, {})).body.items.map(({ says }) => textOf(says))
    expect(said).toContain('closed a handover')
  })

  test('is signed on paper by who cannot sign in any more; nobody signs for the other side otherwise', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    expect((await vault.as('mara', signHandover, { handoverId: id, side: 'leaving' })).status).toBe(403)
    expect((await vault.as('jonas', signHandover, { handoverId: id, side: 'staying' })).status).toBe(403)
    const onPaper = { handoverId: id, side: 'leaving', onPaper: 'Jonas B.' } as const
    expect((await vault.as('mara', signHandover, onPaper)).status).toBe(200)
    expect((await look(vault, id)).signatures[0]).toMatchObject({ name: 'Jonas B.', isOwn: false })
  })

  test('of one person is nothing to another, nor to another organization', async () => {
    const vault = aVault()
    const { id } = await jonasWithDuties(vault)
    for (const who of ['rosa', 'tariq'] as const) {
      expect((await vault.as(who, openHandover, { handoverId: id })).status).toBe(404)
      expect((await vault.as(who, listHandovers, {})).body.items).toEqual([])
      expect((await vault.as(who, signHandover, { handoverId: id, side: 'leaving' })).status).toBe(404)
    }
    const elsewhere = await vault.as('xenia', openHandover, { handoverId: id, slug: 'globex' } as never)
    expect(elsewhere.status).toBe(404)
  })
})
