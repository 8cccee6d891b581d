import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { raiseFlag } from '#contract/documents.ts'
import { pathParameters, type Endpoint } from '#contract/endpoint.ts'
import { startHandover } from '#contract/handovers.ts'
import { addIncidentEvents, closeIncident, joinIncident, saveFollowUp } from '#contract/incidents.ts'
import { assignReadingList } from '#contract/reading-lists.ts'
import { setAway } from '#contract/responsibilities.ts'
import { addRunEvents, finishRun, startRun } from '#contract/runs.ts'
import { routes } from '../../server/app.ts'
import { aClient } from '../support/client.ts'
import { aContract, aWatchedDate } from '../support/contracts.ts'
import { aDiagram, aRunbook, aSystem, aVendor, someVendor } from '../support/documents.ts'
import { anEvent, anIncident } from '../support/incidents.ts'
import { aLane, held, partner } from '../support/lanes.ts'
import { aReadingList } from '../support/reading.ts'
import { aVault, type Name, type Stranger, type Vault } from '../support/vault.ts'

/**
 * ASSURANCE T3: a word stands in the titles of everything that lies in a restricted collection, and another in all that
 * stands below them and was done with it; then somebody reads whatever can be read, with every id and the words'
 * beginnings. No answer has a word in it that the reader would not find in a list.
 */
const word = 'Quixotry'
const inside = 'Zanzibar'

/** What mara has: an incident, a run, a lane, a list, a handover and an absence, all about what only key holders see. */
async function aHouseWithSecrets(vault: Vault) {
  const { secret: collectionId } = vault.collections
  const hidden = { collectionId, summary: `${inside} at a glance`, tags: [inside.toLowerCase()] }
  const system = await aSystem(vault, `${word} line`, hidden, 'mara')
  const body = `# ${inside}\n\n- [ ] Turn ${inside} off.\n`
  const runbook = await aRunbook(vault, `${word} down`, { ...hidden, body, related: [system] }, 'mara')
  const contacts = [{ id: 'x', name: 'rosa', role: `${inside} liaison` }]
  const content = { ...someVendor(), contacts }
  const vendor = await aVendor(vault, `${word} Ltd`, { ...hidden, content }, 'mara')
  await aDiagram(vault, `${word} drawn`, { ...hidden, related: [system] }, 'mara')
  const contract = await aContract(vault, vendor, { title: `${inside} retainer` })
  await aWatchedDate(vault, vendor, { name: `${inside.toLowerCase()}.example.com` })
  const mara = await aClient(vault, 'mara')
  const { reference: credential } = await mara.create({ collectionId, title: `${word} root` })
  const related = [system, runbook]
  const open = await aRunbook(vault, 'Doors', { body: `See [[${runbook}]] and [[${vendor}]].`, related }, 'mara')
  await vault.as('mara', raiseFlag, { reference: runbook, text: `${inside} is wrong` })

  const at = vault.clock.now()
  const incident = await anIncident(vault, `${inside} is down`, { system, runbook })
  const note = anEvent(vault, 'note', { text: `${inside} noted` })
  const called = anEvent(vault, 'call', { reference: vendor })
  await vault.as('mara', addIncidentEvents, { incident, events: [note, called] as never })
  const runId = uuidv7() as never
  await vault.as('mara', startRun, { reference: runbook, id: runId, incident })
  const did = { id: uuidv7(), what: 'failed', step: 0, text: `${inside} does not move`, at } as const
  await vault.as('mara', addRunEvents, { runId, events: [did] })
  const followUpId = uuidv7() as never
  const late = { text: `Order a second ${inside}`, ownerId: vault.member('mara'), dueOn: '2026-03-05' as never }
  await vault.as('mara', saveFollowUp, { incident, followUpId, ...late })
  const laneId = await aLane(vault, {
    accountable: [partner(vault), held(vault, 'rosa')],
    firstInHours: held(vault, 'tariq'),
    isCritical: true,
    systems: [system],
    linked: [runbook, credential, open],
  })
  const list = await aReadingList(vault, [{ reference: runbook, why: `${inside} matters` }, { reference: open }])
  for (const who of ['rosa', 'tariq', 'ines'] as const)
    await vault.as('mara', assignReadingList, { list, id: uuidv7(), memberId: vault.member(who) })
  const days = { from: '2026-03-02', until: '2026-03-06' } as const
  const absenceId = uuidv7() as never
  await vault.as('mara', setAway, { id: absenceId, memberId: vault.member('anton'), ...days })
  const known = { system, runbook, vendor, contract, credential, open, incident, runId, laneId, list, absenceId }
  return { known, followUpId }
}

type Known = Awaited<ReturnType<typeof aHouseWithSecrets>>['known'] & { handoverId?: string }

interface Told {
  slug?: string
  canary?: RegExp
}

/** Every address under which something may be read, with every parameter that it takes. */
function* everything(vault: Vault, known: Known, slug = 'acme'): Generator<[Endpoint, object]> {
  const references = [known.system, known.runbook, known.vendor, known.credential, known.open]
  const ids: Record<string, readonly unknown[]> = {
    reference: references,
    incident: [known.incident],
    runId: [known.runId],
    laneId: [known.laneId],
    list: [known.list],
    contract: [known.contract],
    handoverId: [known.handoverId],
    absenceId: [known.absenceId],
    collectionId: [vault.collections.secret, vault.collections.general],
    memberId: ['mara', 'rosa', 'tariq'].map((name) => vault.member(name as Name)),
    partyId: [vault.acme.parties.partner],
    revision: [1],
    a: [1],
    b: [1],
  }
  const usual: Record<string, unknown> = {
    ...{ scope: 'all', text: word.slice(0, 3), q: word.slice(0, 3), query: word.slice(0, 3), prefix: word.slice(0, 3) },
    ...{ months: 2, from: '2026-03-01', until: '2026-03-30', limit: 200, system: known.system, runbook: known.runbook },
    ...{ vendor: known.vendor, document: known.runbook, tag: inside.toLowerCase() },
  }
  for (const { endpoint, file } of routes) {
    if (endpoint.method !== 'GET' || endpoint.mediaType || file) continue
    const inPath = [...pathParameters(endpoint.path)].filter((name) => name !== 'slug')
    if (inPath.some((name) => !(name in ids))) continue
    const shape = Object.keys((endpoint.input as unknown as { shape?: object }).shape ?? {})
    const optional = shape.filter((name) => !inPath.includes(name) && (name in usual || name in ids))
    const atOnce =
      inPath.length === 0 ? [{}] : (ids[inPath[0] as string] ?? []).map((id) => ({ [inPath[0] as string]: id }))
    for (const first of atOnce) {
      const rest = Object.fromEntries(inPath.slice(1).map((name) => [name, ids[name]?.[0]]))
      const address = { ...(endpoint.path.includes(':slug') && { slug }), ...first, ...rest }
      yield [endpoint, address]
      for (const name of optional) {
        for (const value of name in ids ? (ids[name] ?? []) : [usual[name]])
          yield [endpoint, { ...address, [name]: value }]
      }
    }
  }
}

async function told(
  vault: Vault,
  who: Name | Stranger,
  known: Known,
  { slug, canary = /quixotry|zanzibar/i }: Told = {},
) {
  const found: string[] = []
  let answered = 0
  for (const [endpoint, input] of everything(vault, known, slug)) {
    const { status, body } = await vault.as(who, endpoint, input as never)
    if (status === 200) answered += 1
    expect(status).toBeLessThan(500)
    if (canary.test(JSON.stringify(body))) found.push(`${endpoint.path} ${JSON.stringify(input)}`)
  }
  return { found, answered }
}

test(
  'what lies in a restricted collection is told to no reader, editor, partner or stranger',
  { timeout: 60_000 },
  async () => {
    const vault = aVault()
    const { known } = await aHouseWithSecrets(vault)
    const { body } = await vault.as('mara', startHandover, { id: uuidv7(), partyId: vault.acme.parties.partner })
    const all = { ...known, handoverId: body.id }
    expect((await told(vault, 'mara', all)).found.length).toBeGreaterThan(40)
    for (const who of ['rosa', 'jonas', 'tariq'] as const) {
      const { found, answered } = await told(vault, who, all)
      expect([who, found]).toEqual([who, []])
      expect(answered).toBeGreaterThan(60)
    }
    // By another organization's name, and with this one's ids under their own.
    for (const slug of ['acme', 'other']) expect((await told(vault, 'xenia', all, { slug })).found).toEqual([])
  },
)

test('whose grant ended in the middle of it is told no more of it', { timeout: 60_000 }, async () => {
  const vault = aVault()
  const { known, followUpId } = await aHouseWithSecrets(vault)
  const { incident, runId } = known
  const collection = vault.collections.secret
  const endsAt = '2026-06-01T00:00:00.000Z'
  const { id: grant } = await vault.grant('mara', { to: 'tariq', collection, level: 'view', endsAt })
  expect((await vault.as('tariq', joinIncident, { incident })).status).toBe(200)
  const does = (text: string) =>
    vault.as('tariq', addRunEvents, { runId, events: [{ id: uuidv7(), what: 'note', text, at: vault.clock.now() }] })
  expect((await does('Here')).status).toBe(200)
  const ownerId = vault.member('tariq')
  await vault.as('mara', saveFollowUp, { incident, followUpId, text: `Order ${inside}`, ownerId })
  const { body } = await vault.as('mara', startHandover, { id: uuidv7(), memberId: ownerId })
  const handover = { ...known, handoverId: body.id }
  expect((await told(vault, 'tariq', handover)).found.length).toBeGreaterThan(20)
  await vault.endGrant('mara', grant)
  await vault.as('mara', finishRun, { runId, outcome: 'needs_changes', summary: `${inside} stuck` })
  await vault.as('mara', closeIncident, { incident, summary: `${inside} it was`, affected: inside })
  expect((await told(vault, 'tariq', handover)).found).toEqual([])
  expect((await does('Late')).status).toBe(404)
})

test('an auditor is told titles, and nothing of what stands below them', { timeout: 60_000 }, async () => {
  const vault = aVault()
  const { known } = await aHouseWithSecrets(vault)
  const { body } = await vault.as('mara', startHandover, { id: uuidv7(), memberId: vault.member('rosa') })
  const all = { ...known, handoverId: body.id }
  expect((await told(vault, 'ines', all, { canary: /quixotry/i })).found.length).toBeGreaterThan(5)
  expect((await told(vault, 'ines', all, { canary: /zanzibar/i })).found).toEqual([])
})
