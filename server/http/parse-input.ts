import type { z } from 'zod'
import { Problem, type InputError } from '#contract/problems.ts'

/**
 * Parses what a caller sent into the endpoint's one strict input.
 * @throws Problem 'invalid-input' with a pointer and a sentence per field; 'not-found' where only the address itself is
 * not right, because such a thing cannot exist.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  inPath: readonly string[],
): z.output<Schema> {
  const parsed = schema.safeParse(given, { reportInput: true })
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  if (issues.every((issue) => issue.path.length > 0 && inPath.includes(String(issue.path[0]))))
    throw new Problem('not-found')
  throw new Problem('invalid-input', { errors: issues.slice(0, 20).flatMap(describe) })
}

function describe(issue: z.core.$ZodIssue): InputError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      detail: 'This address does not take such a field.',
    }))
  }
  return [{ pointer: pointerTo(issue.path), detail: sentence(issue) }]
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'This field is needed.' : `This must be ${article(issue.expected)}.`
  }
  if (issue.code === 'invalid_value') return `Choose one of: ${issue.values.map(String).join(', ')}.`
  return issue.message.replace(/^Invalid input: /, '')
}

const article = (expected: string) =>
  ({
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
  })[expected] ?? expected

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** What travelled as query or body, and what stands in the address. @throws Problem 'invalid-input' for what is in both. */
export function joined(
  sent: Record<string, unknown>,
  parameters: Record<string, string>,
  inPath: readonly string[],
): Record<string, unknown> {
  const twice = inPath.find((name) => Object.hasOwn(sent, name))
  if (twice) {
    throw new Problem('invalid-input', {
      errors: [{ pointer: `/${twice}`, detail: 'This stands in the address already.' }],
    })
  }
  return { ...sent, ...parameters }
}
