import { writeFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import { secretRules, type SecretRule } from '#contract/secret-scan/rules.ts'
import { UsageError } from '../failures.ts'

/**
 * What became of a file. `kept`: it was edited or archived in Runkeep since, and stays as it is there. `skipped`: not
 * Markdown, hidden, or a link. `refused`: Markdown that could not be brought. `would bring`: of a dry run.
 */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'kept' | 'skipped' | 'refused' | 'would bring'

/** One line of the report. */
export interface Row {
  path: string
  outcome: Outcome
  reference?: string
  title?: string
  /** What was not brought of it, and why; one sentence each. */
  notes: string[]
  /** Where the file looks like it holds a password, a key or a token: lines of the file, and the rules that matched. */
  secrets?: { line: number; rule: SecretRule }[]
}

const written = { csv: toCsv, json: toJson }

/** @throws UsageError for a name that says neither CSV nor JSON. */
export function reportFormat(file: string): keyof typeof written {
  const format = /\.(csv|json)$/i.exec(file)?.[1]?.toLowerCase()
  if (format === 'csv' || format === 'json') return format
  throw new UsageError(`Call the report something.csv or something.json, not ${file}.`)
}

export function writeReport(file: string, rows: readonly Row[]): void {
  writeFileSync(file, written[reportFormat(file)](rows))
}

/** RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front (ASSURANCE T23). */
function toCsv(rows: readonly Row[]): string {
  const lines = rows.map(({ path, outcome, reference = '', title = '', notes, secrets = [] }) => ({
    path,
    outcome,
    reference,
    title,
    notes: notes.join(' · '),
    secrets: secrets.map(({ line, rule }) => `line ${line}: ${rule}`).join(' · '),
  }))
  const columns = ['path', 'outcome', 'reference', 'title', 'notes', 'secrets']
  return stringify(lines, { header: true, columns, escape_formulas: true, record_delimiter: 'windows', bom: true })
}

function toJson(rows: readonly Row[]): string {
  return `${JSON.stringify(rows, null, 2)}\n`
}

/** Counts by outcome, the notes that matter, and what looks like a secret, for the terminal. */
export function summaryOf(rows: readonly Row[], mostLines: number): string {
  const counts = new Map<Outcome, number>()
  for (const { outcome } of rows) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  const told = rows.filter(({ outcome, notes }) => notes.length > 0 && outcome !== 'skipped')
  const lines = told
    .slice(0, mostLines)
    .flatMap(({ path, notes }) => [`  ${path}`, ...notes.map((note) => `    ${note}`)])
  const more = told.length - mostLines
  return [
    [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'Nothing to bring',
    ...(told.length > 0 ? ['', 'What was not brought, or not as it was:', ...lines] : []),
    ...(more > 0 ? [`  … and ${more} more files. --report FILE.csv has them all.`] : []),
    ...secretLines(rows, mostLines),
  ].join('\n')
}

function secretLines(rows: readonly Row[], most: number): string[] {
  const found = rows.flatMap(({ path, secrets = [] }) =>
    secrets.map(({ line, rule }) => `  ${path}:${line}  ${secretRules[rule]} (${rule})`),
  )
  if (found.length === 0) return []
  const more = found.length - most
  return [
    '',
    'These look like secrets. Everybody who may read the document sees them; keep them as credentials instead:',
    ...found.slice(0, most),
    ...(more > 0 ? [`  … and ${more} more. --report FILE.csv has them all.`] : []),
  ]
}
