import { bech32m } from '@scure/base'
import { concat, idBytes, u32be, u8 } from './encoding.ts'
import { CardError, insist } from './errors.ts'
import { exactly, wipe } from './sodium.ts'

/**
 * The text on a recovery card (CRYPTO.md §6): 57 bytes as bech32m (BIP 350) under the prefix `rkcard`, upper case.
 *
 *   0 version 1 | 1 organization 16 | 17 epoch u32 | 21 k | 22 n | 23 index | 24 share 33
 *
 * Its checksum finds what is mistyped; that the card is genuine is for the commitments in the log to say (recovery.ts).
 */

export interface Card {
  /** The UUID of the organization. */
  organizationId: string
  /** Of the kit: grows when new cards are made. */
  epoch: number
  /** So many cards open the vault … */
  k: number
  /** … of so many. */
  n: number
  /** Which of them this is, from 1. */
  index: number
  /** 33 bytes: of the seed, and where on the curve. Secret. */
  share: Uint8Array
}

export const shareBytes = 33
export const mostCards = 10

const prefix = 'rkcard'
const version = 1
const cardBytes = 24 + shareBytes
/** Characters of data and checksum after `rkcard1`. */
const dataCharacters = Math.ceil((cardBytes * 8) / 5) + 6
const blockCharacters = 4
const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

export function writeCard({ organizationId, epoch, k, n, index, share }: Card): string {
  insist(isKit(k, n) && index >= 1 && index <= n, 'a card is one of a kit')
  const payload = concat(
    Uint8Array.of(version),
    idBytes(organizationId),
    u32be(epoch),
    u8(k),
    u8(n),
    u8(index),
    exactly(shareBytes, share, 'share'),
  )
  try {
    return bech32m.encode(prefix, bech32m.toWords(payload), false).toUpperCase()
  } finally {
    wipe(payload)
  }
}

/** Between two and all of at most ten. */
export const isKit = (k: number, n: number): boolean =>
  Number.isInteger(k) && Number.isInteger(n) && k >= 2 && k <= n && n <= mostCards

/**
 * Reads what somebody typed or scanned: in any case, with spaces, hyphens and line breaks anywhere, with or without the
 * prefix, and with the letters that look like a digit of the alphabet.
 * @throws CardError for whatever a person can set right.
 */
export function readCard(typed: string): Card {
  const text = tidied(typed)
  if (text.length !== dataCharacters) throw new CardError('length', `This has ${text.length}`)
  const words = checkedWords(text)
  if (!words) throw new CardError('mistyped', hintAt(text))
  const payload = bech32m.fromWordsUnsafe(words)
  if (payload?.length !== cardBytes) throw new CardError('not-a-card')
  if (payload[0] !== version) throw new CardError('newer-format')
  const [k = 0, n = 0, index = 0] = payload.subarray(21, 24)
  if (!isKit(k, n) || index < 1 || index > n) throw new CardError('not-a-card')
  const epoch = new DataView(payload.buffer, payload.byteOffset).getUint32(17)
  return { organizationId: uuidOf(payload.subarray(1, 17)), epoch, k, n, index, share: payload.slice(24) }
}

/** @returns the characters of data and checksum. */
function tidied(typed: string): string {
  const text = typed.toLowerCase().replace(/[\s\p{Dash}\p{Cf}.,:·|]/gu, '')
  const data = /^rkcard[1li](.*)$/.exec(text)?.[1]
  if (data === undefined && text.length > dataCharacters) throw new CardError('not-a-card')
  // None of these four is in the alphabet, and each is read for one that is.
  const meant = (data ?? text).replace(/[1i]/g, 'l').replace(/o/g, '0').replace(/b/g, '8')
  if (!new RegExp(`^[${alphabet}]*$`).test(meant)) throw new CardError('not-a-card')
  return meant
}

const checkedWords = (text: string): number[] | undefined =>
  (bech32m.decodeUnsafe(`${prefix}1${text}`, false) as { words: number[] } | undefined)?.words

/**
 * Which block to look at, where one wrong character explains it: two texts that pass the checksum differ in four places
 * at least, so there is one such place or none. It is told and never set right by itself: the truth is on the card.
 */
function hintAt(text: string): string | undefined {
  const letters = Array.from(prefix, (letter) => letter.charCodeAt(0))
  const words = Array.from(text, (character) => alphabet.indexOf(character))
  const spelled = [...letters.map((code) => code >> 5), 0, ...letters.map((code) => code & 31), ...words]
  const difference = spelled.reduce(stirred, 1) ^ checksumOfGood
  // The checksum is linear: what a wrong character does to it depends on its place and on the difference alone.
  let effects = Array.from({ length: alphabet.length - 1 }, (_, at) => at + 1)
  for (let at = text.length - 1; at >= 0; at--) {
    if (effects.includes(difference)) return `Look at block ${Math.floor(at / blockCharacters) + 1} again`
    effects = effects.map((effect) => stirred(effect, 0))
  }
  return undefined
}

/** BIP 350: what the checksum of a text that is right comes to, and the polynomial behind it. */
const checksumOfGood = 0x2bc830a3
const polynomial = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

const stirred = (sum: number, value: number): number =>
  polynomial.reduce(
    (next, term, bit) => ((sum >> (25 + bit)) & 1 ? next ^ term : next),
    ((sum & 0x1ffffff) << 5) ^ value,
  )

function uuidOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
