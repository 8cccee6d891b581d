import { rm } from 'node:fs/promises'
import type { Db } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'
import type { Log } from '../../platform/log.ts'
import type { Writer } from '../../platform/writer.ts'
import { previewPaths } from './previews.ts'
import { attachmentQueries } from './queries.ts'

interface Place {
  db: Db
  writer: Writer
  files: FileStore
  log: Log
}

const atOnce = 20

/**
 * Keeps the disk as the rows say: what a killed process left half is taken away before anything arrives, and contents
 * that no attachment needs any more go after the commit that let go of them. Triggers write down which those are, so a
 * crash in between only makes it later.
 * @returns how to stop.
 */
export async function keepFilesTidy({ db, writer, files, log }: Place): Promise<() => void> {
  const state = { isBusy: false, isStopped: false }
  const goesOn = () => !state.isStopped

  async function tidy(): Promise<void> {
    if (state.isBusy || !goesOn() || attachmentQueries(db).erasures({ limit: 1 }).length === 0) return
    state.isBusy = true
    try {
      let looked = atOnce
      while (looked === atOnce && goesOn()) looked = await eraseSome(db, writer, files)
    } catch (error) {
      // Whatever keeps the writer from writing is told elsewhere; what is left is looked at after the next commit.
      log.event('files-not-erased', { error: (error as Error).message })
    } finally {
      state.isBusy = false
    }
  }

  const left = await files.sweep((file) => attachmentQueries(db).named({ file }) !== undefined)
  if (left > 0) log.event('files-swept', { count: left })
  const stopListening = writer.onCommit(() => void tidy())
  void tidy()
  return () => {
    state.isStopped = true
    stopListening()
  }
}

/**
 * The row goes in the same transaction in which the file is taken out of its place: nobody can be given a content that
 * is about to go. If that is not written after all, the row has no file, and whoever sends the content again heals it.
 * @returns how many were looked at.
 */
async function eraseSome(db: Db, writer: Writer, files: FileStore): Promise<number> {
  const rows = attachmentQueries(db)
  const erased = await writer.write(() =>
    rows.erasures({ limit: atOnce }).map(({ blobId, file, isNeeded }) => {
      rows.erased({ blobId })
      if (isNeeded || file === undefined) return undefined
      const gone = files.erase(file)
      rows.erase({ blobId })
      return { file, gone }
    }),
  )
  for (const one of erased) {
    if (!one) continue
    for (const preview of previewPaths(files.folder, one.file)) await rm(preview, { force: true })
    await one.gone()
  }
  return erased.length
}
