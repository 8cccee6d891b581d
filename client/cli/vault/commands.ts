import { InvalidArgumentError, Option, type Command } from 'commander'
import { lockAgent, reachAgent } from '../agent/ask.ts'
import { beginInBackground } from '../agent/background.ts'
import { makeFolder, socketPath } from '../agent/place.ts'
import { serve } from '../agent/serve.ts'
import { exitCodes, explain } from '../failures.ts'
import { ask, askForCode } from '../passphrase.ts'
import { clearLater, copyTo, findClipboard } from './clipboard.ts'
import { fieldNamed, fieldsWithinReach, nameOf, variablesOf } from './fields.ts'
import type { Field, Keeper, Look } from './keeper.ts'
import { documentText, plain, searchLine } from './print.ts'
import { checked, whyOf, withoutSecret } from './reason.ts'
import { runChild } from './run-child.ts'
import { credentialsOf, unlockHere, usualUrl, withKeeper, type Whose } from './unlock.ts'

/** The commands that open the vault: search, show, copy, reveal, request, run; and the agent that holds it between them. */

interface Options extends Whose {
  org?: string
  organization?: string
  json?: boolean
  field?: string[]
  reason?: string
  ticket?: string
  type?: string
  limit: number
  minutes: number
  clearAfter: number
  foreground?: boolean
  status?: boolean
}

export function addVaultCommands(program: Command): void {
  add(program, 'sign-in', 'Sign in and hold the vault open for a while, so that the next commands do not ask')
    .addOption(minutesOfAgent())
    .addHelpText('after', `\n${agentWords}`)
    .action(telling(begin))
  add(program, 'agent', 'The process that holds the vault for `sign-in`: start it, or ask how it is')
    .addOption(minutesOfAgent())
    .option('--foreground', 'stay in this terminal; Ctrl C locks')
    .option('--status', 'say who is signed in and until when; ends with 1 where nobody is')
    .option('--json', 'as JSON')
    .addHelpText('after', `\n${agentWords}`)
    .action(telling(agent))
  program.command('lock').description('Forget the keys and end the session that the agent holds').action(telling(lock))

  inOrganization(add(program, 'search', 'Search everything you reach; a line for each: reference, kind, title'))
    .argument('<words...>', 'words, and filters like kind:runbook tag:vpn owner:me is:overdue')
    .option('--limit <count>', 'at most so many', wholeUpTo(50), 10)
    .option('--json', 'as JSON')
    .action((words: string[], options: Options) => telling(() => search(words, options))(options))
  inOrganization(add(program, 'show', 'Show a document; of a credential, everything but its secrets'))
    .argument('<reference>', 'like RB-14')
    .option('--json', 'as JSON')
    .action((reference: string, options: Options) => telling(() => show(reference, options))(options))

  opening(add(program, 'copy', 'Copy a field to the clipboard, and clear it half a minute later'))
    .option('--field <name>', `${fieldWords} (default: password)`, one)
    .option('--clear-after <seconds>', 'clear the clipboard after so many', wholeUpTo(600), 30)
    .action((reference: string, options: Options) => telling(() => copy(reference, options))(options))
  opening(add(program, 'reveal', 'Print a field; the server records it first'))
    .option('--field <name>', `${fieldWords} (default: password)`, one)
    .option('--json', 'as JSON')
    .action((reference: string, options: Options) => telling(() => reveal(reference, options))(options))
  opening(add(program, 'run', 'Run a command with the secrets in its environment, and nowhere else'))
    .argument('<command...>', 'after --, with its arguments')
    .option('--field <name>', `${fieldWords}; may be given again (default: all that you may open)`, another)
    .addHelpText('after', `\n${runWords}`)
    .action((reference: string, command: string[], options: Options) =>
      telling(() => run(reference, command, options))(options),
    )

  inOrganization(add(program, 'request', 'Ask for access to a credential for a time; a key holder approves'))
    .argument('<reference>', 'like CR-31')
    .requiredOption('--minutes <count>', 'for how long', wholeUpTo(44_640))
    .option('--reason <words>', 'why, for who decides and for the access log')
    .option('--ticket <number>', 'the ticket that it is for')
    .option('--field <name>', 'only these fields; may be given again (default: all)', another)
    .option('--json', 'as JSON')
    .action((reference: string, options: Options) => telling(() => request(reference, options))(options))
}

const fieldWords = 'username, password, code, note, a custom field’s label or its number'

const agentWords = `The keys are in the memory of one background process and in no file. It listens on a socket that only you can open,
and locks when its time is over, with \`runkeep lock\`, and when the session ends. Everything that runs as you can use it
until then.

The passphrase is asked for, or read from --passphrase-file or the environment's RUNKEEP_PASSPHRASE; never from an
argument. Exit codes: 0 done · 1 failed · 2 the command is not right · 3 not signed in`

const runWords = `The command finds RUNKEEP_USERNAME, RUNKEEP_PASSWORD, RUNKEEP_CODE (the one-time code of now), RUNKEEP_NOTE, and
RUNKEEP_FIELD_<LABEL> for custom fields. Nothing is written to disk. What the command ends with is passed on; 127: there
is no such command.

  runkeep run CR-31 -- sh -c 'curl -u "$RUNKEEP_USERNAME:$RUNKEEP_PASSWORD" https://198.51.100.1/api'`

// --- Options ---------------------------------------------------------------------------------------------------------

function add(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .addOption(
      new Option('--url <address>', `where Runkeep is (default: the agent’s, or ${usualUrl})`).env('RUNKEEP_URL'),
    )
    .addOption(new Option('--email <address>', 'who you are (asked for if missing)').env('RUNKEEP_EMAIL'))
    .option('--passphrase-file <file>', 'a file that has your passphrase in it')
}

function inOrganization(command: Command): Command {
  return command
    .addOption(new Option('-o, --org <slug>', 'the organization, where you are in several').env('RUNKEEP_ORG'))
    .addOption(new Option('--organization <slug>').hideHelp())
    .option('--no-agent', 'sign in for this command alone')
}

function opening(command: Command): Command {
  return inOrganization(command)
    .argument('<reference>', 'like CR-31')
    .option('--reason <words>', 'why: guarded and break-glass credentials want one')
    .option('--ticket <number>', 'the ticket that it is for')
    .option('--type <reference>', 'of break-glass: its reference once more, instead of typing it when asked')
}

const minutesOfAgent = () =>
  new Option('--minutes <count>', 'how long to hold the vault, up to 12 hours').default(15).argParser((text) => {
    const minutes = Number(text)
    if (text.trim() !== '' && minutes > 0 && minutes <= 720) return minutes
    throw new InvalidArgumentError('More than 0 and up to 720.')
  })

function wholeUpTo(most: number): (text: string) => number {
  return (text) => {
    const count = Number(text)
    if (/^\d+$/.test(text) && count >= 1 && count <= most) return count
    throw new InvalidArgumentError(`A whole number from 1 to ${most}.`)
  }
}

const another = (name: string, before: string[] | undefined): string[] => [...(before ?? []), name]
const one = (name: string): string[] => [name]

const orgOf = ({ org, organization }: Options) => {
  const slug = org ?? organization
  return slug === undefined ? {} : { org: slug }
}

/** Whatever goes wrong ends in a sentence and an exit code. */
function telling(act: (options: Options) => Promise<void>): (options: Options) => Promise<void> {
  return async (options) => {
    try {
      await act(options)
    } catch (error) {
      const { words, exitCode } = explain(error, options.url ?? usualUrl)
      process.stderr.write(`${plain(words)}\n`)
      process.exitCode = exitCode
    }
  }
}

// --- The agent -------------------------------------------------------------------------------------------------------

async function begin(options: Options): Promise<void> {
  const socket = socketPath(process.env)
  makeFolder(socket)
  const person = await credentialsOf(options)
  const { email, organizations, until } = await beginInBackground({ ...person, minutes: options.minutes, socket })
  const names = organizations.map(({ name }) => name).join(', ')
  process.stdout.write(
    plain(`Signed in as ${email} (${names}). The vault is open until ${until}; runkeep lock ends it.\n`),
  )
}

async function agent(options: Options): Promise<void> {
  const socket = socketPath(process.env)
  if (options.status) return tellStatus(socket, options)
  if (!options.foreground) return begin(options)
  makeFolder(socket)
  const unlocked = await unlockHere({ ...(await credentialsOf(options)), askForCode })
  try {
    const { until, ended, end } = await serve(unlocked, socket, options.minutes)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
    process.stdout.write(`The vault is open until ${until}; Ctrl C or runkeep lock ends it.\n`)
    await ended
  } finally {
    await unlocked.end()
  }
}

async function tellStatus(socket: string, { json }: Options): Promise<void> {
  const found = await reachAgent(socket)
  found?.close()
  if (json) process.stdout.write(`${JSON.stringify(found ? { open: true, ...found.who } : { open: false })}\n`)
  else if (found) {
    const { email, origin, until } = found.who
    process.stdout.write(plain(`${email} at ${origin}, until ${until}\n`))
  } else process.stdout.write('No agent holds a vault.\n')
  if (!found) process.exitCode = exitCodes.failed
}

async function lock(): Promise<void> {
  const was = await lockAgent(socketPath(process.env))
  process.stdout.write(was ? 'Locked.\n' : 'No agent holds a vault.\n')
}

// --- Documents -------------------------------------------------------------------------------------------------------

async function search(words: string[], options: Options): Promise<void> {
  const { limit } = options
  const { items, count } = await withKeeper(options, (keeper) =>
    keeper.search({ ...orgOf(options), text: words.join(' '), limit }),
  )
  if (options.json) return void process.stdout.write(`${JSON.stringify({ items, count })}\n`)
  for (const item of items) process.stdout.write(`${searchLine(item)}\n`)
  if (count > items.length) process.stderr.write(`${items.length} of ${count}; --limit shows more.\n`)
  if (items.length === 0) process.stderr.write('Nothing was found.\n')
}

async function show(reference: string, options: Options): Promise<void> {
  const look = await withKeeper(options, (keeper) => keeper.look({ ...orgOf(options), reference }))
  process.stdout.write(options.json ? `${JSON.stringify(look)}\n` : `${documentText(look)}\n`)
}

// --- Secrets ---------------------------------------------------------------------------------------------------------

/** Everything that can be refused without the server is, before anything is opened and recorded. */
async function openFields(
  keeper: Keeper,
  reference: string,
  options: Options,
  purpose: 'view' | 'copy' | 'run',
  choose: (look: Look) => Field[],
) {
  const place = { ...orgOf(options), reference }
  const look = await keeper.look(place)
  const { reason, ticket, type: typed } = options
  const why = await whyOf(look, {
    ...(reason !== undefined && { reason }),
    ...(ticket !== undefined && { ticket }),
    ...(typed !== undefined && { typed }),
  })
  const wished = choose(look)
  const { fields } = await keeper.open({ ...place, fields: wished.map(({ n }) => n), purpose, why })
  return { look, fields }
}

const onlyField =
  ({ field }: Options) =>
  (look: Look) => [fieldNamed(look, field?.[0] ?? 'password')]

async function copy(reference: string, options: Options): Promise<void> {
  const clipboard = findClipboard(process.env)
  const { look, fields } = await withKeeper(options, (keeper) =>
    openFields(keeper, reference, options, 'copy', onlyField(options)),
  )
  const [field] = fields
  if (!field) return
  await copyTo(clipboard, field.text)
  await clearLater(field.text, options.clearAfter)
  const { reference: of, title } = look.document
  const cleared = `It leaves the clipboard in ${options.clearAfter} s`
  process.stderr.write(plain(`Copied the ${nameOf(field)} of ${of} ${title}. ${cleared}.\n`))
}

async function reveal(reference: string, options: Options): Promise<void> {
  const { look, fields } = await withKeeper(options, (keeper) =>
    openFields(keeper, reference, options, 'view', onlyField(options)),
  )
  const [field] = fields
  if (!field) return
  const { text } = field
  const answer = { reference: look.document.reference, field: nameOf(field), value: text }
  const shown = process.stdout.isTTY ? plain(text) : text
  process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : `${shown}\n`)
}

async function run(reference: string, command: string[], options: Options): Promise<void> {
  const { fields } = await withKeeper(options, (keeper) =>
    openFields(keeper, reference, options, 'run', (look) =>
      options.field ? options.field.map((name) => fieldNamed(look, name)) : fieldsWithinReach(look),
    ),
  )
  // The vault of this process is locked by now: the command has the secrets, and nothing else of it.
  process.exitCode = await runChild(command, variablesOf(fields))
}

async function request(reference: string, options: Options): Promise<void> {
  const reason = checked(options.reason ?? (await ask('Reason, for who decides and for the access log: ')))
  const { ticket, minutes, field } = options
  const asked = await withKeeper(options, async (keeper) => {
    const place = { ...orgOf(options), reference }
    const fields = field && (await keeper.look(place).then((look) => field.map((name) => fieldNamed(look, name).n)))
    return keeper.request({
      ...place,
      minutes,
      reason,
      ...(ticket !== undefined && { ticket: withoutSecret('ticket', ticket) }),
      ...(fields && { fields }),
    })
  })
  if (options.json) return void process.stdout.write(`${JSON.stringify(asked)}\n`)
  process.stdout.write(`${asked.reference}\n`)
  process.stderr.write(`Asked. It lapses at ${asked.expiresAt} where nobody decides.\n`)
}
