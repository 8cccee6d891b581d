import { fork } from 'node:child_process'
import path from 'node:path'
import { exitCodes, Told } from '../failures.ts'
import { askForCode } from '../passphrase.ts'
import { cleanEnvironment } from '../vault/environment.ts'

/** Starts the agent as a process of its own, that outlives the terminal. */

export interface Beginning {
  url: string
  email: string
  passphrase: string
  minutes: number
  socket: string
}
export type FromAgent =
  | { ask: 'code'; fault?: string }
  | { ready: { email: string; organizations: { slug: string; name: string }[]; until: string } }
  | { failed: { words: string; exitCode: number } }
export type ToAgent = { begin: Beginning } | { code: string } | { giveUp: string }

/**
 * The passphrase goes over a channel that has no name and is closed once the vault is open: the keys come into being in
 * the process that keeps them.
 * @returns who is signed in, and until when. @throws Told as signing in failed.
 */
export async function beginInBackground(beginning: Beginning) {
  const options = ['--disable-sigusr1', '--no-warnings'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag))
  const child = fork(path.join(import.meta.dirname, 'main.ts'), [], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: cleanEnvironment(process.env),
    // Nobody opens a debugger on it with a signal.
    execArgv: options,
    cwd: '/',
  })
  const send = (message: ToAgent) => child.send(message)
  try {
    return await new Promise<Extract<FromAgent, { ready: unknown }>['ready']>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => reject(new Told('The agent ended before it was ready.', exitCodes.failed)))
      child.on('message', (message: FromAgent) => {
        if ('ready' in message) resolve(message.ready)
        else if ('failed' in message) reject(new Told(message.failed.words, message.failed.exitCode))
        else {
          askForCode(message.fault).then(
            (code) => send({ code }),
            (error: unknown) => send({ giveUp: (error as Error).message }),
          )
        }
      })
      send({ begin: beginning })
    })
  } finally {
    child.removeAllListeners()
    if (child.connected) child.disconnect()
    child.unref()
  }
}
