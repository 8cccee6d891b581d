import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { killAgainAndAgain, type Killed } from './kill-server.ts'

// `npm run test:kill -- --cycles 500`: kills the server in mid-write, again and again, and looks for what was lost; then
// the other tests of this folder with more rounds than `npm test` has.

const program = new Command('test:kill').option('--cycles <number>', 'how often to kill it', wholeNumber, 30).parse()
const { cycles } = program.opts<{ cycles: number }>()

const done = await killAgainAndAgain({ cycles }, (sofar) => {
  if (sofar.cycles % 10 === 0) process.stdout.write(`${words(sofar)}\n`)
})
process.stdout.write(`${words(done)}\n`)
for (const failure of done.failures) process.stderr.write(`${failure}\n`)
const isIdle = done.inMidWrite < done.cycles / 2
if (isIdle) process.stderr.write('Less than half of the kills came in mid-write: this proves nothing.\n')
const vitest = path.join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
const others = spawnSync(process.execPath, [vitest, 'run', 'test/faults'], {
  stdio: 'inherit',
  env: { ...process.env, KILL_ROUNDS: String(Math.max(10, Math.ceil(cycles / 10))) },
})
process.exit(done.failures.length > 0 || isIdle || others.status !== 0 ? 1 : 0)

function words({ cycles: made, acknowledged, inMidWrite, slowestStartMs, failures }: Killed): string {
  return `${made} kills, ${inMidWrite} in mid-write, ${acknowledged} revisions acknowledged, ${failures.length} lost or torn, ready again after ${slowestStartMs} ms at most`
}

function wholeNumber(written: string): number {
  if (/^[1-9]\d{0,6}$/.test(written)) return Number(written)
  throw new InvalidArgumentError('Write a whole number.')
}
