import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Told } from '../failures.ts'
import { cleanEnvironment } from './environment.ts'

/** As shells have it. */
const notFound = 127
const notExecutable = 126
const bySignal = 128

/**
 * Runs a command with secrets in its environment, and in nobody else's.
 * @returns what it ended with; 128 + the signal's number where a signal ended it. @throws Told where it did not start.
 */
export function runChild(command: readonly string[], secrets: Readonly<Record<string, string>>): Promise<number> {
  const [program = '', ...rest] = command
  const child = spawn(program, rest, { stdio: 'inherit', env: { ...cleanEnvironment(process.env), ...secrets } })
  const passOn = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, passOn)
  // The terminal sends this one to both, and the command decides.
  process.on('SIGINT', () => {})
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT'
      const words = isMissing
        ? `There is no command ${program}.`
        : `${program} did not start: ${error.code ?? error.name}.`
      reject(new Told(words, isMissing ? notFound : notExecutable))
    })
    child.once('exit', (code, signal) => resolve(code ?? bySignal + (signal ? constants.signals[signal] : 0)))
  })
}
