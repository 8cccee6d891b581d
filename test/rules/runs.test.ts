import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filledIn, inOrder, placeholdersIn, standingOf, type Deed } from '#contract/run-state.ts'
import { medianOf } from '../../server/platform/median.ts'

const deed = (fields: Partial<Deed> & { id: string }): Deed => ({
  what: 'done',
  name: '',
  text: '',
  at: '2026-03-02T02:14:00.000Z',
  step: 0,
  ...fields,
})
const at = (minute: number) => `2026-03-02T02:${String(minute).padStart(2, '0')}:00.000Z`

test.each([
  ['what was done last counts', [deed({ id: 'a', at: at(1) }), deed({ id: 'b', at: at(2), what: 'failed' })], 'failed'],
  ['also where it came first', [deed({ id: 'b', at: at(2), what: 'failed' }), deed({ id: 'a', at: at(1) })], 'failed'],
  ['at one moment, what was made later', [deed({ id: 'b', what: 'skipped' }), deed({ id: 'a' })], 'skipped'],
  ['a step can be opened again', [deed({ id: 'a', at: at(1) }), deed({ id: 'b', at: at(2), what: 'open' })], 'open'],
  ['a note changes nothing', [deed({ id: 'a', at: at(1) }), deed({ id: 'b', at: at(2), what: 'note' })], 'done'],
  ['nor does a note of the whole run', [deed({ id: 'a' }), deed({ id: 'b', what: 'note', step: undefined })], 'done'],
] as const)('%s', (_name, events, state) => {
  expect(standingOf(events).steps.get(0)?.what).toBe(state)
})

test('a step that nobody touched has no event, and a placeholder is what it was filled with last', () => {
  const events = [
    deed({ id: 'a', what: 'value', name: 'wan', text: 'wan1', at: at(1) }),
    deed({ id: 'b', what: 'value', name: 'wan', text: 'wan2', at: at(3) }),
    deed({ id: 'c', what: 'value', name: 'host', text: 'fw1', at: at(2) }),
  ]
  const { steps, values } = standingOf(events)
  expect(steps.size).toBe(0)
  expect([...values].map(([name, { text }]) => [name, text])).toEqual([
    ['wan', 'wan2'],
    ['host', 'fw1'],
  ])
})

// --- Two devices without a network -----------------------------------------------------------------------------------

/** What one device did, in its order: times that never go back, and ids that sort as they were made. */
const queueOf = (device: string) =>
  fc
    .array(
      fc.record({
        step: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
        what: fc.constantFrom('done', 'failed', 'skipped', 'open', 'note', 'value' as const),
        name: fc.constantFrom('wan', 'host'),
        // Often at the very same moment as something else, here or there.
        wait: fc.constantFrom(0, 0, 1, 2),
      }),
      { maxLength: 12 },
    )
    .map((deeds) => {
      let minute = 0
      return deeds.map(({ wait, ...fields }, index): Deed => {
        minute += wait
        return {
          ...fields,
          text: `${device}${index}`,
          id: `${String(index).padStart(3, '0')}${device}`,
          at: at(minute),
        }
      })
    })

/** Puts two queues into one, each in its own order, as the coins fall; some things are sent twice. */
function interleaved(one: readonly Deed[], other: readonly Deed[], coins: readonly number[]): Deed[] {
  const [left, right] = [[...one], [...other]]
  const come: Deed[] = []
  for (let turn = 0; left.length > 0 || right.length > 0; turn++) {
    const coin = coins[turn % coins.length] ?? 0
    const next = (coin % 2 === 0 ? (left.shift() ?? right.shift()) : (right.shift() ?? left.shift())) as Deed
    come.push(next, ...(coin > 2 ? [next] : []))
  }
  return come
}

test('in whichever order two devices’ queues come, they give the same state', () => {
  const coins = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 24 })
  fc.assert(
    fc.property(queueOf('a'), queueOf('b'), coins, coins, (one, other, someCoins, otherCoins) => {
      const states = [
        interleaved(one, other, someCoins),
        interleaved(one, other, otherCoins),
        [...one, ...other],
        [...other, ...one],
        [...one, ...other].toReversed(),
      ].map((events) => {
        const { steps, values } = standingOf(events)
        const sorted = (map: ReadonlyMap<unknown, Deed>) =>
          [...map].map(([key, { id, what }]) => `${String(key)} ${what} ${id}`).toSorted()
        return { steps: sorted(steps), values: sorted(values) }
      })
      for (const state of states) expect(state).toEqual(states[0])
      // And it is what somebody says who reads everything in the order of the clock.
      const last = new Map<number, string>()
      for (const event of inOrder([...one, ...other]))
        if (event.step !== undefined && ['done', 'failed', 'skipped', 'open'].includes(event.what))
          last.set(event.step, event.id)
      expect(states[0]?.steps.map((line) => line.split(' ')[2]).toSorted()).toEqual([...last.values()].toSorted())
    }),
    { numRuns: 300 },
  )
})

// --- Placeholders ------------------------------------------------------------------------------------------------------

test.each([
  ['execute ping {{gateway}}', ['gateway']],
  ['ssh {{ user }}@{{host name}} -p {{port}} {{user}}', ['user', 'host name', 'port']],
  ['{{Straße}} {{a-b_c}}', ['Straße', 'a-b_c']],
  ['{{}} {{ }} {gateway} {{a{b}} {{a.b}} {{x|y}}', []],
  [`{{${'a'.repeat(60)}}} {{${'b'.repeat(61)}}}`, ['a'.repeat(60)]],
  ['docker ps --format "{{.Names}}"', []],
] as const)('%s', (code, names) => {
  expect(placeholdersIn(code)).toEqual(names)
})

test('what is known is filled in, everywhere; what is not stays', () => {
  const values = new Map([['host', { text: '$& $1 fw1' }]])
  expect(filledIn('ping {{host}}; ssh {{ host }} {{port}}', values)).toBe('ping $& $1 fw1; ssh $& $1 fw1 {{port}}')
})

test('placeholders are found in a time that grows with the text alone', () => {
  const long = `${'{{ '.repeat(20_000)}${'{{a '.repeat(20_000)}`
  const began = process.threadCpuUsage()
  expect(placeholdersIn(long)).toEqual([])
  // In processor time: a busy machine changes little. Quadratic would take half a minute.
  expect(process.threadCpuUsage(began).user).toBeLessThan(1_000_000)
})

test.each([
  [[], undefined],
  [[40], 40],
  [[90, 10, 40], 40],
  [[10, 20, 30, 41], 25],
  [[10, 11], 11],
] as const)('the median of %j is %j', (seconds, median) => {
  expect(medianOf(seconds)).toBe(median)
})
