import { existsSync, linkSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Checkpoint } from '#contract/activity.ts'
import type { Instant } from '#contract/values.ts'
import { isKnownKey, seal, sign } from '../access/checkpoints.ts'
import type { DataFolder } from '../platform/data-folder.ts'
import type { Db } from '../platform/database.ts'
import { findLogKey } from '../platform/log-key.ts'
import { checkCopy, copyInto, openCopy, openVault, removeDatabase } from './copies.ts'
import type { AuditHead } from './check-vault.ts'
import { Refused, settle, sweepAbandoned } from './durably.ts'
import { writeManifest } from './manifest.ts'
import { checkQueries } from './queries.ts'
import { Gone, storeFiles } from './stored-files.ts'

export interface BackedUp {
  sizeBytes: number
  documents: number
  revisions: number
  files: number
  audit?: AuditHead
  /** What the server's key says of the log in it; absent where the server has none yet. */
  checkpoint?: Checkpoint
}

const draftStart = '.runkeep-backup-'
const mostTries = 5

/**
 * Copies the vault as it is at one moment into one file, the files of attachments too, also while the server runs, and
 * checks the copy. The file appears only when it is whole, checked and on the disk.
 * @throws Refused when the file exists, or when the copy is not sound: then the vault itself has to be looked at.
 */
export function backUp(data: DataFolder, given: string, now: Instant): BackedUp {
  const file = path.resolve(given)
  const folder = path.dirname(file)
  if (!existsSync(folder)) throw new Refused(`There is no folder ${folder}.`)
  if (existsSync(file)) throw new Refused(`${file} exists. Backups are never overwritten: choose another name.`)
  sweepAbandoned(folder, draftStart)
  const draft = path.join(folder, `${draftStart}${process.pid}`)
  try {
    const copied = copyWhole(draft, now, data)
    settle(draft)
    publish(draft, file)
    settle(folder)
    return { ...copied, sizeBytes: statSync(file).size }
  } finally {
    removeDatabase(draft)
  }
}

/** Files never change, so those of a moment can be copied after it; one that an owner erased meanwhile takes a new moment. */
function copyWhole(draft: string, now: Instant, data: DataFolder): Omit<BackedUp, 'sizeBytes'> {
  const vault = openVault(data.database)
  try {
    for (let tries = 1; ; tries++) {
      removeDatabase(draft)
      copyInto(vault, draft)
      try {
        return sealCopy(draft, vault, now, data)
      } catch (error) {
        if (!(error instanceof Gone)) throw error
        if (tries === mostTries)
          throw new Refused('Files are being erased while the backup is made. Try again in a while.')
      }
    }
  } finally {
    vault.close()
  }
}

function sealCopy(draft: string, vault: Db, now: Instant, data: DataFolder): Omit<BackedUp, 'sizeBytes'> {
  const copy = openCopy(draft)
  try {
    const { damage, head } = checkCopy(copy)
    if (damage.length > 0) {
      throw new Refused(
        ['The vault is damaged, so this would be no backup:', ...damage.map((line) => `  ${line}`)].join('\n'),
      )
    }
    const files = storeFiles(copy, vault, data.files)
    const checkpoint = checkpointIn(copy, now, data)
    writeManifest(copy, { madeAt: now, ...(head && { audit: head }) })
    const { documents = 0, revisions = 0 } = checkQueries(copy).sizes() ?? {}
    return { documents, revisions, files, ...(head && { audit: head }), ...(checkpoint && { checkpoint }) }
  } finally {
    copy.close()
  }
}

/** Kept in the copy alone: the vault has one writer, and that is the server. So has its chain, which must know the key. */
function checkpointIn(copy: Db, now: Instant, data: DataFolder): Checkpoint | undefined {
  const key = findLogKey(data.logKey)
  if (!key || !checkQueries(copy).table({ name: 'audit_checkpoints' }) || !isKnownKey(copy, key)) return undefined
  return seal(copy, key, now) ?? sign(copy, key, now)
}

/** A link, unlike a rename, never replaces what has come to stand there meanwhile. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Refused(`${file} exists meanwhile.`)
    throw error
  }
}
