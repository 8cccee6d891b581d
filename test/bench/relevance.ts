import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { search } from '#contract/search.ts'
import { formatReference, type AccountId, type Day, type Instant } from '#contract/values.ts'
import { draftsOf } from '../../client/cli/markdown/prepare.ts'
import type { CallOf } from '../../server/access/call.ts'
import { findActor } from '../../server/access/sessions.ts'
import { find } from '../../server/features/search/rules.ts'
import { makeOrganization } from './library.ts'
import { queries } from './relevance-queries.ts'
import { tableOf } from './table.ts'

// `npm run bench:search`: how good the order of results is, over real runbooks, with questions whose answers are known.
// MRR is the mean of 1 / place of the first right answer; recall is how often one is among the first ten.

const samples = process.env['RUNKEEP_SAMPLES']
const docs = samples && path.join(samples, 'runbooks-gitlab', 'docs')
if (!docs || !existsSync(docs)) {
  process.stdout.write('Set RUNKEEP_SAMPLES to the folder that has runbooks-gitlab in it.\n')
  process.exit(0)
}

const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-relevance-'))
const now = new Date().toISOString() as Instant
const { db, write, accountId } = makeOrganization(path.join(folder, 'vault.db'), now)
const pathByReference = new Map<string, string>()
const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
const drafts = draftsOf(files.sort().map((name) => ({ path: name, text: readFileSync(path.join(docs, name), 'utf8') })))
db.transaction(() =>
  drafts.forEach(({ path: name, title, summary, body, tags }, index) => {
    write({ title, summary, body, tags, number: index + 1 })
    pathByReference.set(formatReference('runbook', index + 1), name)
  }),
)()

const actor = findActor(db, accountId as AccountId, 'bench')
if (!actor) throw new Error('Nobody asks')
const rows = queries.map(([text, ...answers]) => {
  const call = { db, actor, now, today: now.slice(0, 10) as Day, input: { slug: 'bench', text, limit: 10 } }
  const began = performance.now()
  const { items } = find(call as unknown as CallOf<typeof search>)
  const tookMs = performance.now() - began
  const place = 1 + items.findIndex(({ reference }) => answers.includes(pathByReference.get(reference) ?? ''))
  return { text, place, tookMs, first: pathByReference.get(items[0]?.reference ?? '') ?? '–' }
})
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
process.stdout.write(
  tableOf(
    ['query', 'place', 'first'],
    rows
      .filter(({ place }) => place !== 1)
      .map(({ text, place, first }) => [text, place === 0 ? '–' : String(place), first]),
  ),
)
process.stdout.write(
  `\n${files.length} documents, ${rows.length} queries: MRR ${mean(rows.map(({ place }) => (place === 0 ? 0 : 1 / place))).toFixed(3)}, ` +
    `first place ${mean(rows.map(({ place }) => Number(place === 1))).toFixed(3)}, ` +
    `recall of ten ${mean(rows.map(({ place }) => Number(place > 0))).toFixed(3)}, ` +
    `${mean(rows.map(({ tookMs }) => tookMs)).toFixed(2)} ms each\n`,
)
db.close()
rmSync(folder, { recursive: true, force: true })
