import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { Checkpoint } from '#contract/activity.ts'
import { Refused } from './durably.ts'

/** Somebody who says which entry stood at a place in the chain. */
export interface Witness {
  /** Number of the entry. */
  size: number
  head: string
  time?: string
  /** Where it was kept. */
  source: string
  /** Absent for an entry that was written down without a signature. */
  checkpoint?: Checkpoint
}

const Page = z.object({ items: z.array(Checkpoint) })
/** What the server's log says of the end of the chain where it signs nothing. */
const Head = z.object({ auditSeq: z.int().min(1), auditHash: z.string().regex(/^[0-9a-f]{64}$/), at: z.string() })

const longestLine = 4_000_000

/**
 * The checkpoints in a file: a download, or a log of the server, in which other lines are passed over, and what a log
 * collector writes in front of a line too. The file is read a line at a time.
 * @throws Refused where there is none.
 */
export async function readCheckpoints(file: string): Promise<Witness[]> {
  if (!existsSync(file)) throw new Refused(`There is no file ${file}.`)
  const source = path.basename(file)
  const found = new Map<string, Witness>()
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  let whole = ''
  for await (const line of lines) {
    const start = line.indexOf('{')
    if (start >= 0 && line.length <= longestLine) keep(witnessesOf(line.slice(start), source), found)
    // A download may be written over several lines.
    if (found.size === 0 && whole.length + line.length < longestLine) whole += line
  }
  if (found.size === 0) keep(witnessesOf(whole, source), found)
  if (found.size === 0) throw new Refused(`There is no checkpoint in ${file}.`)
  return [...found.values()]
}

function keep(witnesses: readonly Witness[], found: Map<string, Witness>): void {
  for (const witness of witnesses) found.set(JSON.stringify(witness), witness)
}

function witnessesOf(text: string, source: string): Witness[] {
  const value = parsed(text)
  const page = Page.safeParse(value).data
  if (page) return page.items.map((checkpoint) => ({ ...checkpoint, checkpoint, source }))
  const checkpoint = Checkpoint.safeParse(value).data
  if (checkpoint) return [{ ...checkpoint, checkpoint, source }]
  const head = Head.safeParse(value).data
  return head ? [{ size: head.auditSeq, head: head.auditHash, time: head.at, source }] : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
