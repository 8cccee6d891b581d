import { ImportError } from './import-error.ts'

/**
 * Reading JSON that a stranger wrote: a value is what it should be or it is absent, and only own properties count, so a
 * key like `__proto__` is a key and nothing more.
 */

/** @throws ImportError 'damaged', without the excerpt that the parser's own message has. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ImportError(
      'damaged',
      'This file begins like JSON but cannot be read to its end. It may be cut off: export it again.',
    )
  }
}

export function at(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name)
    ? (of as Record<string, unknown>)[name]
    : undefined
}

/** Text, or a number or boolean as text; otherwise empty. */
export function textAt(of: unknown, name: string): string {
  const value = at(of, name)
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export function listAt(of: unknown, name: string): unknown[] {
  const value = at(of, name)
  return Array.isArray(value) ? (value as unknown[]) : []
}
