import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { listActivity } from '#contract/activity.ts'
import * as contracts from '#contract/contracts.ts'
import { archiveDocument, openDocument, purgeDocument } from '#contract/documents.ts'
import { search } from '#contract/search.ts'
import type { Instant, Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aContract, someTerms, type Terms } from '../support/contracts.ts'
import { aRunbook, aVendor, verified } from '../support/documents.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const ct01 = 'CT-01' as contracts.ContractReference
const on = (day: string) => `${day}T09:00:00.000Z` as Instant

const opened = async (vault: Vault, contract = ct01, by: Name = 'mara') =>
  (await vault.as(by, contracts.openContract, { contract })).body
const decide = (vault: Vault, fields: object = {}, by: Name = 'mara') =>
  vault.as(by, contracts.decideContract, { contract: ct01, decision: 'renew', why: 'It works well', ...fields })
const save = (vault: Vault, revision: number, terms: Terms = {}, by: Name = 'mara') =>
  vault.as(by, contracts.saveContract, { contract: ct01, revision, ...someTerms, ...terms })
const titles = async (vault: Vault, filters: object = {}, by: Name = 'mara') =>
  (await vault.as(by, contracts.listContracts, filters as never)).body.items.map(({ title }) => title)

/** VN-01 in the open collection, with CT-01. */
async function withContract(terms: Terms = {}) {
  const vault = aVault()
  const vendor = await aVendor(vault, 'Brightline Fibre')
  await aContract(vault, vendor, terms)
  return { vault, vendor }
}

describe('what is agreed', () => {
  test('a contract says until when notice must be given, and what it costs', async () => {
    const { vault } = await withContract({ ownerId: undefined, number: 'BRL-4471/22' })
    expect(await opened(vault)).toMatchObject({
      reference: 'CT-01',
      vendor: { reference: 'VN-01', title: 'Brightline Fibre' },
      number: 'BRL-4471/22',
      termEndsOn: '2026-09-30',
      noticeBy: '2026-06-30',
      actBy: '2026-06-30',
      daysLeft: 120,
      state: 'open',
      noOwner: true,
      mayDecide: true,
      cost: { minorUnits: 948_000, currency: 'GBP', per: 'year', note: '' },
      decisions: [],
      revisions: [{ revision: 1, savedBy: 'mara' }],
    })
    // A year on, it is the next term that counts down.
    vault.clock.set(on('2026-10-01'))
    expect(await opened(vault)).toMatchObject({ termEndsOn: '2027-09-30', noticeBy: '2027-06-30' })
  })

  test('the day is the organization’s, and its holidays are left out', async () => {
    const { vault } = await withContract({ endsOn: '2026-12-31', notice: { amount: 3, unit: 'business_days' } })
    expect(await opened(vault)).toMatchObject({ noticeBy: '2026-12-28' })
    const items = [
      { on: '2026-12-28', name: 'Boxing Day (substitute)' },
      { on: '2026-12-25', name: 'Christmas Day' },
    ]
    expect((await vault.as('mara', contracts.setHolidays, { items })).status).toBe(200)
    expect((await vault.as('tariq', contracts.listHolidays, {})).body.items.map((one) => one.on)).toEqual([
      '2026-12-25',
      '2026-12-28',
    ])
    expect(await opened(vault)).toMatchObject({ noticeBy: '2026-12-24' })
    expect((await vault.as('xenia', contracts.listHolidays, { slug: 'other' })).body.items).toEqual([])
  })

  test('a holiday twice in the list is refused, and the list stays', async () => {
    const vault = aVault()
    await vault.as('mara', contracts.setHolidays, { items: [{ on: '2026-12-25' }] })
    const twice = await vault.as('mara', contracts.setHolidays, { items: [{ on: '2026-12-26' }, { on: '2026-12-26' }] })
    expect(twice.body.errors).toEqual([{ pointer: '/items/1/on', detail: '2026-12-26 is in the list twice.' }])
    expect((await vault.as('mara', contracts.listHolidays, {})).body.items).toEqual([{ on: '2026-12-25', name: '' }])
  })

  test.each([
    ['an end before the start', { startsOn: '2026-10-01' }, '/endsOn'],
    ['renewal without an end', { endsOn: undefined }, '/endsOn'],
    ['renewal by nobody knows how long', { renewalMonths: undefined }, '/renewalMonths'],
    ['a year that somebody mistyped', { endsOn: '0026-09-30' }, '/endsOn'],
    ['a day that is none', { endsOn: '2026-02-30' }, '/endsOn'],
    ['a currency that is none', { cost: { minorUnits: 1, currency: '£', per: 'year' } }, '/cost/currency'],
    ['less than nothing', { cost: { minorUnits: -1, currency: 'GBP', per: 'year' } }, '/cost/minorUnits'],
    ['a notice of eternity', { notice: { amount: 9_999, unit: 'months' } }, '/notice/amount'],
    ['no title', { title: ' ' }, '/title'],
  ] as const)('%s is refused, and says where', async (_what, terms, pointer) => {
    const { vault, vendor } = await withContract()
    const made = await vault.as('mara', contracts.createContract, {
      ...someTerms,
      ...terms,
      reference: vendor,
      id: uuidv7(),
    })
    expect([made.status, made.body.errors?.[0]?.pointer]).toEqual([400, pointer])
    const saved = await save(vault, 1, terms)
    expect([saved.status, saved.body.errors?.[0]?.pointer]).toEqual([400, pointer])
    expect(await opened(vault)).toMatchObject({ revision: 1, endsOn: '2026-09-30' })
  })

  test('only vendors have contracts', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Internet down')
    const answer = await vault.as('mara', contracts.createContract, { ...someTerms, reference, id: uuidv7() })
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, '/reference'])
  })

  test('sending it twice makes one; an id that is in use elsewhere is nobody’s business', async () => {
    const { vault, vendor } = await withContract()
    const input = { ...someTerms, reference: vendor, id: uuidv7() }
    const [first, second] = [
      await vault.as('jonas', contracts.createContract, input),
      await vault.as('jonas', contracts.createContract, input),
    ]
    expect(first.body).toEqual({ contract: 'CT-02', revision: 1 })
    expect(second.body).toEqual(first.body)
    expect((await vault.as('mara', contracts.createContract, input)).status).toBe(409)
    const elsewhere = await aVendor(vault, 'Larkfield Cloud')
    const other = await vault.as('mara', contracts.createContract, { ...input, reference: elsewhere })
    expect(other.body).toEqual({ contract: 'CT-03', revision: 1 })
    expect(await titles(vault)).toHaveLength(3)
  })

  test('a vendor has so many contracts and no more', async () => {
    const { vault, vendor } = await withContract()
    vault.db.exec(`
      WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300)
      INSERT INTO contracts (id, organization_id, number, document_id, terms, created_at, created_by, updated_at, updated_by)
      SELECT 'made ' || n, organization_id, n, document_id, terms, created_at, created_by, updated_at, updated_by
        FROM contracts, numbers`)
    const input = { ...someTerms, reference: vendor, id: uuidv7() }
    const answer = await vault.as('mara', contracts.createContract, input)
    expect(answer.body).toMatchObject({ status: 409, detail: 'VN-01 has 300 contracts already.' })
  })

  test('the form is told what the terms would come to', async () => {
    const vault = aVault()
    const asked = { endsOn: '2026-05-31', autoRenews: 'true', renewalMonths: 12, noticeAmount: 3, noticeUnit: 'months' }
    const { body } = await vault.as('rosa', contracts.previewContract, asked as never)
    expect(body).toEqual({
      state: 'missed',
      termEndsOn: '2026-05-31',
      noticeBy: '2026-02-28',
      actBy: '2026-02-27',
      daysLeft: -3,
      rollsOn: true,
    })
    const wrong = await vault.as('rosa', contracts.previewContract, { ...asked, endsOn: undefined } as never)
    expect(wrong.body.errors?.[0]?.pointer).toBe('/endsOn')
  })
})

describe('who answers for it', () => {
  test('owner and fallback must be able to view the vendor', async () => {
    const vault = aVault()
    const vendor = await aVendor(vault, 'Guards', { collectionId: vault.collections.secret }, 'mara')
    const make = (fields: object) =>
      vault.as('mara', contracts.createContract, { ...someTerms, ...fields, reference: vendor, id: uuidv7() })
    const [rosa, anton] = [vault.member('rosa'), vault.member('anton')]
    const xenia = vault.member('xenia')
    expect((await make({ ownerId: rosa })).body.errors?.[0]?.pointer).toBe('/ownerId')
    expect((await make({ ownerId: anton, fallbackId: rosa })).body.errors?.[0]?.pointer).toBe('/fallbackId')
    expect((await make({ ownerId: anton, fallbackId: anton })).body.errors?.[0]?.pointer).toBe('/fallbackId')
    expect((await make({ ownerId: xenia })).body.errors?.[0]?.pointer).toBe('/ownerId')
    expect(await titles(vault)).toEqual([])
    expect((await make({ ownerId: anton })).status).toBe(200)
  })

  test('whoever loses sight of the vendor answers for it no longer', async () => {
    const vault = aVault()
    const vendor = await aVendor(vault, 'Guards', { collectionId: vault.collections.secret }, 'mara')
    const endsAt = later(start, { hours: 4 })
    await vault.grant('mara', { to: 'rosa', collection: vault.collections.secret, level: 'view', endsAt })
    await aContract(vault, vendor, { ownerId: vault.member('rosa') })
    expect(await opened(vault)).toMatchObject({ owner: { name: 'rosa' }, noOwner: false })
    vault.clock.set(endsAt)
    const { owner, noOwner } = await opened(vault)
    expect([owner, noOwner]).toEqual([undefined, true])
    expect(await titles(vault, { owner: 'none' })).toEqual(['Leased line'])
    expect((await vault.as('rosa', contracts.openContract, { contract: ct01 })).status).toBe(404)
  })

  test('its owner decides without being able to change it', async () => {
    const { vault } = await withContract({ ownerId: undefined })
    expect((await decide(vault, {}, 'rosa')).status).toBe(403)
    await save(vault, 1, { ownerId: vault.member('rosa') })
    expect(await opened(vault, ct01, 'rosa')).toMatchObject({ level: 1, mayDecide: true })
    expect((await decide(vault, {}, 'rosa')).status).toBe(200)
    const refused = await save(vault, 2, {}, 'rosa')
    expect(refused.body).toMatchObject({ status: 403, detail: 'You can see CT-01 but not change it. rosa owns it.' })
  })
})

describe('scope', () => {
  const operations = [
    [contracts.openContract, {}],
    [contracts.saveContract, { ...someTerms, revision: 1 }],
    [contracts.archiveContract, {}],
    [contracts.restoreContract, {}],
    [contracts.decideContract, { decision: 'cancel', why: 'No longer needed' }],
    [contracts.undoDecision, {}],
  ] as const

  test.each(operations.map((one) => [one[0].path.split('/').at(-1), one[0].method, ...one] as const))(
    '%s %s of what is out of reach is answered like a made-up one',
    async (_name, _method, endpoint, input) => {
      const vault = aVault()
      const open = await aVendor(vault, 'Open', {}, 'mara')
      const restricted = await aVendor(vault, 'Guards', { collectionId: vault.collections.secret }, 'mara')
      await aContract(vault, open)
      await aContract(vault, restricted)
      const kept = () => JSON.stringify(vault.db.prepare(`SELECT * FROM contracts`).all())
      const before = kept()
      const told = async (who: Name, contract: string) => {
        const { status, body } = await vault.as(who, endpoint, { ...input, contract })
        return { status, body: { ...(body as object), instance: '' } }
      }
      // An editor sees the open one only, a technician neither; an auditor lists vendors and reads nothing of them.
      for (const [who, contract] of [
        ['jonas', 'CT-02'],
        ['tariq', 'CT-01'],
        ['ines', 'CT-01'],
        ['ines', 'CT-02'],
      ] as const) {
        const there = await told(who, contract)
        expect(there.status).toBe(404)
        expect(there).toEqual(await told(who, 'CT-77'))
      }
      const foreign = await vault.as('xenia', endpoint, { ...input, contract: ct01, slug: 'other' })
      expect(foreign.status).toBe(404)
      expect(kept()).toBe(before)
    },
  )

  test('a list holds what each may open, and nothing tells of the rest', async () => {
    const vault = aVault()
    const open = await aVendor(vault, 'Open', {}, 'mara')
    const restricted = await aVendor(vault, 'Guards', { collectionId: vault.collections.secret }, 'mara')
    await aContract(vault, open, { title: 'Line' })
    await aContract(vault, restricted, { title: 'Guard duty', number: 'SECRET-1' })
    const everything = ['Guard duty', 'Line']
    for (const [who, expected] of [
      ['mara', everything],
      ['anton', everything],
      ['jonas', ['Line']],
      ['rosa', ['Line']],
      ['ines', []],
      ['tariq', []],
    ] as const) {
      expect(await titles(vault, { sort: 'title' }, who), who).toEqual(expected)
      expect(await titles(vault, { text: 'SECRET-1' }, who), who).toEqual(expected.length === 2 ? ['Guard duty'] : [])
    }
    expect((await vault.as('jonas', contracts.listContracts, { vendor: restricted })).status).toBe(404)
    expect((await vault.as('xenia', contracts.listContracts, { slug: 'other' })).body.items).toEqual([])
    // For as long as a grant runs, and no longer.
    const endsAt = later(start, { hours: 1 })
    await vault.grant('mara', { to: 'tariq', reference: restricted, level: 'view', endsAt })
    expect(await titles(vault, {}, 'tariq')).toEqual(['Guard duty'])
    vault.clock.set(endsAt)
    expect(await titles(vault, {}, 'tariq')).toEqual([])
  })
})

describe('lists', () => {
  async function several() {
    const vault = aVault()
    const [line, cloud] = [await aVendor(vault, 'Brightline Fibre'), await aVendor(vault, 'Larkfield Cloud')]
    const pounds = (minorUnits: number, per: string) => ({ minorUnits, currency: 'GBP', per }) as never
    await aContract(vault, line, { title: 'Line', cost: pounds(80_000, 'month'), ownerId: vault.member('jonas') })
    await aContract(vault, line, { title: 'Backup line', endsOn: '2026-05-20', cost: pounds(100_000, 'year') })
    await aContract(vault, cloud, { title: 'Seats', endsOn: '2026-08-31', fallbackId: vault.member('jonas') })
    await aContract(vault, cloud, { title: 'Archive', endsOn: undefined, autoRenews: false, notice: undefined })
    return { vault, line, cloud }
  }

  test.each([
    [{}, ['Backup line', 'Seats', 'Line', 'Archive']],
    [{ descending: 'true' }, ['Archive', 'Line', 'Seats', 'Backup line']],
    [{ sort: 'end' }, ['Backup line', 'Seats', 'Line', 'Archive']],
    [{ sort: 'title' }, ['Archive', 'Backup line', 'Line', 'Seats']],
    [{ sort: 'cost' }, ['Backup line', 'Seats', 'Archive', 'Line']],
    [{ state: 'missed' }, ['Backup line']],
    [{ state: 'none' }, ['Archive']],
    [{ owner: 'none' }, ['Backup line', 'Archive']],
    [{ from: '2026-05-31', until: '2026-06-30' }, ['Seats', 'Line']],
    [{ from: '2026-06-01', until: '2026-06-29' }, []],
    [{ text: 'larkfield' }, ['Seats', 'Archive']],
    [{ text: 'ct-02' }, ['Backup line']],
    [{ text: '%' }, []],
    [{ vendor: 'vn1' }, ['Backup line', 'Line']],
  ])('%j gives %j', async (filters, expected) => {
    const { vault } = await several()
    expect(await titles(vault, filters)).toEqual(expected)
  })

  test('mine are those that I am owner or fallback of', async () => {
    const { vault } = await several()
    expect(await titles(vault, { owner: 'me' }, 'jonas')).toEqual(['Seats', 'Line'])
    expect(await titles(vault, { owner: vault.member('jonas') })).toEqual(['Line'])
  })

  test.each([{}, { descending: 'true' }, { sort: 'cost' }, { sort: 'title', descending: 'true' }])(
    'a page at a time is the same list: %j',
    async (sort) => {
      const { vault } = await several()
      const whole = await titles(vault, sort)
      const pages: string[] = []
      let after: string | undefined
      do {
        const { body } = await vault.as('mara', contracts.listContracts, { ...sort, limit: 1, after } as never)
        pages.push(...body.items.map(({ title }) => title))
        after = body.next
      } while (after !== undefined)
      expect(pages).toEqual(whole)
      const bad = await vault.as('mara', contracts.listContracts, { after: 'x' })
      expect(bad.body.errors?.[0]?.pointer).toBe('/after')
    },
  )

  test('an archived vendor takes its contracts out of the list, and an erased one takes them along', async () => {
    const { vault, line } = await several()
    await vault.as('mara', archiveDocument, { reference: line })
    expect(await titles(vault)).toEqual(['Seats', 'Archive'])
    expect(await titles(vault, { archived: 'true' })).toEqual(['Backup line', 'Line'])
    // On the vendor's own page they stand.
    expect(await titles(vault, { vendor: line })).toEqual(['Backup line', 'Line'])
    expect((await save(vault, 1)).body.detail).toBe('VN-01 is archived. Restore it first.')
    expect((await decide(vault)).status).toBe(409)
    expect((await vault.as('mara', purgeDocument, { reference: line, confirm: line })).status).toBe(200)
    expect((await vault.as('mara', contracts.openContract, { contract: ct01 })).status).toBe(404)
    expect(vault.db.prepare(`SELECT count(*) FROM contract_revisions`).pluck().get()).toBe(2)
  })

  test('a contract is archived and restored, and its number is never given again', async () => {
    const { vault, line } = await several()
    const input = { contract: ct01 }
    expect((await vault.as('jonas', contracts.archiveContract, input)).status).toBe(200)
    expect((await vault.as('jonas', contracts.archiveContract, input)).status).toBe(409)
    expect(await titles(vault)).not.toContain('Line')
    expect(await titles(vault, { archived: 'true' })).toEqual(['Line'])
    expect((await save(vault, 1)).body.detail).toBe('CT-01 is archived. Restore it first.')
    expect(await aContract(vault, line)).toBe('CT-05')
    expect((await vault.as('jonas', contracts.restoreContract, input)).status).toBe(200)
    expect(await titles(vault)).toContain('Line')
  })
})

describe('changes', () => {
  test('every change is a revision, and the second of two people loses nothing', async () => {
    const { vault } = await withContract()
    expect((await save(vault, 1, { title: 'Leased line, 500 Mbit/s' })).body).toEqual({ revision: 2 })
    const second = await save(vault, 1, { title: 'Mine' }, 'jonas')
    expect(second.body).toMatchObject({
      status: 409,
      type: '/problems/changed-meanwhile',
      facts: { current: { revision: 2, title: 'Leased line, 500 Mbit/s', updatedBy: 'mara' } },
    })
    const { revisions } = await opened(vault)
    expect(revisions.map(({ revision, terms }) => [revision, terms.title])).toEqual([
      [2, 'Leased line, 500 Mbit/s'],
      [1, 'Leased line'],
    ])
  })

  test.each([
    ['the end', { endsOn: '2026-12-31' }, true],
    ['the notice', { notice: { amount: 1, unit: 'months' } }, true],
    ['the cost', { cost: { minorUnits: 1, currency: 'GBP', per: 'year' } }, true],
    ['renewal', { autoRenews: false, renewalMonths: undefined }, true],
    ['the number', { number: 'BRL-1' }, true],
    ['nothing', {}, false],
    ['a note', { notes: 'Ask for Ada.' }, false],
    ['the title', { title: 'Line' }, false],
  ] as const)('who cites the vendor is in doubt after a change of %s: %#', async (_what, change, isDoubt) => {
    const { vault, vendor } = await withContract()
    const runbook = await aRunbook(vault, 'Internet down', { body: `Call [[${vendor}]].` })
    await verified(vault, runbook)
    vault.clock.set(later(start, { minutes: 1 }))
    expect((await save(vault, 1, change as never)).status).toBe(200)
    const { body } = await vault.as('jonas', openDocument, { reference: runbook })
    expect(body.state).toBe(isDoubt ? 'suspect' : 'verified')
    expect(body.causes.map(({ cause, reference }) => [cause, reference])).toEqual(
      isDoubt ? [['cited_vendor', 'VN-01']] : [],
    )
  })

  test('the activity tells of it, and an auditor reads no contents', async () => {
    const { vault } = await withContract()
    await save(vault, 1, { title: 'Other' })
    await decide(vault, { why: 'Nobody else serves the site' })
    const said = async (who: Name) => {
      const { body } = await vault.as(who, listActivity, { document: 'VN-01' })
      return JSON.stringify(body.items.map(({ says }) => says))
    }
    expect(await said('mara')).toContain('Nobody else serves the site')
    expect(await said('mara')).toContain('decided to renew the contract ')
    expect(await said('ines')).toContain('decided to renew the contract ')
    expect(await said('ines')).not.toContain('Nobody else')
    expect(await said('ines')).not.toContain('Leased line')
  })
})

describe('decisions', () => {
  test('a decision settles the term that runs, with who, when and why, and the next term asks again', async () => {
    const { vault } = await withContract()
    vault.clock.set(on('2026-06-01'))
    expect(await opened(vault)).toMatchObject({ state: 'soon' })
    expect((await decide(vault, { proof: 'Mail of 1 June' }, 'jonas')).status).toBe(200)
    expect(await opened(vault)).toMatchObject({
      state: 'decided',
      decision: {
        decision: 'renew',
        by: 'jonas',
        at: on('2026-06-01'),
        why: 'It works well',
        proof: 'Mail of 1 June',
        termEndsOn: '2026-09-30',
      },
    })
    vault.clock.set(on('2026-10-01'))
    const next = await opened(vault)
    expect([next.state, next.decision, next.decisions.length]).toEqual(['open', undefined, 1])
  })

  test('a missed deadline says so, until somebody decides', async () => {
    const { vault } = await withContract()
    vault.clock.set(on('2026-07-01'))
    expect(await opened(vault)).toMatchObject({ state: 'missed', daysLeft: -1 })
    await decide(vault)
    expect(await opened(vault)).toMatchObject({ state: 'decided' })
  })

  test('cancelled, it ends with its term and stays ended', async () => {
    const { vault } = await withContract()
    await decide(vault, { decision: 'cancel' })
    vault.clock.set(on('2026-10-01'))
    expect(await opened(vault)).toMatchObject({ state: 'ended', termEndsOn: '2026-09-30' })
    const late = await decide(vault)
    expect(late.body).toMatchObject({ status: 409, detail: 'CT-01 ended on 2026-09-30. Enter its new end first.' })
  })

  test('a decision is taken back, and both stay on record', async () => {
    const { vault } = await withContract()
    await decide(vault, { decision: 'renegotiate' })
    await decide(vault, { decision: 'cancel' })
    const undo = () => vault.as('anton', contracts.undoDecision, { contract: ct01 })
    expect((await undo()).status).toBe(200)
    // The one before it counts again.
    expect(await opened(vault)).toMatchObject({ state: 'decided', decision: { decision: 'renegotiate' } })
    expect((await undo()).status).toBe(200)
    expect(await opened(vault)).toMatchObject({
      state: 'open',
      decisions: [
        { decision: 'cancel', undoneBy: 'anton' },
        { decision: 'renegotiate', undoneBy: 'anton' },
      ],
    })
    expect((await undo()).status).toBe(409)
  })

  test('the attachment that proves it lies with the vendor', async () => {
    const { vault, vendor } = await withContract()
    const other = await aVendor(vault, 'Larkfield Cloud')
    const attached = (reference: Reference, fields: object = {}) => {
      const id = uuidv7()
      const row = { removed_at: null, purged_at: null, ...fields }
      vault.db
        .prepare(
          `INSERT INTO attachments (id, document_id, name, media_type, size_bytes, sha256, added_at, added_by, removed_at, purged_at)
           SELECT @id, id, 'letter.pdf', 'application/pdf', 1, '', '2026-03-02', created_by, @removed_at, @purged_at
             FROM documents WHERE 'VN-0' || number = @reference`,
        )
        .run({ id, reference, ...row })
      return id
    }
    for (const attachmentId of [attached(other), attached(vendor, { removed_at: start }), uuidv7()]) {
      const refused = await decide(vault, { attachmentId })
      expect(refused.body.errors).toEqual([{ pointer: '/attachmentId', detail: 'Choose an attachment of VN-01.' }])
    }
    expect((await opened(vault)).decisions).toEqual([])
    const attachmentId = attached(vendor)
    expect((await decide(vault, { attachmentId })).status).toBe(200)
    expect(await opened(vault)).toMatchObject({ decision: { attachmentId } })
  })
})

describe('search', () => {
  const found = async (vault: Vault, text: string, by: Name = 'mara') =>
    (await vault.as(by, search, { text })).body.items.map(({ reference }) => reference)

  test('a vendor is found by what its contracts are called and numbered, and by their references', async () => {
    const { vault } = await withContract({ title: 'Leased line, Works', number: 'BRL-4471/22' })
    for (const text of ['leased line', 'leasd', 'BRL-4471', '4471/22', 'CT-01']) {
      expect(await found(vault, text), text).toEqual(['VN-01'])
    }
    await save(vault, 1, { title: 'Fibre ring', number: '' })
    expect(await found(vault, 'leased')).toEqual([])
    expect(await found(vault, 'fibre ring')).toEqual(['VN-01'])
    await vault.as('mara', contracts.archiveContract, { contract: ct01 })
    expect(await found(vault, 'ring')).toEqual([])
  })

  test('nobody finds the contract of a vendor out of reach, and an auditor none', async () => {
    const vault = aVault()
    const vendor = await aVendor(vault, 'Guards', { collectionId: vault.collections.secret }, 'mara')
    await aContract(vault, vendor, { title: 'Nightwatch' })
    expect(await found(vault, 'nightwatch')).toEqual([vendor])
    for (const who of ['jonas', 'rosa', 'ines', 'tariq'] as const) {
      expect(await found(vault, 'nightwatch', who)).toEqual([])
      expect((await vault.as(who, search, { text: 'nightwach' })).body).toMatchObject({ items: [], corrected: [] })
    }
  })

  test('an erased vendor leaves no word of its contracts, and the index whole', async () => {
    const { vault, vendor } = await withContract({ title: 'Nightwatch' })
    await vault.as('mara', archiveDocument, { reference: vendor })
    await vault.as('mara', purgeDocument, { reference: vendor, confirm: vendor })
    const words = vault.db.prepare(`SELECT word FROM search_words WHERE word LIKE 'nightw%'`).all()
    expect(words).toEqual([])
    expect(() => vault.db.exec(`INSERT INTO text_index (text_index, rank) VALUES ('integrity-check', 1)`)).not.toThrow()
  })

  test('the index stays whole through every change', async () => {
    const { vault, vendor } = await withContract()
    await aContract(vault, vendor, { title: 'Second' })
    await save(vault, 1, { title: 'Changed' })
    await vault.as('mara', contracts.archiveContract, { contract: ct01 })
    await vault.as('mara', contracts.restoreContract, { contract: ct01 })
    await vault.as('mara', archiveDocument, { reference: vendor })
    expect(() => vault.db.exec(`INSERT INTO text_index (text_index, rank) VALUES ('integrity-check', 1)`)).not.toThrow()
  })
})
