import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Instant } from '#contract/values.ts'
import { start } from '../../server/main.ts'
import { settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { inOrder } from './calendar.ts'
import { assemble } from './cast.ts'
import { placeFor, planPeople } from './live.ts'
import { organizations, people, type PersonKey } from './organization.ts'
import { newPassphrase } from './passphrases.ts'
import { planSecrets } from './keep.ts'
import { planRecovery } from './recovery.ts'
import { planStructured } from './draw.ts'
import { planDuties } from './duties.ts'
import { planIncidents } from './incidents.ts'
import { planReading } from './reading.ts'
import { planDocuments } from './write.ts'

/** Kept in the data folder, for this user only: what makes a folder the demo's. */
export const DemoFile = z.object({ v: z.literal(1), madeAt: z.string(), passphrases: z.record(z.string(), z.string()) })
export type DemoFile = z.infer<typeof DemoFile>

const fileName = 'demo.json'
const databaseName = 'vault.db'
const draftStart = 'making-'

/**
 * Opens the demo of a data folder, making it first where there is none. It is made aside and moved in when it is whole,
 * so an interrupted demo is made anew.
 * @throws Error for a folder that holds a vault which is not the demo's.
 */
export async function openDemo(
  folder: string,
  today: Instant,
  tell: (done: number, of: number) => void,
): Promise<DemoFile> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  finishMove(folder)
  const found = readDemo(folder)
  if (found) return found
  if (existsSync(path.join(folder, databaseName))) {
    throw new Error(`${folder} holds a vault that is not the demo's. Set DATA_DIR to another folder.`)
  }
  sweep(folder)
  const draft = path.join(folder, `${draftStart}${process.pid}`)
  const passphrases = Object.fromEntries(Object.keys(people).map((person) => [person, newPassphrase()]))
  await live(draft, today, passphrases as Record<PersonKey, string>, tell)
  const file: DemoFile = { v: 1, madeAt: today, passphrases }
  writeFileSync(path.join(draft, fileName), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  move(draft, folder)
  return file
}

/** Two years of three organizations, through the API of a server that is told what day it is. */
async function live(
  folder: string,
  today: Instant,
  passphrases: Record<PersonKey, string>,
  tell: (done: number, of: number) => void,
): Promise<void> {
  const clock = settableClock(today)
  // Nothing of the environment: whoever sets HOST or PUBLIC_URL means the demo that runs, not the making of it.
  const server = await start(readConfig({ DATA_DIR: folder, PORT: '0', LOG: 'silent' }), { clock })
  try {
    const cast = assemble(`http://127.0.0.1:${server.port}`, passphrases, () => clock.now())
    const places = organizations.map(placeFor)
    const plans = places.flatMap((place) => [
      ...planPeople(place, cast, today),
      ...planRecovery(place, cast),
      ...planDocuments(place, cast),
      ...planStructured(place, cast, today),
      ...planSecrets(place, cast),
      ...planReading(place, cast, today),
      ...planDuties(place, cast, today),
      ...planIncidents(place, cast, today),
    ])
    const acts = inOrder(plans, organizations[0]?.timeZone ?? 'UTC', today)
    for (const [index, act] of acts.entries()) {
      clock.set(act.at)
      await act.happen()
      tell(index + 1, acts.length)
    }
  } finally {
    await server.stop()
  }
}

function readDemo(folder: string): DemoFile | undefined {
  const file = path.join(folder, fileName)
  return existsSync(file) ? DemoFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

/** The file that says "this is the demo" goes last: until it is there, the folder is not the demo. */
function move(draft: string, folder: string): void {
  const log = statSync(path.join(draft, `${databaseName}-wal`), { throwIfNoEntry: false })
  if (log && log.size > 0) throw new Error('The server has stopped without putting everything into its database')
  // The server's own keys: the audit log goes on under the key that it began with.
  for (const name of readdirSync(draft).filter((each) => each.endsWith('.key')))
    renameSync(path.join(draft, name), path.join(folder, name))
  if (existsSync(path.join(draft, databaseName))) {
    renameSync(path.join(draft, databaseName), path.join(folder, databaseName))
  }
  renameSync(path.join(draft, fileName), path.join(folder, fileName))
  rmSync(draft, { recursive: true })
}

/** Ends a move that was interrupted between its two files. */
function finishMove(folder: string): void {
  if (!existsSync(path.join(folder, databaseName)) || existsSync(path.join(folder, fileName))) return
  const half = drafts(folder).find(
    (draft) => existsSync(path.join(draft, fileName)) && !existsSync(path.join(draft, databaseName)),
  )
  if (half) move(half, folder)
}

/** Takes away what was interrupted before it was whole; what another process is making stays. */
function sweep(folder: string): void {
  for (const draft of drafts(folder)) {
    if (!isAlive(Number(draft.slice(draft.lastIndexOf('-') + 1)))) rmSync(draft, { recursive: true })
  }
}

const drafts = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith(draftStart))
    .map((name) => path.join(folder, name))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
