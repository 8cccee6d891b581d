import { Problem } from '#contract/problems.ts'

type Key = string | number

/** Where the next page starts: the sort key of the last row, opaque to callers. */
export function cursorOf(key: readonly Key[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** @throws Problem 'invalid-input' for anything that `cursorOf` did not make in that form. */
export function readCursor(cursor: string, form: 'number'): number
export function readCursor(cursor: string, form: 'string'): string
export function readCursor(cursor: string, form: 'pair'): readonly [Key, string]
export function readCursor(cursor: string, form: 'number' | 'string' | 'pair'): Key | readonly [Key, string] {
  const key = parse(cursor)
  if (form === 'number' && key.length === 1 && typeof key[0] === 'number') return key[0]
  if (form === 'string' && key.length === 1 && typeof key[0] === 'string') return key[0]
  if (form === 'pair' && key.length === 2 && typeof key[1] === 'string') return [key[0] as Key, key[1]]
  throw malformed()
}

function parse(cursor: string): Key[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const isKey = (part: unknown): part is Key => typeof part === 'string' || Number.isFinite(part)
    if (Array.isArray(key) && key.every(isKey)) return key
  } catch {
    // falls through: not ours
  }
  throw malformed()
}

const malformed = () =>
  new Problem('invalid-input', {
    errors: [{ pointer: '/after', detail: 'Take `next` from the page before, as it is.' }],
  })
