import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test, vi } from 'vitest'
import { openDocument } from '#contract/documents.ts'
import { closeIncident, joinIncident, outcomes } from '#contract/incidents.ts'
import { finishRun, openRun, startRun } from '#contract/runs.ts'
import type { IncidentReference } from '#contract/incident-reference.ts'
import type { Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aRunbook, aSystem } from '../support/documents.ts'
import { anIncident, readAs } from '../support/incidents.ts'
import { adds, anEvent as aRunEvent, aRun } from '../support/runs.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const minutes = (count: number) => later(start, { minutes: count })
const cr = 'CR-01' as Reference

/** CR-01 of mara's, guarded, in the open collection. */
async function aGuarded(vault: Vault) {
  const mara = await aClient(vault, 'mara')
  await mara.create({ class: 'guarded' })
  return mara
}
const ofIncident = (incident: string) => ({ ticket: incident, reason: `${incident} Internet down` })
const reveals = async (vault: Vault, incident: IncidentReference, name: Name = 'mara') =>
  (await readAs(vault, name, incident)).timeline.filter(({ kind }) => kind === 'reveal')

describe('a reveal in an incident', () => {
  test('stands in the timeline by what was done, for those who may see the credential', async () => {
    const vault = aVault()
    const mara = await aGuarded(vault)
    const incident = await anIncident(vault, 'Internet down')
    vault.clock.set(minutes(1))
    expect((await mara.reveal(cr, [2], ofIncident('IN-01'))).opened).toBeDefined()
    // As people write it.
    expect((await mara.reveal(cr, [1], { ...ofIncident('in 1'), purpose: 'view' })).status).toBe(200)
    const { title } = (await vault.as('mara', openDocument, { reference: cr })).body
    expect(await reveals(vault, incident, 'rosa')).toMatchObject([
      { at: minutes(1), by: { name: 'mara' }, document: { reference: cr, title }, text: 'Password copied' },
      { text: 'User name shown' },
    ])
    expect((await readAs(vault, 'rosa', incident)).secondsToRunbook).toBeUndefined()
  })

  test('of a credential that a reader may not see is not told to that reader', async () => {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    await mara.create({ collectionId: vault.collections.secret })
    const incident = await anIncident(vault, 'Internet down')
    expect((await mara.reveal(cr, [2], ofIncident(incident))).status).toBe(200)
    expect(await reveals(vault, incident)).toHaveLength(1)
    expect(await reveals(vault, incident, 'rosa')).toEqual([])
  })

  test('is none of it when the caller does not take part, sees it not, or it is over', async () => {
    const vault = aVault()
    const mara = await aGuarded(vault)
    const theirs = await anIncident(vault, 'Not mine', {}, 'jonas')
    const over = await anIncident(vault, 'Over')
    await vault.as('mara', closeIncident, { incident: over })
    // Of another organization with the same number as one that is not there here.
    for (let n = 0; n < 3; n++) await anIncident(vault, 'Elsewhere', {}, 'xenia')
    for (const ticket of [theirs, over, 'IN-03', 'IN-99'])
      expect((await mara.reveal(cr, [2], ofIncident(ticket))).status).toBe(200)
    expect(vault.db.prepare(`SELECT count(*) AS n FROM incident_events WHERE kind = 'reveal'`).get()).toEqual({ n: 0 })
    await vault.as('mara', joinIncident, { incident: theirs })
    await mara.reveal(cr, [2], ofIncident(theirs))
    expect(await reveals(vault, theirs)).toHaveLength(1)
  })

  test('with a ticket that is no incident, or none, asks nothing about incidents', async () => {
    const vault = aVault()
    const mara = await aGuarded(vault)
    const prepare = vi.spyOn(vault.db, 'prepare')
    const asked = () => prepare.mock.calls.filter(([text]) => text.includes('incident')).length
    await mara.reveal(cr, [2], { ticket: 'NL-20931', reason: 'Planned work on the line' })
    await mara.reveal(cr, [2], { reason: 'Planned work on the line' })
    expect(asked()).toBe(0)
    // What it counts is what would be asked.
    await mara.reveal(cr, [2], ofIncident('IN-07'))
    expect(asked()).toBe(1)
  })

  test('leaves nothing where it is refused', async () => {
    const vault = aVault()
    await aGuarded(vault)
    const rosa = await aClient(vault, 'rosa')
    const incident = await anIncident(vault, 'Internet down', {}, 'rosa')
    expect((await rosa.reveal(cr, [2], ofIncident(incident))).status).toBe(403)
    expect(await reveals(vault, incident)).toEqual([])
  })
})

describe('a run in an incident', () => {
  const startIn = async (vault: Vault, by: Name, runbook: Reference, incident: IncidentReference) => {
    const id = uuidv7() as never
    const { status, body } = await vault.as(by, startRun, { reference: runbook, id, incident })
    return { status, body, runId: id }
  }

  test('is told step by step, counts as the first runbook, and ends with what is said of it', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Line', { body: '- [ ] Look at the lights\n- [ ] Restart the router\n' })
    const incident = await anIncident(vault, 'Internet down')
    vault.clock.set(minutes(2))
    const { runId } = await startIn(vault, 'rosa', runbook, incident)
    vault.clock.set(minutes(4))
    await adds(vault, 'rosa', runId, aRunEvent({ step: 0, what: 'done', text: '', at: minutes(3) }))
    await adds(vault, 'jonas', runId, aRunEvent({ step: 1, what: 'failed', text: 'No lights', at: minutes(4) }))
    expect(await readAs(vault, 'mara', incident)).toMatchObject({
      secondsToRunbook: 120,
      runbooks: [{ reference: runbook, runId, isRunning: true }],
    })
    vault.clock.set(minutes(9))
    const runbooks = [{ reference: runbook, outcome: 'needs_changes' as const, note: 'Step 2 is wrong' }]
    expect((await vault.as('mara', closeIncident, { incident, runbooks })).status).toBe(200)
    const after = await readAs(vault, 'mara', incident)
    expect(after.people.map(({ name }) => name)).toEqual(['mara', 'rosa', 'jonas'])
    expect(after.timeline.map(({ kind, by, stepText, state }) => [kind, by.name, stepText, state])).toEqual([
      ['opened', 'mara', undefined, undefined],
      ['joined', 'rosa', undefined, undefined],
      ['run', 'rosa', undefined, undefined],
      ['step', 'rosa', 'Look at the lights', 'done'],
      ['joined', 'jonas', undefined, undefined],
      ['step', 'jonas', 'Restart the router', 'failed'],
      ['finish', 'mara', undefined, undefined],
      ['closed', 'mara', undefined, undefined],
    ])
    expect(after.runbooks).toMatchObject([{ isRunning: false, runOutcome: 'needs_changes', verdict: 'needs_changes' }])
    expect((await vault.as('mara', openRun, { runId })).body).toMatchObject({ outcome: 'needs_changes' })
    // One problem, not one of the run and one of the incident.
    const { causes } = (await vault.as('mara', openDocument, { reference: runbook })).body
    expect(causes.filter(({ cause }) => cause === 'flag')).toHaveLength(1)
    expect((await vault.as('mara', outcomes, {})).body.incidents.runbooks).toMatchObject([
      { worked: 0, needsChanges: 1 },
    ])
  })

  test('of which nothing is said is abandoned; one that ended before keeps how it ended', async () => {
    const vault = aVault()
    const [one, other] = [await aRunbook(vault, 'One'), await aRunbook(vault, 'Other')]
    const incident = await anIncident(vault, 'Internet down')
    const { runId } = await startIn(vault, 'mara', one, incident)
    const { runId: worked } = await startIn(vault, 'mara', other, incident)
    await vault.as('mara', finishRun, { runId: worked, outcome: 'worked' })
    await vault.as('mara', closeIncident, { incident })
    expect((await vault.as('mara', openRun, { runId })).body).toMatchObject({
      outcome: 'abandoned',
      summary: 'IN-01 ended.',
    })
    const { runbooks } = (await vault.as('mara', outcomes, {})).body.incidents
    expect(runbooks).toMatchObject([{ runbook: { reference: other }, worked: 1, needsChanges: 0 }])
  })

  test('is not told to whoever may not read its runbook, and is started by nobody who does not see the incident', async () => {
    const vault = aVault()
    const hidden = await aRunbook(vault, 'Vault door', { collectionId: vault.collections.secret }, 'mara')
    const open = await aRunbook(vault, 'Line')
    const incident = await anIncident(vault, 'Internet down')
    await startIn(vault, 'mara', hidden, incident)
    const seen = await readAs(vault, 'rosa', incident)
    expect([seen.timeline.map(({ kind }) => kind), seen.runbooks, seen.secondsToRunbook]).toEqual([
      ['opened'],
      [],
      undefined,
    ])
    const safe = await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    const closed = await anIncident(vault, 'Break-in', { system: safe })
    const refused = await startIn(vault, 'jonas', open, closed)
    expect(refused.status).toBe(404)
    // Who may run the runbook and does not see the incident works on, and is not in it.
    const { runId: inside } = await startIn(vault, 'mara', open, closed)
    expect((await adds(vault, 'rosa', inside, aRunEvent({ step: 0, what: 'done', text: '', at: start }))).status).toBe(
      200,
    )
    expect((await readAs(vault, 'mara', closed)).people.map(({ name }) => name)).toEqual(['mara'])
    await vault.as('mara', closeIncident, { incident })
    expect((await startIn(vault, 'jonas', open, incident)).status).toBe(409)
    const { runId } = await aRun(vault)
    expect((await vault.as('jonas', openRun, { runId })).body.incident).toBeUndefined()
  })
})
