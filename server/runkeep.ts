#!/usr/bin/env node
import { spawn } from 'node:child_process'
import path from 'node:path'
import { Command } from 'commander'

/**
 * The one command. It only finds the program that does the work and starts it as a process of its own: what speaks
 * HTTP is a client, what works on the data folder belongs to the server, and neither knows the other.
 */
const administration = path.join(import.meta.dirname, 'administer.ts')
const client = path.join(import.meta.dirname, '..', 'client', 'cli', 'main.ts')

const commands = [
  ['sign-in', 'Sign in and hold the vault open for a while, so that the next commands do not ask', client],
  ['lock', 'Forget the keys that sign-in left in memory, and end its session', client],
  ['agent', 'The process that holds the vault for sign-in: start it, or ask how it is', client],
  ['search', 'Search everything you reach', client],
  ['show', 'Show a document; of a credential, everything but its secrets', client],
  ['copy', 'Copy a secret to the clipboard, and clear it half a minute later', client],
  ['reveal', 'Print a secret; the server records it first', client],
  ['run', 'Run a command with secrets in its environment, and nowhere else', client],
  ['request', 'Ask for access to a credential for a time', client],
  ['import', 'Bring a folder of Markdown in, over HTTP, as somebody who signs in', client],
  ['backup', 'Copy the vault into one file and check the copy; also while the server runs', administration],
  ['restore', 'Put a backup in the place of the vault; the server must be stopped', administration],
  [
    'reset-second-factor',
    'Let somebody in who lost the app and the recovery codes; the server must be stopped',
    administration,
  ],
  ['audit', 'Check the audit log, also against what was kept of it elsewhere: audit verify', administration],
  ['check-files', 'Compare the files of attachments with the vault, and bring them together again', administration],
  ['verify', 'Check everything in a vault or a backup; also while the server runs', administration],
] as const

const program = new Command('runkeep')
  .description('Runkeep on the command line')
  .helpCommand(false)
  .addHelpText('after', '\nrunkeep COMMAND --help tells more. `npm start` starts the server.')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
for (const [name, description, script] of commands) {
  program
    .command(name)
    .description(description)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => run(script))
}
program.parse()

function run(script: string): void {
  const child = spawn(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' })
  // The terminal sends its signals to both; those that are sent to this process alone are passed on.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}
