import { v7 as uuidv7 } from 'uuid'
import {
  createActivityExport,
  listCheckpoints,
  readActivityExport,
  type Checkpoint,
  type listActivity,
} from '#contract/activity.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { call } from '../../platform/api.ts'
import { formatCount, plural, today } from '../../ui/format.ts'

type Filters = Omit<InputOf<typeof listActivity>, 'slug' | 'after' | 'limit'>

/** Saves the entries as a file, part by part. @returns what is now true, in words. */
export async function saveActivity(slug: string, filters: Filters): Promise<string> {
  const { id } = await call(createActivityExport, { slug, id: uuidv7(), ...filters })
  const parts: string[] = []
  let rows = 0
  for (let after: string | undefined; ;) {
    const part = await call(readActivityExport, { slug, id, ...(after && { after }) })
    parts.push(part.csv)
    rows += part.rows
    if (part.next === undefined) break
    after = part.next
  }
  // A spreadsheet takes a file for UTF-8 when it begins so.
  save(`activity-${slug}-${today()}.csv`, new Blob(['\uFEFF', ...parts], { type: 'text/csv' }))
  return `${plural(rows, 'entry', 'entries')} exported. The export is recorded too.`
}

/** One file that `runkeep audit verify --checkpoints` reads. */
export async function saveCheckpoints(slug: string): Promise<string> {
  const items: Checkpoint[] = []
  for (let after: string | undefined; ;) {
    const page = await call(listCheckpoints, { slug, limit: 200, ...(after && { after }) })
    items.push(...page.items)
    if (page.next === undefined) break
    after = page.next
  }
  if (items.length === 0) return 'There is no checkpoint yet: the server makes one within the hour.'
  save(`checkpoints-${today()}.json`, new Blob([JSON.stringify({ items }, null, 1)], { type: 'application/json' }))
  return `${formatCount(items.length)} checkpoints saved. Keep the file away from this server.`
}

/** The browser's own way to save a file: nothing of it goes through the server again. */
function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
