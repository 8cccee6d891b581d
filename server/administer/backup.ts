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

export interface BackedUp {
  sizeBytes: number
  documents: number
  revisions: number
  audit?: AuditHead
  /** What the server's key says of the log in it; absent where the server has none yet. */
  checkpoint?: Checkpoint
}

const draftStart = '.runkeep-backup-'

/**
 * Copies the vault as it is at one moment into one file, also while the server runs, and checks the copy. The file
 * appears only when it is whole, checked and on the disk.
 * @throws Refused when the file exists, or when the copy is not sound: then the vault itself has to be looked at.
 */
export function backUp(data: DataFolder, given: string, now: Instant): BackedUp {
  const file = path.resolve(given)
  const folder = path.dirname(file)
  if (!existsSync(folder)) throw new Refused(`There is no folder ${folder}.`)
  if (existsSync(file)) throw new Refused(`${file} exists. Backups are never overwritten: choose another name.`)
  sweepAbandoned(folder, draftStart)
  const draft = path.join(folder, `${draftStart}${process.pid}`)
  removeDatabase(draft)
  try {
    const vault = openVault(data.database)
    try {
      copyInto(vault, draft)
    } finally {
      vault.close()
    }
    const copied = sealCopy(draft, now, data)
    settle(draft)
    publish(draft, file)
    settle(folder)
    return { ...copied, sizeBytes: statSync(file).size }
  } finally {
    removeDatabase(draft)
  }
}

function sealCopy(draft: string, now: Instant, data: DataFolder): Omit<BackedUp, 'sizeBytes'> {
  const copy = openCopy(draft)
  try {
    const { damage, head } = checkCopy(copy)
    if (damage.length > 0) {
      throw new Refused(
        ['The vault is damaged, so this would be no backup:', ...damage.map((line) => `  ${line}`)].join('\n'),
      )
    }
    const checkpoint = checkpointIn(copy, now, data)
    writeManifest(copy, { madeAt: now, ...(head && { audit: head }) })
    const { documents = 0, revisions = 0 } = checkQueries(copy).sizes() ?? {}
    return { documents, revisions, ...(head && { audit: head }), ...(checkpoint && { checkpoint }) }
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
