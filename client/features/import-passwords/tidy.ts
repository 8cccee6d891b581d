import { limits } from './limits.ts'

// eslint-disable-next-line no-control-regex -- control characters are what it takes out
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/** One line as the vault keeps titles, labels, folders and tags: no control characters, single spaces, not too long. */
export function oneLine(written: string, most: number = limits.title): string {
  const line = written.toWellFormed().replace(controls, ' ').replace(/\s+/g, ' ').trim()
  return line.length <= most
    ? line
    : `${line
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')
        .trimEnd()}…`
}

/** Text of several lines: only what no vault can keep is taken out. */
export const someLines = (written: string): string =>
  written.toWellFormed().replaceAll('\u0000', '').replace(/\r\n?/g, '\n')

/** A path such as `Network/Firewalls`, its parts in one line each; empty parts are none. */
export const pathOf = (parts: readonly string[]): string[] =>
  parts.map((part) => oneLine(part, limits.folder)).filter((part) => part !== '')

/** Tags in the vault's form: small letters, hyphens for spaces, neither commas nor quotes, at most 40 characters. */
export function tagsOf(written: readonly string[]): string[] {
  const tags = written.map((tag) =>
    oneLine(tag.replace(/[,"]/g, ' '), 200)
      .toLowerCase()
      .replace(/\s+/g, '-')
      .slice(0, 40)
      .toWellFormed()
      .replace(/[\uFFFD-]+$/, ''),
  )
  return [...new Set(tags)].filter((tag) => tag !== '').slice(0, 30)
}

const earliest = Date.UTC(1990, 0)
const latest = Date.UTC(2200, 0)

/** An instant from what formats write: ISO text, seconds or milliseconds since 1970, a Date. Nonsense is undefined. */
export function instantOf(written: unknown): string | undefined {
  const ms = millisecondsOf(written)
  return ms !== undefined && ms >= earliest && ms < latest ? new Date(ms).toISOString() : undefined
}

function millisecondsOf(written: unknown): number | undefined {
  if (written instanceof Date) return written.getTime()
  if (typeof written === 'number') return written < 1e11 ? written * 1_000 : written
  if (typeof written !== 'string' || written.trim() === '') return undefined
  return /^\d{9,14}$/.test(written.trim()) ? millisecondsOf(Number(written)) : Date.parse(written)
}

/** 20 kB, 1.5 MB. */
export function sizeWords(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} bytes`
  if (sizeBytes < 1_000_000) return `${Math.round(sizeBytes / 1_000)} kB`
  return `${(sizeBytes / 1_000_000).toFixed(sizeBytes < 10_000_000 ? 1 : 0)} MB`
}
