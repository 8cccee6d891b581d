import { readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { UsageError } from './failures.ts'

/** Where a passphrase may come from. Never from an argument: those are seen by everybody on the machine. */
export interface PassphraseSources {
  file: string | undefined
  environment: NodeJS.ProcessEnv
}

export async function readPassphrase({ file, environment }: PassphraseSources, email: string): Promise<string> {
  if (file !== undefined) return fromFile(file)
  const set = environment['RUNKEEP_PASSPHRASE']
  if (set) return set
  return askHidden(`Passphrase of ${email}: `)
}

/** Asks at the terminal. @throws UsageError where there is none. */
export async function ask(question: string): Promise<string> {
  return atTerminal(question, process.stderr)
}

/** Asks for the code of a second factor. It is worth nothing afterwards, so it may be seen. */
export async function askForCode(fault?: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError('This account has a second factor, and there is no terminal to ask for its code.')
  }
  if (fault) process.stderr.write(`${fault}\n`)
  return ask('Code from your authenticator app, or a recovery code: ')
}

async function askHidden(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError('No terminal to ask for the passphrase: use --passphrase-file or RUNKEEP_PASSPHRASE.')
  }
  process.stderr.write(question)
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() })
  try {
    return await atTerminal('', nothing)
  } finally {
    process.stderr.write('\n')
  }
}

async function atTerminal(question: string, output: NodeJS.WritableStream): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError('There is no terminal to ask at: give it as an option.')
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  lines.once('SIGINT', () => process.exit(130))
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}

function fromFile(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
    if ((statSync(file).mode & 0o077) !== 0) {
      process.stderr.write(`Others on this machine may read ${file}: chmod 600 it.\n`)
    }
  } catch (error) {
    throw new UsageError(`The passphrase file could not be read: ${(error as Error).message}`)
  }
  const passphrase = text.replace(/\r?\n$/, '')
  if (passphrase === '') throw new UsageError(`${file} is empty.`)
  return passphrase
}
