import path from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { sodiumReady } from '#contract/crypto/verify.ts'
import { verifyAudit, type AuditVerdict } from './administer/audit.ts'
import { backUp } from './administer/backup.ts'
import { checkFiles, faultLines, nameOfBlob } from './administer/check-files.ts'
import type { AuditHead } from './administer/check-vault.ts'
import { openVault } from './administer/copies.ts'
import { Refused } from './administer/durably.ts'
import { repairFiles, type Repaired } from './administer/repair-files.ts'
import { restore, type Restored } from './administer/restore.ts'
import { resetSecondFactor } from './administer/second-factors.ts'
import { verify } from './administer/verify.ts'
import { systemClock } from './platform/clock.ts'
import { readConfig } from './platform/config.ts'
import { dataFolder, FolderInUse, type DataFolder } from './platform/data-folder.ts'

// The commands for whoever runs the machine: they work on the data folder itself. Started by runkeep.ts.

const exitCodes = { done: 0, failed: 1, usage: 2, inUse: 3 } as const
const exitWords = `
Exit codes: 0 done, all is well · 1 damaged, or not done · 2 the command is not right · 3 the server is running`

const program = new Command('runkeep').exitOverride(({ exitCode }) =>
  process.exit(exitCode === 0 ? exitCodes.done : exitCodes.usage),
)

const { DATA_DIR } = readConfig(process.env)
const dataOption = () => new Option('--data-dir <folder>', 'the data folder').default(DATA_DIR, 'DATA_DIR, or data')
const headOption = () =>
  new Option('--head <seq:hash>', 'an entry of the audit log that you wrote down: it must still be there').argParser(
    readHead,
  )

program
  .command('backup')
  .description('Copy the vault into one file and check the copy; also while the server runs')
  .argument('<file>', 'a file that does not exist yet')
  .addOption(dataOption())
  .addHelpText(
    'after',
    `
The file appears when it is whole, checked and on the disk. It holds all of the database and the files of attachments,
and nobody's passphrase or key.
The server's own keys lie in files beside the database (*.key): keep a copy of those too, apart from the backups.
Keep the backup where the server cannot write, and keep what is printed elsewhere: it tells where the audit log ends.
${exitWords}`,
  )
  .action((file: string, { dataDir }: { dataDir: string }) =>
    attempt(() => {
      const { sizeBytes, documents, revisions, files, audit, checkpoint } = backUp(
        dataFolder(dataDir),
        file,
        systemClock().now(),
      )
      say(
        `${file}: ${documents} documents, ${revisions} revisions, ${files} files, ${(sizeBytes / 1e6).toFixed(1)} MB, checked`,
      )
      sayHead(audit)
      if (checkpoint) say(JSON.stringify(checkpoint))
    }),
  )

program
  .command('restore')
  .description('Put a backup in the place of the vault; the server must be stopped')
  .argument('<file>', 'a backup')
  .addOption(dataOption())
  .addOption(headOption())
  .addHelpText(
    'after',
    `
The backup is checked before anything changes, and the vault that stands there is kept in data/backups. Everybody has
to sign in again. Documents go back; people, roles, access and keys stay as they are now, because their signed log does
not go back. Passphrases are those of then.
${exitWords}`,
  )
  .action((file: string, { dataDir, head }: { dataDir: string; head?: AuditHead }) =>
    attempt(() => tellRestored(restore(dataFolder(dataDir), file, head))),
  )

program
  .command('verify')
  .description('Check everything in a vault or a backup; also while the server runs')
  .argument('[place]', 'a data folder or a backup (default: the data folder)')
  .addOption(headOption())
  .addHelpText('after', exitWords)
  .action((place: string | undefined, { head: expected }: { head?: AuditHead }) =>
    attempt(() => {
      const { damage, database, documents, revisions, files, head } = verify(place ?? DATA_DIR, expected)
      if (damage.length > 0) {
        throw new Refused([`${database} is damaged:`, ...damage.map((line) => `  ${line}`)].join('\n'))
      }
      say(`${database}: ${documents} documents, ${revisions} revisions and ${files} files are as they were written`)
      sayHead(head)
    }),
  )

program
  .command('check-files')
  .description('Compare the files of attachments with the vault, and bring them together again')
  .argument('[folder]', 'a data folder (default: DATA_DIR, or data)')
  .option('--repair', 'put right what was found; the server must be stopped')
  .option('--from <backup>', 'with --repair: take what is damaged or missing from this backup')
  .addHelpText(
    'after',
    `
Without --repair nothing changes, and the server may run. Repairing throws nothing away that may be somebody's: files
that the vault does not know go to files/lost in the data folder. Damaged ones are looked for there and in the backup;
what is nowhere is marked as lost, and comes back when the same file is attached again.
${exitWords}`,
  )
  .action((folder: string | undefined, { repair, from }: { repair?: boolean; from?: string }) =>
    attempt(() => {
      const data = dataFolder(path.resolve(folder ?? DATA_DIR))
      if (from !== undefined && !repair) throw new Refused('Say --repair with --from.')
      if (repair) tellRepaired(repairFiles(data, from))
      else tellChecked(data)
    }),
  )

program
  .command('reset-second-factor')
  .description('Take the second factor off an account whose owner has lost it; the server must be stopped')
  .argument('<e-mail>', 'the address that the person signs in with')
  .addOption(dataOption())
  .addHelpText(
    'after',
    `
For somebody who has neither the authenticator app nor a recovery code. Make sure that it is that person who asks: from
then on the passphrase alone signs in. The act is recorded, and the person's sessions end.
${exitWords}`,
  )
  .action((email: string, { dataDir }: { dataDir: string }) =>
    attempt(() => {
      resetSecondFactor(dataFolder(dataDir), email)
      say(`${email} signs in without a second factor now`)
    }),
  )

program
  .command('audit')
  .description('Check the audit log alone, against what was kept of it elsewhere')
  .command('verify')
  .description('Recompute the audit log and name the first entry that is not as it was written')
  .argument('[place]', 'a data folder or a backup (default: the data folder)')
  .option('--checkpoints <file>', 'a download of checkpoints, or a log of the server; may be given again', collect, [])
  .option('--restored <entry>', 'an entry that tells of a restore which you did; may be given again', collectEntry, [])
  .addOption(headOption())
  .addHelpText(
    'after',
    `
Who can write to the vault can cut the end off its audit log, or write all of it anew, and it looks whole. What was kept
elsewhere shows it: the lines "audit-checkpoint" of the server's log, and the checkpoints that owners, admins and auditors
download under Activity.
${exitWords}`,
  )
  .action((place: string | undefined, { checkpoints, restored, head }: AuditOptions) =>
    attempt(async () => {
      tellVerdict(await verifyAudit(place ?? DATA_DIR, { files: checkpoints, restores: restored, head }))
    }),
  )

interface AuditOptions {
  checkpoints: string[]
  restored: number[]
  head?: AuditHead
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

function collectEntry(value: string, before: number[]): number[] {
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new InvalidArgumentError('Write the number of an entry.')
  return [...before, Number(value)]
}

await sodiumReady
await program.parseAsync()

async function attempt(work: () => void | Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof FolderInUse ? exitCodes.inUse : exitCodes.failed
  }
}

function tellChecked(data: DataFolder): void {
  const vault = openVault(data.database)
  try {
    const found = checkFiles(data, vault, false)
    const { whole, orphans, halves, lost, keptForUndo, sums } = found
    const back = lost.filter(({ isBack }) => isBack)
    const faults = [
      ...faultLines(vault, found),
      ...back.map(({ blob }) => `${nameOfBlob(vault, blob)} was lost and is there again`),
      ...orphans.map((name) => `Nobody knows the file ${name}`),
      ...(halves.length > 0 ? [`${halves.length} uploads did not arrive whole`] : []),
      ...(sums.length > 0 ? [`The sum of the files of ${sums.length} organizations is not right`] : []),
    ]
    for (const { blob, isBack } of lost) if (!isBack) say(`Known to be lost: ${nameOfBlob(vault, blob)}`)
    if (keptForUndo > 0) say(`${keptForUndo} files belong to a vault that was kept when another was restored`)
    if (faults.length > 0) {
      throw new Refused(
        [`${data.files} and the vault do not agree:`, ...indented(faults), 'Put it right with --repair.'].join('\n'),
      )
    }
    say(`${data.files}: ${whole} files are as they were saved, and there are no others`)
  } finally {
    vault.close()
  }
}

function tellRepaired({ found, done, lost }: Repaired): void {
  for (const line of done) say(line)
  say(`${found.whole} files were as they were saved`)
  if (lost > 0) throw new Refused(`${lost} files are lost. A backup may have them: --repair --from BACKUP`)
}

function tellRestored({ documents, filesLost, madeAt, audit, undo, ended }: Restored): void {
  say(`Restored: ${documents} documents${madeAt ? `, as they were at ${madeAt}` : ''}`)
  sayHead(audit)
  if (filesLost > 0) say(`${filesLost} files are neither in the backup nor here any more: they are marked as lost.`)
  if (undo) say(`The vault that stood here is kept as ${undo}`)
  if (!ended) {
    if (undo) say('It could not be read, so access that has ended since the backup may be open again: look at it.')
    return
  }
  const { members, grants, leases, invitations, accounts, carried, olderPassphrases, olderSecondFactors } = ended
  const since = Object.entries({ members, grants, leases, invitations, accounts }).filter(([, count]) => count > 0)
  if (since.length > 0) {
    say(`Ended since the backup, and still ended: ${since.map(([what, count]) => `${count} ${what}`).join(', ')}`)
  }
  if (carried > 0) {
    say(`People, access and keys of ${carried} organizations stay as they are now: their signed logs go on.`)
  }
  if (olderPassphrases > 0) {
    say(`${olderPassphrases} people changed their passphrase since: the one from before opens their account again.`)
  }
  if (olderSecondFactors > 0) {
    say(`${olderSecondFactors} people changed their second factor since: it is as it was then.`)
  }
}

function tellVerdict({ database, faults, notes, entries, head, statements, compared }: AuditVerdict): void {
  if (faults.length > 0) {
    throw new Refused([`The audit log of ${database} is not as it was written:`, ...indented(faults)].join('\n'))
  }
  say(`${database}: ${entries} entries are as they were written, ${statements} signatures of people among them`)
  for (const { source, count } of compared) say(`${count} checkpoints agree: ${source}`)
  for (const note of notes) say(note)
  sayHead(head)
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function sayHead(head: AuditHead | undefined): void {
  say(head ? `Audit log: whole, to entry ${head.seq}:${head.hash}` : 'Audit log: empty')
}

function readHead(written: string): AuditHead {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(written)
  if (!match) throw new InvalidArgumentError('Write it as it was printed, like 1204:5f0c6410…')
  return { seq: Number(match[1]), hash: match[2] as string }
}
