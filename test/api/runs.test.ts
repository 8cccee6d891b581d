import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { listActivity } from '#contract/activity.ts'
import {
  archiveDocument,
  listDocuments,
  openDocument,
  purgeDocument,
  raiseFlag,
  resolveFlag,
  saveDocument,
  verifyDocument,
} from '#contract/documents.ts'
import { listReviews } from '#contract/reviews.ts'
import { standingOf } from '#contract/run-state.ts'
import { addRunEvents, finishRun, listRuns, openRun, runsUnderWay, startRun, type RunDeed } from '#contract/runs.ts'
import { textOf } from '#contract/sentences.ts'
import type { Day, Instant, Reference, RunId } from '#contract/values.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { takeRung } from '../../server/access/doorbell.ts'
import type { MemberCall } from '../../server/access/call.ts'
import { findActor, findSession } from '../../server/access/sessions.ts'
import { finishRunsOf, runsOfIncident } from '../../server/features/runs/rules.ts'
import { runRoutes } from '../../server/features/runs/routes.ts'
import { runRoute } from '../../server/http/run-route.ts'
import { later } from '../../server/platform/clock.ts'
import { atomically } from '../../server/platform/database.ts'
import { aRunbook, aSystem, usual, verified } from '../support/documents.ts'
import { anIncident, readAs } from '../support/incidents.ts'
import { adds, anEvent, aRun, internetDown, theRun } from '../support/runs.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const minutes = (count: number): Instant => later(start, { minutes: count })
const tick = (step: number, at: Instant, what: RunDeed = 'done', text = '') => anEvent({ step, what, text, at })
const newId = () => uuidv7() as RunId
const ends = (vault: Vault, who: Name, runId: RunId, outcome: 'worked' | 'needs_changes' | 'abandoned', summary = '') =>
  vault.as(who, finishRun, { runId, outcome, summary })
const stateOf = async (vault: Vault, reference: Reference) => (await vault.as('mara', openDocument, { reference })).body

describe('a run', () => {
  test('shows who did what when, with the text that it was started from', async () => {
    const vault = aVault()
    const { reference, runId } = await aRun(vault)
    vault.clock.set(minutes(5))
    await adds(vault, 'jonas', runId, tick(0, minutes(1)))
    const answer = await adds(
      vault,
      'rosa',
      runId,
      tick(1, minutes(4), 'failed', 'No replies'),
      anEvent({ what: 'value', name: 'gateway', text: '203.0.113.9', at: minutes(3) }),
    )
    expect(answer.body).toEqual({ added: 2, tooLate: [], warnings: [] })
    const { id: _id, kind: _kind, ...fields } = usual(vault, 'Internet down')
    await vault.as('jonas', saveDocument, { ...fields, reference, revision: 1, body: 'Another text' })
    const run = await theRun(vault, runId)
    expect(run).toMatchObject({
      runbook: { reference, title: 'Internet down' },
      revision: 1,
      newerRevision: 2,
      body: internetDown,
      isDrill: false,
      seconds: 300,
      steps: 4,
      stepsDone: 1,
      stepsFailed: 1,
      isMine: false,
      people: [{ name: 'jonas' }, { name: 'rosa' }],
    })
    expect(run).not.toHaveProperty('finishedAt')
    expect(run.events).toMatchObject([
      { step: 0, what: 'done', at: minutes(1), by: { name: 'jonas' }, lateSeconds: 240 },
      { what: 'join', by: { name: 'rosa' }, at: minutes(3) },
      { what: 'value', name: 'gateway', text: '203.0.113.9', at: minutes(3) },
      { step: 1, what: 'failed', text: 'No replies', lateSeconds: 60 },
    ])
    expect((await theRun(vault, runId, 'rosa')).isMine).toBe(true)
  })

  test('started twice with one id is one run; an id of somebody else’s is refused', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Internet down', { body: internetDown })
    const id = newId()
    for (let n = 0; n < 2; n++)
      expect((await vault.as('jonas', startRun, { reference, id })).body).toEqual({ id, revision: 1 })
    expect((await vault.as('rosa', startRun, { reference, id })).status).toBe(409)
    expect((await vault.as('mara', runsUnderWay, {})).body.items).toHaveLength(1)
  })

  test('is of a runbook that is not archived, and nothing else', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet and firewall')
    expect((await vault.as('jonas', startRun, { reference: system, id: newId() })).body.detail).toContain('no runbook')
    const reference = await aRunbook(vault, 'Old')
    await vault.as('jonas', archiveDocument, { reference })
    expect((await vault.as('jonas', startRun, { reference, id: newId() })).status).toBe(409)
  })

  test('takes what came already in silence', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    const events = [tick(0, start), tick(1, start)]
    expect((await adds(vault, 'jonas', runId, ...events)).body.added).toBe(2)
    expect((await adds(vault, 'jonas', runId, ...events, tick(2, start))).body.added).toBe(1)
    // Sent by somebody else, it is still the first one's.
    expect((await adds(vault, 'rosa', runId, ...events)).body.added).toBe(0)
    const run = await theRun(vault, runId)
    expect(run.events).toHaveLength(3)
    expect(run.people.map(({ name }) => name)).toEqual(['jonas'])
  })

  test('keeps its times between its start and now', async () => {
    const vault = aVault()
    vault.clock.set(minutes(10))
    const { runId } = await aRun(vault)
    vault.clock.set(minutes(20))
    await adds(vault, 'jonas', runId, tick(0, minutes(1)), tick(1, minutes(600)), tick(2, minutes(15)))
    const { events } = await theRun(vault, runId)
    expect(events.map(({ step, at }) => [step, at])).toEqual([
      [0, minutes(10)],
      [2, minutes(15)],
      [1, minutes(20)],
    ])
  })

  test('refuses steps that the text does not have, and then takes nothing of what came along', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    const answer = await adds(vault, 'jonas', runId, tick(0, start), tick(4, start))
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/events/1/step' }] } })
    expect((await theRun(vault, runId)).events).toEqual([])
  })

  test.each([
    ['a tick of no step', { what: 'done' }],
    ['a failure without a word', { what: 'failed', step: 0, text: '  ' }],
    ['an empty note', { what: 'note' }],
    ['a value without a name', { what: 'value', text: 'x' }],
    ['joining by hand', { what: 'join' }],
    ['a step below the first', { what: 'done', step: -1 }],
    ['something more', { what: 'done', step: 0, by: 'mara' }],
    ['a time that is none', { what: 'done', step: 0, at: 'now' }],
  ])('refuses %s', async (_name, fields) => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    const event = { ...anEvent({ what: 'done', at: start }), step: undefined, ...fields }
    expect((await vault.as('jonas', addRunEvents, { runId, events: [event as never] })).status).toBe(400)
  })

  test('names what looks like a secret, by rule, without repeating it', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    const key = ['AKIA', 'QYLPMN5HHHFPZAM2'].join('')
    const [output, value] = [
      anEvent({ step: 1, what: 'output', text: `aws_access_key_id = ${key}`, at: start }),
      anEvent({ what: 'value', name: 'password', text: 'Tr0ub4dor&3kettle', at: start }),
    ]
    const answer = await adds(vault, 'jonas', runId, output, tick(0, start), value)
    expect(answer.body.warnings.map(({ id }) => id)).toEqual([output.id, value.id])
    expect(JSON.stringify(answer.body)).not.toContain(key)
    const end = await ends(vault, 'jonas', runId, 'worked', `The key is ${key}`)
    expect(end.body.warnings).toHaveLength(1)
    expect(JSON.stringify(end.body)).not.toContain(key)
  })

  test('takes no more than a run can be', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    const add = vault.db.prepare(
      `INSERT INTO run_events (id, run_id, step, what, member_id, at, received_at) VALUES (?, ?, 0, 'done', ?, ?, ?)`,
    )
    for (let n = 0; n < 4_999; n++) add.run(uuidv7(), runId, vault.member('jonas'), start, start)
    expect((await adds(vault, 'jonas', runId, tick(0, start))).status).toBe(200)
    expect((await adds(vault, 'jonas', runId, tick(0, start))).status).toBe(409)
  })

  test('leaves a trace of every act, in words', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault, { isDrill: true })
    await adds(vault, 'rosa', runId, tick(0, start), tick(1, start), tick(2, start, 'failed', 'Port is down'))
    await ends(vault, 'jonas', runId, 'needs_changes', 'The port has another name')
    const { body } = await vault.as('mara', listActivity, {})
    expect(body.items.slice(0, 4).map(({ by, says }) => `${by?.name} ${textOf(says)}`)).toEqual([
      'jonas finished a drill of RB-01 Internet down: it needs changes, Step 3 failed: “The port has another name”',
      expect.stringContaining('jonas reported a problem with RB-01'),
      'rosa worked through RB-01 Internet down, 2 steps done, 1 step failed',
      'jonas started a drill of RB-01 Internet down, version 1',
    ])
  })
})

describe('two devices', () => {
  const deeds = fc.array(
    fc.record({ step: fc.nat({ max: 3 }), what: fc.constantFrom('done', 'failed', 'skipped', 'open' as const) }),
    { minLength: 1, maxLength: 6 },
  )

  test('whose queues come in any order and in any parts give the same run', async () => {
    const vault = aVault()
    const { reference } = await aRun(vault)
    const parts = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(deeds, deeds, parts, async (one, other, coins) => {
        vault.clock.set(later(vault.clock.now(), { minutes: 1 }))
        const begun = vault.clock.now()
        const queue = (device: typeof one, first: number) =>
          device.map(({ step, what }, n) => tick(step, later(begun, { seconds: first + 2 * n }), what, 'Because'))
        // Every second thing happens at the very moment of something on the other device.
        const [left, right] = [queue(one, 1), queue(other, 3)]
        const states: unknown[] = []
        for (const order of [coins, coins.map((coin) => !coin), [true], [false]]) {
          vault.clock.set(begun)
          const { runId } = await aRun(vault, { reference })
          vault.clock.set(later(begun, { seconds: 40 }))
          const [mine, yours] = [[...left], [...right]]
          for (let turn = 0; mine.length + yours.length > 0; turn++) {
            const isMine = (order[turn % order.length] && mine.length > 0) || yours.length === 0
            const events = (isMine ? mine : yours).splice(0, 1 + (turn % 2))
            expect((await adds(vault, isMine ? 'jonas' : 'rosa', runId, ...events)).status).toBe(200)
          }
          const run = await theRun(vault, runId)
          const { steps } = standingOf(run.events)
          states.push({
            steps: [...steps].map(([step, { what, at, by }]) => [step, what, at, by.name]).toSorted(),
            counts: [run.stepsDone, run.stepsFailed],
            all: run.events.filter(({ what }) => what !== 'join').map(({ id }) => id),
          })
        }
        for (const state of states) expect(state).toEqual(states[0])
      }),
      { numRuns: 5 },
    )
  })

  test('are told of each other at once, and of nobody who does not look', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    await theRun(vault, runId, 'rosa')
    await vault.as('mara', runsUnderWay, { runbook: reference })
    await vault.as('anton', runsUnderWay, {})
    // Within the transaction of a write: before the streams have taken it.
    const rungBy = (endpoint: Endpoint, input: object) => {
      const { db } = vault
      const asked = { ...aCallOf(vault, 'jonas'), input: endpoint.input.parse({ slug: 'acme', ...input }) }
      const route = runRoutes.find((one) => one.endpoint === endpoint)
      atomically(db, () => runRoute(route as never, asked))
      return takeRung(db).toSorted()
    }
    const people = (...names: Name[]) => names.map((name) => vault.account(name)).toSorted()
    expect(rungBy(addRunEvents, { runId, events: [tick(0, start)] })).toEqual(people('rosa'))
    expect(rungBy(startRun, { reference, id: newId(), isDrill: false })).toEqual(people('mara'))
    expect(rungBy(finishRun, { runId, outcome: 'worked', summary: '' })).toEqual(people('mara', 'rosa'))
    vault.clock.set(minutes(20))
    expect(rungBy(addRunEvents, { runId, events: [tick(1, start)] })).toEqual([])
  })

  test('see who has it open, until they have gone', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    await theRun(vault, runId, 'rosa')
    expect((await theRun(vault, runId, 'jonas')).here.map(({ name }) => name)).toEqual(['rosa'])
    expect((await theRun(vault, runId, 'rosa')).here.map(({ name }) => name)).toEqual(['jonas'])
    vault.clock.set(minutes(3))
    expect((await theRun(vault, runId, 'jonas')).here).toEqual([])
  })
})

describe('finishing', () => {
  test('what worked is a fact beside the state, and verifies nothing', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    vault.clock.set(minutes(20))
    for (const step of [0, 1, 2, 3]) await adds(vault, 'jonas', runId, tick(step, minutes(5 * (step + 1))))
    expect((await ends(vault, 'rosa', runId, 'worked')).status).toBe(200)
    const document = await stateOf(vault, reference)
    expect(document).toMatchObject({ state: 'unverified', runs: { times: 1, lastWorkedAt: minutes(20) }, causes: [] })
    expect(document.runs).not.toHaveProperty('lastFailedAt')
    const { body } = await vault.as('rosa', listDocuments, { kind: 'runbook' })
    expect(body.items[0]?.runs).toEqual({ times: 1, lastWorkedAt: minutes(20) })
    expect((await theRun(vault, runId)).finishedBy?.name).toBe('rosa')
    expect((await vault.as('jonas', runsUnderWay, {})).body.items).toEqual([])
  })

  test('once is enough, and the second is told who was first', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    await ends(vault, 'jonas', runId, 'worked')
    const again = await ends(vault, 'rosa', runId, 'abandoned')
    expect(again).toMatchObject({ status: 409, body: { detail: 'jonas finished this run already.' } })
    expect((await theRun(vault, runId)).outcome).toBe('worked')
  })

  test('that needs changes reports a problem that names the steps in their words', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    await verified(vault, reference)
    vault.clock.set(minutes(9))
    await adds(
      vault,
      'jonas',
      runId,
      tick(1, minutes(2), 'failed', 'No\nreplies'),
      tick(3, minutes(3), 'skipped', 'Solved'),
    )
    expect((await ends(vault, 'jonas', runId, 'needs_changes', '')).status).toBe(400)
    await ends(vault, 'jonas', runId, 'needs_changes', 'The gateway has moved')
    const document = await stateOf(vault, reference)
    expect(document).toMatchObject({ state: 'suspect', runs: { times: 1, lastFailedAt: minutes(9) } })
    expect(document.causes).toMatchObject([
      {
        cause: 'flag',
        by: 'jonas',
        text: 'A run needs changes: The gateway has moved. Step 2 “Test the line.” failed: No replies. Step 4 “Call the provider.” was skipped: Solved.',
      },
      { cause: 'run_failed', text: 'Step 2', by: 'jonas', runId },
    ])
    // Verifying ends what the run said; the problem stays until somebody resolves it.
    vault.clock.set(minutes(10))
    await verified(vault, reference)
    expect((await stateOf(vault, reference)).causes).toMatchObject([{ cause: 'flag' }])
    await vault.as('jonas', resolveFlag, { reference, flagId: document.causes[0]?.flagId as never })
    expect((await stateOf(vault, reference)).state).toBe('verified')
  })

  test('with a failed step puts the runbook in doubt, whatever the outcome, and saving does not clear it', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    await verified(vault, reference)
    vault.clock.set(minutes(1))
    await adds(
      vault,
      'jonas',
      runId,
      tick(1, minutes(1), 'failed', 'No replies'),
      tick(2, minutes(1), 'failed', 'Nor here'),
    )
    await ends(vault, 'jonas', runId, 'worked')
    expect(await stateOf(vault, reference)).toMatchObject({
      state: 'suspect',
      causes: [{ cause: 'run_failed', text: 'Steps 2 and 3' }],
      runs: { lastWorkedAt: minutes(1), lastFailedAt: minutes(1) },
    })
    const queue = (await vault.as('jonas', listReviews, { scope: 'all' })).body.items
    expect(queue[0]?.reasons[0]).toBe('Steps 2 and 3 failed in a run')
    const { id: _id, kind: _kind, ...fields } = usual(vault, 'Internet down')
    await vault.as('jonas', saveDocument, { ...fields, reference, revision: 1, body: 'Other' })
    expect((await stateOf(vault, reference)).state).toBe('suspect')
    const checks = ['steps', 'links', 'phones']
    await vault.as('jonas', verifyDocument, { reference, revision: 2, checks })
    expect((await stateOf(vault, reference)).state).toBe('verified')
  })

  test('takes what was done before the end, however late, and says what came after', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    await verified(vault, reference)
    vault.clock.set(minutes(10))
    await ends(vault, 'jonas', runId, 'worked')
    vault.clock.set(minutes(60))
    const [before, after] = [tick(2, minutes(9), 'failed', 'Wrong port'), tick(3, minutes(10))]
    const answer = await adds(vault, 'rosa', runId, before, after)
    expect(answer.body).toMatchObject({ added: 1, tooLate: [after.id] })
    const run = await theRun(vault, runId)
    expect(run).toMatchObject({ stepsFailed: 1, stepsDone: 0, seconds: 600 })
    expect(run.events.at(-1)).toMatchObject({ step: 2, lateSeconds: 51 * 60 })
    expect(await stateOf(vault, reference)).toMatchObject({
      state: 'suspect',
      causes: [{ cause: 'run_failed', text: 'Step 3' }],
    })
    // And where it turns out that it worked after all, the doubt goes.
    await adds(vault, 'rosa', runId, tick(2, later(start, { minutes: 9, seconds: 30 })))
    const after2 = await stateOf(vault, reference)
    expect(after2).toMatchObject({ state: 'verified', causes: [] })
    expect(after2.runs).not.toHaveProperty('lastFailedAt')
  })

  test('what is abandoned was not used', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    await ends(vault, 'jonas', runId, 'abandoned')
    expect((await stateOf(vault, reference)).runs).toEqual({ times: 0 })
  })
})

describe('history', () => {
  /** A run whose steps are done at these minutes of its own. */
  async function played(vault: Vault, reference: Reference, at: number, steps: Record<number, number>, end: number) {
    vault.clock.set(minutes(at))
    const { runId } = await aRun(vault, { reference })
    vault.clock.set(minutes(at + end))
    const events = Object.entries(steps).map(([step, minute]) => tick(Number(step), minutes(at + minute)))
    await adds(vault, 'jonas', runId, ...events)
    await ends(vault, 'jonas', runId, 'worked')
    return runId
  }

  test('says how long it takes, and each step from the one before, in the order in which they were done', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Internet down', { body: internetDown })
    await played(vault, reference, 0, { 0: 1, 1: 3, 2: 4, 3: 10 }, 12)
    await played(vault, reference, 100, { 0: 2, 1: 3, 2: 9, 3: 10 }, 20)
    const last = await played(vault, reference, 200, { 0: 3, 2: 4, 1: 8 }, 16)
    vault.clock.set(minutes(300))
    const drill = await aRun(vault, { reference, isDrill: true })
    const { body } = await vault.as('rosa', listRuns, { reference })
    expect(body).toMatchObject({ worked: 3, lastWorkedAt: minutes(216), medianSeconds: 16 * 60 })
    expect(body.items.map(({ id, isDrill, seconds }) => [id, isDrill, seconds]).slice(0, 2)).toEqual([
      [drill.runId, true, 0],
      [last, false, 16 * 60],
    ])
    expect(body.stepMedians).toEqual([
      { step: 0, seconds: 120, runs: 3 },
      { step: 1, seconds: 120, runs: 3 },
      { step: 2, seconds: 60, runs: 3 },
      { step: 3, seconds: (60 + 360) / 2, runs: 2 },
    ])
  })

  test('follows a step through versions by its words', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Internet down', { body: internetDown })
    await played(vault, reference, 0, { 0: 1, 1: 3, 2: 4, 3: 10 }, 12)
    const { id: _id, kind: _kind, ...fields } = usual(vault, 'Internet down')
    const body = '# Internet down\n\n- [ ] Breathe.\n- [ ] Call the provider.\n- [ ] Read the port state.\n'
    await vault.as('jonas', saveDocument, { ...fields, reference, revision: 1, body })
    expect((await vault.as('jonas', listRuns, { reference })).body.stepMedians).toEqual([
      { step: 1, seconds: 360, runs: 1 },
      { step: 2, seconds: 60, runs: 1 },
    ])
  })

  test('comes in pages', async () => {
    const vault = aVault()
    const { reference } = await aRun(vault)
    for (let n = 0; n < 4; n++) await aRun(vault, { reference })
    const seen: string[] = []
    let after: string | undefined
    do {
      const { body } = await vault.as('rosa', listRuns, { reference, limit: 2, ...(after && { after }) })
      seen.push(...body.items.map(({ id }) => id))
      after = body.next
    } while (after)
    expect(new Set(seen).size).toBe(5)
    expect((await vault.as('rosa', runsUnderWay, { limit: 2 })).body.next).toBeDefined()
  })
})

describe('who may', () => {
  test('a technician joins while the grant runs, and finds nothing from then on', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    const event = () => tick(0, vault.clock.now())
    const asks = async () => [
      (await vault.as('tariq', openRun, { runId })).status,
      (await adds(vault, 'tariq', runId, event())).status,
      (await vault.as('tariq', listRuns, { reference })).status,
      (await vault.as('tariq', runsUnderWay, {})).body.items.length,
    ]
    expect(await asks()).toEqual([404, 404, 404, 0])
    await vault.grant('mara', { to: 'tariq', reference, level: 'view', endsAt: minutes(60) })
    expect(await asks()).toEqual([200, 200, 200, 1])
    vault.clock.set(minutes(60))
    expect(await asks()).toEqual([404, 404, 404, 0])
    expect((await ends(vault, 'tariq', runId, 'abandoned')).status).toBe(404)
    expect((await theRun(vault, runId)).people.map(({ name }) => name)).toEqual(['jonas', 'tariq'])
  })

  test('a run out of reach is a made-up one, also to another organization', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault, {
      reference: await aRunbook(vault, 'Restricted', { collectionId: vault.collections.secret }, 'mara'),
      by: 'mara',
    })
    const madeUp = newId()
    for (const who of ['rosa', 'jonas', 'tariq'] as const) {
      const [there, nowhere] = await Promise.all([runId, madeUp].map((id) => vault.as(who, openRun, { runId: id })))
      const { instance: _one, ...there1 } = there?.body ?? {}
      const { instance: _other, ...nowhere1 } = nowhere?.body ?? {}
      expect([there?.status, there1]).toEqual([404, nowhere1])
      expect((await ends(vault, who, runId, 'abandoned')).status).toBe(404)
      expect((await vault.as(who, runsUnderWay, {})).body.items).toEqual([])
    }
    const foreign = await vault.as('xenia', openRun, { slug: 'other', runId })
    expect(foreign.status).toBe(404)
    expect((await vault.as('mara', openRun, { runId })).status).toBe(200)
  })

  test('an auditor, who reads no runbook, reads no run', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    await ends(vault, 'jonas', runId, 'needs_changes', 'Something secret')
    expect((await vault.as('ines', openRun, { runId })).status).toBe(403)
    expect((await vault.as('ines', listRuns, { reference })).status).toBe(403)
    const { body } = await vault.as('ines', listDocuments, {})
    expect(body.items[0]).not.toHaveProperty('runs')
    expect(JSON.stringify(body)).not.toContain('Something secret')
  })
})

describe('what becomes of a run', () => {
  test('it stays readable while its runbook is archived, goes on, and is erased with it', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    await vault.as('jonas', archiveDocument, { reference })
    expect((await adds(vault, 'jonas', runId, tick(0, start))).body.added).toBe(1)
    // What is archived takes no report, and the run ends all the same.
    expect((await ends(vault, 'jonas', runId, 'needs_changes', 'Out of date')).status).toBe(200)
    expect((await vault.as('rosa', listRuns, { reference })).body.items).toMatchObject([{ outcome: 'needs_changes' }])
    expect((await stateOf(vault, reference)).causes).toEqual([])
    await vault.as('mara', purgeDocument, { reference, confirm: reference })
    expect((await vault.as('mara', openRun, { runId })).status).toBe(404)
    for (const table of ['runs', 'run_events'])
      expect(vault.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  })

  test('an id of an event means something in its own run alone', async () => {
    const vault = aVault()
    const one = await aRun(vault)
    const other = await aRun(vault, { reference: one.reference })
    const event = tick(0, start)
    for (const { runId } of [one, other]) expect((await adds(vault, 'jonas', runId, event)).body.added).toBe(1)
    for (const { runId } of [one, other]) expect((await theRun(vault, runId)).stepsDone).toBe(1)
  })

  test('whoever left is still named in what they did', async () => {
    const vault = aVault()
    const { runId } = await aRun(vault)
    await adds(vault, 'rosa', runId, tick(0, start))
    vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(start, vault.member('rosa'))
    expect((await theRun(vault, runId)).events.map(({ by }) => by.name)).toEqual(['rosa', 'rosa'])
    expect((await vault.as('rosa', openRun, { runId })).status).toBe(404)
  })

  test('a problem that many have reported already does not keep a run from ending', async () => {
    const vault = aVault()
    const { runId, reference } = await aRun(vault)
    for (let n = 0; n < 20; n++) await vault.as('rosa', raiseFlag, { reference, text: `Problem ${n}` })
    expect((await ends(vault, 'jonas', runId, 'needs_changes', 'One more')).status).toBe(200)
    expect((await stateOf(vault, reference)).causes).toHaveLength(20)
  })
})

describe('in an incident', () => {
  test('a run belongs to it, is told to those in it, and ends with it', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Internet down', { body: internetDown })
    await verified(vault, reference)
    vault.clock.set(minutes(5))
    const incident = await anIncident(vault, 'Internet down')
    const [mine, other] = [newId(), newId()]
    const started = await vault.as('jonas', startRun, { reference, id: mine, incident })
    expect(started.status).toBe(200)
    await vault.as('rosa', startRun, { reference, id: other, incident })
    await adds(vault, 'rosa', mine, tick(1, start, 'failed', 'No replies'))
    expect(await theRun(vault, mine)).toMatchObject({ incident, people: [{ name: 'jonas' }, { name: 'rosa' }] })
    const call = aCallOf(vault, 'mara')
    const { id: incidentId } = await readAs(vault, 'mara', incident)
    expect(runsOfIncident(call, incidentId)).toMatchObject([
      {
        id: mine,
        runbook: { reference },
        events: [{ what: 'join' }, { step: 1, stepText: 'Test the line.', what: 'failed', text: 'No replies' }],
      },
      { id: other, events: [] },
    ])
    const { flagged } = atomically(vault.db, () =>
      finishRunsOf(call, { incidentId, verdictOf: () => ({ outcome: 'needs_changes', summary: 'Wrong gateway' }) }),
    )
    expect(flagged).toHaveLength(1)
    expect((await stateOf(vault, reference)).causes.map(({ cause }) => cause)).toEqual(['flag', 'run_failed'])
    for (const runId of [mine, other]) expect((await theRun(vault, runId)).outcome).toBe('needs_changes')
  })

  test('whoever does not see the incident neither starts in it nor learns of it from a run', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Internet down', { body: internetDown })
    const incident = await anIncident(vault, 'Somebody got in')
    const id = newId()
    await vault.as('jonas', startRun, { reference, id, incident })
    await vault.grant('mara', { to: 'tariq', reference, level: 'view', endsAt: minutes(60) })
    expect((await vault.as('tariq', startRun, { reference, id: newId(), incident })).status).toBe(404)
    expect((await vault.as('tariq', openRun, { runId: id })).body).not.toHaveProperty('incident')
    expect((await vault.as('tariq', listRuns, { reference })).body.items[0]).not.toHaveProperty('incident')
  })

  test('of a runbook out of reach its timeline says nothing, and its end ends the run all the same', async () => {
    const vault = aVault()
    const fields = { collectionId: vault.collections.secret, body: internetDown }
    const reference = await aRunbook(vault, 'Restricted', fields, 'mara')
    await verified(vault, reference, 'mara')
    vault.clock.set(minutes(5))
    const incident = await anIncident(vault, 'Internet down')
    const id = newId()
    await vault.as('mara', startRun, { reference, id, incident })
    await adds(vault, 'mara', id, tick(0, start, 'failed', 'No light'))
    const call = aCallOf(vault, 'rosa')
    const { id: incidentId } = await readAs(vault, 'rosa', incident)
    expect(runsOfIncident(call, incidentId)).toEqual([])
    const verdictOf = () => {
      throw new Error('Nothing can be said of what is out of reach')
    }
    expect(atomically(vault.db, () => finishRunsOf(call, { incidentId, verdictOf }))).toEqual({ flagged: [] })
    expect(await theRun(vault, id)).toMatchObject({ outcome: 'abandoned', finishedBy: { name: 'rosa' } })
    expect((await stateOf(vault, reference)).causes).toMatchObject([{ cause: 'run_failed', text: 'Step 1' }])
  })
})

/** What a rule is called with, where no route is between. */
function aCallOf(vault: Vault, name: Name): MemberCall {
  const { db, house, clock } = vault
  const now = clock.now()
  const session = findSession(db, house.config, vault.cookie(name).split('=')[1], now)
  const actor = session && findActor(db, session.accountId, 'acme')
  if (!session || !actor) throw new Error(`${name} is not signed in`)
  const cookies = { device: undefined, startSession() {}, rememberDevice() {}, endSession() {} }
  const origin = { requestId: uuidv7(), address: '', agent: '' }
  const rest = { config: house.config, serverKeys: house.serverKeys, origins: [], input: {}, cookies, origin }
  return { db, now, session, actor, today: now.slice(0, 10) as Day, ...rest }
}
