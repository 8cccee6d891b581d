import type { IncomingMessage } from 'node:http'
import { Problem } from '#contract/problems.ts'

const deepest = 32
const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a JSON body ourselves, because the usual readers repair what should be refused (ASSURANCE M10): other types and
 * encodings, invalid UTF-8, keys that come twice, `__proto__`, nesting without end.
 * @throws Problem 'unsupported-media-type', 'body-too-large', 'malformed-body'.
 */
export async function readJson(request: IncomingMessage, maximumBytes: number): Promise<Record<string, unknown>> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    throw new Problem('unsupported-media-type', { detail: 'Send JSON, as application/json in UTF-8.' })
  }
  if (request.headers['content-encoding']) {
    throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' })
  }
  if (Number(request.headers['content-length'] ?? 0) > maximumBytes) throw tooLarge(maximumBytes)
  const text = decode(await readAll(request, maximumBytes))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('The body is not JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('The body must be a JSON object.')
  refuseAmbiguous(text)
  return value as Record<string, unknown>
}

function readAll(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maximumBytes) {
        request.removeAllListeners('data')
        request.resume()
        reject(tooLarge(maximumBytes))
        return
      }
      chunks.push(chunk)
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', () => reject(malformed('The body did not arrive whole.')))
    request.on('aborted', () => reject(malformed('The body did not arrive whole.')))
  })
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body)
  } catch {
    throw malformed('The body is not UTF-8.')
  }
}

/** One pass over text that is known to be JSON: nesting, keys that come twice, keys that reach into prototypes. */
function refuseAmbiguous(text: string): void {
  const open: (Set<string> | undefined)[] = []
  let position = 0
  let keyNext = false
  while (position < text.length) {
    const character = text.charCodeAt(position)
    if (character === 0x7b || character === 0x5b) {
      open.push(character === 0x7b ? new Set() : undefined)
      if (open.length > deepest) throw malformed(`The body is nested deeper than ${deepest} levels.`)
      keyNext = character === 0x7b
    } else if (character === 0x7d || character === 0x5d) {
      open.pop()
      keyNext = false
    } else if (character === 0x2c) {
      keyNext = open.at(-1) !== undefined
    } else if (character === 0x22) {
      const end = endOfString(text, position)
      if (keyNext) {
        noteKey(open.at(-1) as Set<string>, JSON.parse(text.slice(position, end + 1)) as string)
        keyNext = false
      }
      position = end
    }
    position += 1
  }
}

function noteKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) throw malformed(`The key "${key.slice(0, 60)}" comes twice.`)
  if (key === '__proto__' || key === 'constructor' || key === 'prototype')
    throw malformed(`"${key}" is no key that we take.`)
  keys.add(key)
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, position: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(position - 1 - backslashes) === 0x5c) backslashes += 1
  return backslashes % 2 === 1
}

const malformed = (detail: string) => new Problem('malformed-body', { detail })
const tooLarge = (bytes: number) => new Problem('body-too-large', { detail: `At most ${bytes} bytes are taken here.` })
