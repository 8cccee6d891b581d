/** Several lines that belong together: a private key, or a certificate or public key, in which nothing else is sought. */
export interface Block {
  from: number
  to: number
  isSecret: boolean
}

const begin = '-----BEGIN '
const putty = 'PuTTY-User-Key-File-'
const longest = 40_000
const most = 500

/** Blocks in the order of the text. Linear: the search for an end never runs twice over the same text. */
export function blocksIn(text: string): Block[] {
  const blocks: Block[] = []
  const ends = forward(text, '-----END ')
  const macs = forward(text, 'Private-MAC:')
  const begins = forward(text, begin)
  const puttys = forward(text, putty)
  for (let at = 0, tries = 0; tries < most; tries++) {
    const from = Math.min(begins(at), puttys(at))
    if (from === Infinity) return blocks
    const block = text.startsWith(begin, from) ? armored(text, from, ends) : puttyKey(text, from, macs)
    if (block) blocks.push(block)
    at = block ? block.to : from + begin.length
  }
  return blocks
}

/** The place of the next `literal` at or after a place, asked for in rising order; Infinity where there is none. */
function forward(text: string, literal: string): (from: number) => number {
  let known = -1
  return (from) => {
    if (known < from) {
      known = text.indexOf(literal, from)
      if (known === -1) known = Infinity
    }
    return known
  }
}

/** RFC 7468, OpenSSH and OpenPGP. In JSON and YAML its lines may end in `\n` as written. */
function armored(text: string, from: number, ends: (from: number) => number): Block | undefined {
  const header = /-----BEGIN ([A-Z0-9 ]{1,40})-----/y
  header.lastIndex = from
  const match = header.exec(text)
  if (!match) return undefined
  const name = match[1] as string
  const bodyFrom = from + match[0].length
  const end = ends(bodyFrom)
  const isWhole = end - bodyFrom <= longest
  // Without its end it goes as far as lines of base64 do.
  const bodyTo = isWhole ? end : endOfBase64(text, bodyFrom)
  const footer = `-----END ${name}-----`
  const to = isWhole && text.startsWith(footer, end) ? end + footer.length : bodyTo
  const body = text.slice(bodyFrom, bodyTo)
  const isSecret = name.includes('PRIVATE KEY') && isFilled(body)
  return { from, to, isSecret }
}

/** Words between the lines, `...` or `<your key>`, are no key. The shortest, an Ed25519 key, is a line of 64. */
function isFilled(body: string): boolean {
  if (/\.{3}|…|<|x{8}/i.test(body)) return false
  return body.split(/\s+|\\[nr]/).some((line) => line.length >= 40 && isBase64(line) && new Set(line).size >= 12)
}

const isBase64 = (line: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/.test(line)

function endOfBase64(text: string, from: number): number {
  let to = from
  for (let at = from; at < text.length && at - from < longest;) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline
    if (end - at > 5_000) return to
    const line = text
      .slice(at, end)
      .replace(/^[\s>]+/, '')
      .trimEnd()
    if (line !== '' && !isBase64(line) && !/^[A-Za-z-]{1,30}: /.test(line)) return to
    if (line !== '') to = at + text.slice(at, end).trimEnd().length
    at = end + 1
  }
  return to
}

function puttyKey(text: string, from: number, macs: (from: number) => number): Block | undefined {
  const end = macs(from)
  if (end - from > longest) return undefined
  const mac = /Private-MAC:[ \t]*[0-9a-f]{0,128}/y
  mac.lastIndex = end
  const to = end + (mac.exec(text)?.[0].length ?? 0)
  const body = text.slice(from, end)
  return { from, to, isSecret: body.includes('Private-Lines:') && isFilled(body) }
}
