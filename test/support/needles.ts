/** The shapes in which a secret could lie about, and a search that knows them all. */

export interface Canary {
  /** What it is, for whoever reads that it was found. */
  of: string
  secret: string | Uint8Array
}

/** @returns name of the shape → what to look for, one byte a character, in lower case. */
export function shapesOf({ secret }: Canary): [string, string][] {
  const bytes = Buffer.from(secret as string)
  const shapes: [string, string][] = [
    ['plain', bytes.toString('latin1')],
    ['reversed', Buffer.from(bytes).reverse().toString('latin1')],
    ['hex', bytes.toString('hex')],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const inner = base64Within(bytes, offset)
      return [
        [`base64, ${offset} before`, inner],
        [`base64url, ${offset} before`, inner.replaceAll('+', '-').replaceAll('/', '_')],
      ]
    }),
  ]
  if (typeof secret === 'string') {
    const json = JSON.stringify(secret).slice(1, -1)
    shapes.push(
      ['UTF-16LE', Buffer.from(secret, 'utf16le').toString('latin1')],
      ['UTF-16BE', Buffer.from(secret, 'utf16le').swap16().toString('latin1')],
      ['reversed by characters', latin1(Array.from(secret).reverse().join(''))],
      ['URL-escaped', encodeURIComponent(secret)],
      ['form-escaped', new URLSearchParams({ '': secret }).toString().slice(1)],
      ['JSON', latin1(json)],
      ['JSON in JSON', latin1(JSON.stringify(json).slice(1, -1))],
      ['JSON in ASCII', Array.from(json, (each) => (each > '~' ? escaped(each) : each)).join('')],
    )
  }
  return [...new Map(shapes.map(([name, text]) => [text.toLowerCase(), name]))].map(([text, name]) => [name, text])
}

/** @returns what was found where, by name: never the secret itself. */
export function findIn(haystacks: readonly [string, Uint8Array | string][], canaries: readonly Canary[]): string[] {
  const wanted = canaries.map((canary) => ({ of: canary.of, shapes: shapesOf(canary) }))
  return haystacks.flatMap(([place, content]) => {
    const text = Buffer.from(content as string)
      .toString('latin1')
      .toLowerCase()
    return wanted.flatMap(({ of, shapes }) =>
      shapes.filter(([, shape]) => text.includes(shape)).map(([shape]) => `${of} in ${place} (${shape})`),
    )
  })
}

/** What of the encoding depends on these bytes alone, whatever stands before and after them. */
function base64Within(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
}

const latin1 = (text: string) => Buffer.from(text).toString('latin1')
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
