import type { Reading } from './reading.ts'
import { isStandIn, shapeOf } from './values.ts'

const kinds = new Uint8Array(128)
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-')
  kinds[letter.charCodeAt(0)] = 1

/** Shorter ones without a telling word are ids, and names of things. */
const shortest = 40
const longest = 1_000
const bitLocker = /^\d{6}(?:-\d{6}){7}$/

/**
 * Finds long runs of letters and digits that are keys by themselves. Looks at every fortieth character, and around it
 * where it may belong to one.
 */
export function findInRuns(reading: Reading, from: number, to: number, rank: number): void {
  const { text } = reading
  let at = from
  while (at < to + shortest && at < text.length) {
    if (!isOfRun(text, at)) {
      at += shortest
      continue
    }
    let start = at
    while (start > 0 && at - start <= longest && isOfRun(text, start - 1)) start--
    let end = at + 1
    while (end < text.length && end - at <= longest && isOfRun(text, end)) end++
    const length = end - start
    if (length >= shortest && length <= longest && start >= from && start < to && !reading.isInBlock(start)) {
      if (!reading.spend(4 * length)) return
      judge(reading, start, end, rank)
    }
    at = end + shortest
  }
}

function isOfRun(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 && kinds[code] === 1
}

function judge(reading: Reading, from: number, to: number, rank: number): void {
  const { text } = reading
  const run = text.slice(from, to)
  if (run.length === 55 && bitLocker.test(run)) {
    // Each group is a multiple of 11 that fits 16 bits: nothing else looks like that.
    if (run.split('-').every((group) => Number(group) % 11 === 0 && Number(group) < 720_896))
      reading.add({ rule: 'bitlocker-key', from, to, start: '', rank })
    return
  }
  const end = text.startsWith('==', to) ? to + 2 : text[to] === '=' ? to + 1 : to
  if (isKey(run) && !isReadable(run) && !isShown(text, from, to))
    reading.add({ rule: 'high-entropy', from, to: end, start: '', rank })
}

/** Base64 as chance mixes it; hex without a word that says what it is may be any hash. */
function isKey(run: string): boolean {
  const shape = shapeOf(run)
  if (shape.digits < 2 || shape.upper < 5 || shape.lower < 5 || shape.bits < 4.4 || isStandIn(run)) return false
  // Mixed in every part, as no path and no name of several words is.
  const parts = run.split(/[-_/+]/).filter((part) => part.length > 3)
  return (
    !parts.some((part) => /^(?:[a-z]+|[A-Z]+|[A-Z]?[a-z]+|\d+)$/.test(part) && part.length > 5) && run.length <= 400
  )
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Whether it is base64 of something that people read: the first 24 bytes are all of printable ASCII. */
function isReadable(run: string): boolean {
  let bits = 0
  for (let at = 0; at < 32; at++) {
    bits = ((bits << 6) | Math.max(0, base64.indexOf(run.charAt(at)))) & 0xffff
    if (at % 4 === 0) continue
    const byte = (bits >> (6 - 2 * (at % 4))) & 0xff
    if (byte > 126 || (byte < 32 && !'\t\n\r'.includes(String.fromCharCode(byte)))) return false
  }
  return true
}

const publicStarts = /^(?:\/|AAAA[A-Z]|MI[IG][A-Za-z]{2}[DGK]|iVBOR|R0lGOD|PHN2Zy|eyJ|sha(?:256|384|512)-)/
const publicBefore =
  /(?:sha\d{1,3}[-:=]|md5[-:=]|base64,|ssh-\S{3,20} |ecdsa-\S{3,30} |\$(?:\d\w?|2[abxy]|y|argon2\w*)\$\S{0,30})$/i
const publicNames =
  /(?:public|pub|integrity|fingerprint|digest|checksum|hash|etag|signature|nonce|next|page|continuation|cursor|csrf|xsrf|commit|trace|request|correlation|event|message)[\w -]{0,12}["'`]?\s{0,3}[:=]?\s{0,3}["'`]?$/i

/** Public keys, checksums, tokens that lead to a next page, parts of addresses, files and pictures. */
function isShown(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 60), from)
  if (publicStarts.test(text.slice(from, from + 12)) || publicBefore.test(before) || publicNames.test(before))
    return true
  if (/^\.[a-z]{2,5}\b/i.test(text.slice(to, to + 8))) return true
  const word = /\S*$/.exec(before)?.[0] ?? ''
  return /%|:\/\/|^\(?\.{0,2}\/|www\.|\.[a-z]{2,8}\/|[?&#]\w*=?$|@$/i.test(word)
}
