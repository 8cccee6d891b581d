import { setTimeout as pause } from 'node:timers/promises'
import { importDocuments, reserveReferences } from '#contract/documents.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import type { CollectionId, Reference } from '#contract/values.ts'
import { Unreachable } from '../../platform/api.ts'
import type { Connection } from '../connection.ts'
import type { SentFile } from './prepare.ts'

/** Where an import goes. `source` names the folder it came from: paths are unique within it. */
export interface Destination {
  slug: string
  collectionId: CollectionId
  source: string
}

type Result = OutputOf<typeof importDocuments>['files'][number]

// Well under what the endpoints take: 500 paths in 400 kB, 20 files in 250,000 characters. Small parts keep the server
// free for others in between.
const mostPaths = 500
const mostPathBytes = 300_000
const mostFiles = 20
const mostFileBytes = 100_000

/** Every path's reference, the same at every run. */
export async function reserve(
  connection: Connection,
  destination: Destination,
  paths: readonly string[],
): Promise<Map<string, Reference>> {
  const references = new Map<string, Reference>()
  for (const part of parted(paths, mostPaths, mostPathBytes)) {
    const { items } = await persistently(() => connection.call(reserveReferences, { ...destination, paths: part }))
    items.forEach(({ reference }, index) => references.set(part[index] as string, reference))
  }
  return references
}

/** Sends files a few at a time, in order. What was sent stays, if a later part fails: running again goes on. */
export async function send(
  connection: Connection,
  destination: Destination,
  files: readonly SentFile[],
  onResults: (results: Result[]) => void,
): Promise<void> {
  for (const part of parted(files, mostFiles, mostFileBytes)) {
    const { files: results } = await persistently(() =>
      connection.call(importDocuments, { ...destination, files: part }),
    )
    onResults(results)
  }
}

/** Parts of at most so many things, and so many bytes as JSON; a thing that is larger than that travels alone. */
export function* parted<Thing>(things: readonly Thing[], most: number, mostBytes: number): Generator<Thing[]> {
  let part: Thing[] = []
  let bytes = 0
  for (const thing of things) {
    const size = Buffer.byteLength(JSON.stringify(thing)) + 1
    if (part.length > 0 && (part.length === most || bytes + size > mostBytes)) {
      yield part
      part = []
      bytes = 0
    }
    part.push(thing)
    bytes += size
  }
  if (part.length > 0) yield part
}

/** An import may be sent twice without doubling anything, so a lost connection is tried again. */
async function persistently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const waitMs of [500, 2_000]) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      await pause(waitMs)
    }
  }
  return ask()
}
