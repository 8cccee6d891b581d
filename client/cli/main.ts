import path from 'node:path'
import { existsSync } from 'node:fs'
import { Command, Option } from 'commander'
import { signOut } from '#contract/accounts.ts'
import { makeProfilePins } from '../vault/profile-pins.ts'
import { makeVaultCore } from '../vault/vault-core.ts'
import { chooseCollection, chooseOrganization } from './collections.ts'
import { connect } from './connection.ts'
import { exitCodes, explain, UsageError } from './failures.ts'
import { readSource, type Source } from './markdown/import-markdown.ts'
import { reportFormat, summaryOf, writeReport, type Row } from './markdown/report.ts'
import { protocolOf } from './organization.ts'
import { ask, askForCode, readPassphrase } from './passphrase.ts'
import { pinStore } from './pin-store.ts'
import { showProgress } from './progress.ts'
import { signInAs } from './sign-in.ts'
import { addVaultCommands } from './vault/commands.ts'

// The commands that speak to a server over HTTP, as a person who signs in. Started by server/runkeep.ts.

interface Options {
  organization?: string
  collection?: string
  createCollection: boolean
  source?: string
  url: string
  email?: string
  passphraseFile?: string
  dryRun: boolean
  failOnSecrets: boolean
  report?: string
}

const program = new Command('runkeep').exitOverride(({ exitCode }) =>
  process.exit(exitCode === 0 ? exitCodes.done : exitCodes.usage),
)
const importing = program.command('import').description('Bring documents in from elsewhere')
importing
  .command('markdown')
  .description('Bring a folder of Markdown files in as runbooks. Running it again updates, and never doubles.')
  .argument('<folder>', 'the folder; what lies below it comes too')
  .option('-o, --organization <slug>', 'the organization, as in its address')
  .option('-c, --collection <name>', 'the collection to bring them into, by name or id')
  .option('--create-collection', 'make the collection if there is none of that name', false)
  .option(
    '--source <name>',
    'what the import is called; files are known by it and their path (default: the folder’s name)',
  )
  .addOption(new Option('--url <address>', 'where Runkeep is').default('http://127.0.0.1:4600').env('RUNKEEP_URL'))
  .addOption(new Option('--email <address>', 'who you are (asked for if missing)').env('RUNKEEP_EMAIL'))
  .option('--passphrase-file <file>', 'a file that has your passphrase in it')
  .option('--dry-run', 'say what would be brought; neither sign in nor change anything', false)
  .option('--fail-on-secrets', 'bring nothing if a file looks like it holds a password, a key or a token', false)
  .option('--report <file>', 'write a row for every file, as .csv or .json')
  .addHelpText(
    'after',
    `
The passphrase is asked for, or read from --passphrase-file or the environment's RUNKEEP_PASSPHRASE; never from an
argument, which everybody on this machine can see. If you have a second factor, its code is asked for.

Titles come from the front matter, the first heading or the file's name; tags from the folders; links between the files
become references like [[RB-14]]. Pictures that a text shows become files of its document; other files are not brought: the report names each.

What looks like a password, a key or a token is named by file, line and rule. It is brought all the same, unless
--fail-on-secrets says otherwise.

Exit codes: 0 done · 1 failed · 2 the command or the folder is not right · 3 not signed in · 4 done, but some Markdown
files were not brought: the report says why · 5 nothing was brought, for --fail-on-secrets`,
  )
  .action(importMarkdown)
addVaultCommands(program)

await program.parseAsync()

async function importMarkdown(folder: string, options: Options): Promise<void> {
  const rows: Row[] = []
  let tookMs: number | undefined
  try {
    if (options.report) checkReport(options.report)
    const source = readSource(folder)
    const isRefused = options.failOnSecrets && refuseSecrets(source)
    if (isRefused || options.dryRun) rows.push(...source.dryRun())
    else tookMs = await bring(source, options, (more) => rows.push(...more))
  } catch (error) {
    const { words, exitCode } = explain(error, options.url)
    process.stderr.write(`${words}\n`)
    process.exitCode = exitCode
  }
  if (rows.length > 0) tell(rows, options, tookMs)
}

/** Before anything is sent: afterwards it would be too late. @returns whether there are any */
function refuseSecrets(source: Source): boolean {
  const files = source.dryRun().filter(({ secrets }) => secrets).length
  if (files === 0) return false
  const many = files === 1 ? '1 file looks like it holds a secret' : `${files} files look like they hold secrets`
  process.stderr.write(`${many}. Nothing was brought.\n`)
  process.exitCode = exitCodes.secrets
  return true
}

/** @returns how long the server and the network took, without what was typed. */
async function bring(source: Source, options: Options, onRows: (rows: Row[]) => void): Promise<number> {
  const { collection, url, createCollection: create } = options
  if (collection === undefined) throw new UsageError('Name the collection with --collection.')
  const store = pinStore(process.env)
  const connection = connect(url, store)
  const core = makeVaultCore(connection.origin)
  const { keyring, deeds } = core
  const email = (options.email ?? (await ask('E-mail address: '))).trim().toLowerCase()
  const passphrase = await readPassphrase({ file: options.passphraseFile, environment: process.env }, email)
  const pins = makeProfilePins(store)
  try {
    const session = await signInAs({ email, passphrase }, { connection, keyring, pins, askForCode })
    const place = chooseOrganization(session, options.organization)
    const { slug } = place
    const hands = { connection, deeds, protocol: protocolOf(connection, core, store) }
    const collectionId = await chooseCollection(hands, place, collection, { create })
    const progress = showProgress(source.count, 'files')
    const started = performance.now()
    try {
      await source.bring(connection, { slug, collectionId, source: options.source ?? source.name }, (rows) => {
        progress.advance(rows.filter(({ outcome }) => outcome !== 'skipped').length)
        onRows(rows)
      })
      return performance.now() - started
    } finally {
      progress.end()
    }
  } finally {
    keyring.lock()
    if (connection.hasSession()) await connection.call(signOut, {}).catch(() => undefined)
  }
}

function tell(rows: readonly Row[], { report }: Options, tookMs: number | undefined): void {
  const ordered = [...rows].sort((a, b) => (a.path < b.path ? -1 : 1))
  process.stdout.write(`${summaryOf(ordered, process.stdout.isTTY ? 20 : 50)}\n`)
  if (tookMs !== undefined) process.stdout.write(`${(tookMs / 1000).toFixed(1)} s\n`)
  if (report) {
    writeReport(report, ordered)
    process.stdout.write(`The report is in ${report}\n`)
  }
  if (rows.some(({ outcome }) => outcome === 'refused')) process.exitCode ||= exitCodes.incomplete
}

function checkReport(file: string): void {
  reportFormat(file)
  if (!existsSync(path.dirname(path.resolve(file)))) throw new UsageError(`There is no folder for the report ${file}.`)
}
