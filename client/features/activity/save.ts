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
import { keepAsFile, utf8Mark } from '../../ui/save-file.ts'

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
  keepAsFile(`activity-${slug}-${today()}.csv`, new Blob([utf8Mark, ...parts]))
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
  keepAsFile(`checkpoints-${today()}.json`, JSON.stringify({ items }, null, 1))
  return `${formatCount(items.length)} checkpoints saved. Keep the file away from this server.`
}
