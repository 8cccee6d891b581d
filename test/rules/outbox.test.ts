import { expect, test } from 'vitest'
import { Problem } from '#contract/problems.ts'
import { Unreachable } from '../../client/platform/api.ts'
import { makeOutbox, type Kept, type OutboxShelf } from '../../client/platform/make-outbox.ts'

const event = (id: string) => ({ id, at: '2026-03-02T02:14:00.000Z' })
const run = 'run/r1' as const
const priya = 'priya'

/** A device that keeps things, and a server that answers as it is told. */
function aDevice({ shelf = aShelf(), answers = [] as (() => object)[] } = {}) {
  const sent: string[] = []
  const laters: { deed: () => void; ms: number }[] = []
  let silences = 0
  const outbox = makeOutbox({
    shelf,
    send: (slug, target, events) => {
      const answer = answers.shift()?.() ?? {}
      sent.push(`${slug} ${target} ${events.map(({ id }) => id).join(',')}`)
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
    taken: () => Promise.resolve(),
    unreachable: () => (silences += 1),
    later: (deed, ms) => laters.push({ deed, ms }),
  })
  const waiting = () => outbox.all().map(({ event: { id }, refused }) => (refused ? `${id}: ${refused}` : id))
  return { outbox, shelf, sent, laters, waiting, silences: () => silences }
}

function aShelf(kept: Kept[] = []): OutboxShelf & { kept: () => string[] } {
  let all = kept
  return {
    put: (some) => {
      all = [...all.filter((each) => !some.some(({ key }) => key === each.key)), ...some]
      return Promise.resolve()
    },
    remove: (some) => {
      all = all.filter((each) => !some.some(({ key }) => key === each.key))
      return Promise.resolve()
    },
    of: (accountId) => Promise.resolve(all.filter((each) => each.accountId === accountId)),
    removeOf: (accountId) => {
      all = all.filter((each) => each.accountId !== accountId)
      return Promise.resolve()
    },
    kept: () => all.map(({ event: { id } }) => id),
  }
}

test('what is done shows at once, is sent in order, and goes when it has arrived', async () => {
  const { outbox, waiting, sent, shelf } = aDevice()
  await outbox.wake(priya)
  outbox.queue('cw', run, [event('a')])
  outbox.queue('cw', run, [event('b'), event('c')])
  expect(waiting()).toEqual(['a', 'b', 'c'])
  await outbox.pump()
  await outbox.pump()
  expect(sent.join(' ')).toMatch(/a.*b.*c/)
  expect(waiting()).toEqual([])
  expect(shelf.kept()).toEqual([])
})

test('what is done in the very moment in which everything has been sent is sent as well', async () => {
  const { outbox, waiting, sent } = aDevice()
  await outbox.wake(priya)
  for (const id of ['a', 'b']) {
    void outbox.wake(priya)
    outbox.queue('cw', run, [event(id)])
    await outbox.pump()
  }
  expect([sent, waiting()]).toEqual([['cw run/r1 a', 'cw run/r1 b'], []])
})

test('without a network it waits, over a reload too, and is sent when the server answers', async () => {
  const shelf = aShelf()
  const first = aDevice({ shelf, answers: [() => new Unreachable()] })
  await first.outbox.wake(priya)
  first.outbox.queue('cw', run, [event('a'), event('b')])
  await first.outbox.pump()
  expect([first.waiting(), first.silences(), first.laters.length]).toEqual([['a', 'b'], 1, 1])
  expect(shelf.kept()).toEqual(['a', 'b'])

  const reloaded = aDevice({ shelf })
  await reloaded.outbox.wake(priya)
  expect(reloaded.sent).toEqual(['cw run/r1 a,b'])
  expect(shelf.kept()).toEqual([])
})

test('tries again by itself, less and less often', async () => {
  const silent = () => new Unreachable()
  const { outbox, laters, sent, waiting } = aDevice({ answers: [silent, silent, silent] })
  await outbox.wake(priya)
  outbox.queue('cw', run, [event('a')])
  await outbox.pump()
  for (const expected of [2_000, 4_000, 8_000]) {
    const next = laters.shift()
    expect(next?.ms).toBe(expected)
    next?.deed()
    await outbox.pump()
  }
  expect([sent.length, waiting()]).toEqual([4, []])
})

test('what another person left on the device is neither shown nor sent', async () => {
  const shelf = aShelf()
  const tom = aDevice({ shelf, answers: [() => new Unreachable()] })
  await tom.outbox.wake('tom')
  tom.outbox.queue('cw', run, [event('a')])
  await tom.outbox.pump()
  const { outbox, sent, waiting } = aDevice({ shelf })
  await outbox.wake(priya)
  expect([sent, waiting(), shelf.kept()]).toEqual([[], [], ['a']])
})

test('one that is refused is set apart with its reason, and the others go on', async () => {
  const no = () => new Problem('invalid-input', { errors: [{ pointer: '/events/0/step', detail: 'No such step.' }] })
  const { outbox, sent, waiting, shelf } = aDevice({ answers: [no, () => ({}), no, () => ({})] })
  await outbox.wake(priya)
  outbox.queue('cw', run, [event('a'), event('b'), event('c')])
  await outbox.pump()
  expect(sent).toEqual(['cw run/r1 a,b,c', 'cw run/r1 a', 'cw run/r1 b', 'cw run/r1 c'])
  expect(waiting()).toEqual(['b: No such step.'])
  // It is still there after a reload, until it has been seen.
  const reloaded = aDevice({ shelf })
  await reloaded.outbox.wake(priya)
  expect([reloaded.waiting(), reloaded.sent]).toEqual([['b: No such step.'], []])
  reloaded.outbox.forgetRefused('cw', run)
  expect(reloaded.waiting()).toEqual([])
})

test('what came after the end of a run is set apart too', async () => {
  const { outbox, waiting } = aDevice({ answers: [() => ({ tooLate: ['b'] })] })
  await outbox.wake(priya)
  outbox.queue('cw', run, [event('a'), event('b')])
  await outbox.pump()
  expect(waiting()).toEqual(['b: It came after the end.'])
})

test('a session that has ended keeps everything for the next one', async () => {
  const { outbox, waiting, laters, sent } = aDevice({ answers: [() => new Problem('not-signed-in')] })
  await outbox.wake(priya)
  outbox.queue('cw', run, [event('a')])
  await outbox.pump()
  expect([waiting(), laters.length]).toEqual([['a'], 0])
  await outbox.wake(priya)
  await outbox.pump()
  expect([sent.length, waiting()]).toEqual([2, []])
})

test('targets do not wait for each other’s order, but each keeps its own', async () => {
  const { outbox, sent } = aDevice({ answers: [() => new Unreachable()] })
  await outbox.wake(priya)
  outbox.queue('cw', run, [event('a')])
  outbox.queue('cw', 'incident/IN-52', [event('n')])
  outbox.queue('cw', run, [event('b')])
  await outbox.pump()
  await outbox.pump()
  expect(sent.slice(1)).toEqual(['cw run/r1 a,b', 'cw incident/IN-52 n'])
})

test('a sign-out leaves nothing of the person behind', async () => {
  const shelf = aShelf()
  const { outbox, waiting } = aDevice({ shelf, answers: [() => new Unreachable()] })
  await outbox.wake(priya)
  outbox.queue('cw', run, [event('a')])
  await outbox.pump()
  await outbox.leave()
  expect([waiting(), shelf.kept()]).toEqual([[], []])
})
