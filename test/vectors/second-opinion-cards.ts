import { H, join, u32, unhex } from './second-opinion.ts'

/**
 * The recovery cards of CRYPTO.md §6 a second time: Shamir over GF(2^8) by long multiplication where the product has
 * tables, and bech32m after the reference of BIP 350. Shares no code with the product and checks nothing.
 */

/** Modulo x⁸ + x⁴ + x³ + x + 1. */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 0; bit < 8; bit++) {
    if ((b >> bit) & 1) product ^= a << bit
  }
  for (let bit = 14; bit >= 8; bit--) if ((product >> bit) & 1) product ^= 0x11b << (bit - 8)
  return product
}

const inverse = (a: number): number => Array.from({ length: 255 }, (_, at) => at + 1).find((b) => times(a, b) === 1) ?? 0

/** @param coefficients of x, x², …: for each, as many bytes as the secret has. @param places where to look at the curve. */
export const shared = (secret: Uint8Array, coefficients: Uint8Array[], places: number[]): Uint8Array[] =>
  places.map((x) => {
    const values = secret.map((byte, at) => {
      let power = 1
      return coefficients.reduce((sum, coefficient) => {
        power = times(power, x)
        return sum ^ times(coefficient[at] as number, power)
      }, byte)
    })
    return join(values, Uint8Array.of(x))
  })

/** Lagrange at 0. */
export function united(shares: Uint8Array[]): Uint8Array {
  const places = shares.map((share) => share.at(-1) as number)
  return Uint8Array.from({ length: (shares[0]?.length ?? 1) - 1 }, (_, at) =>
    shares.reduce((sum, share, mine) => {
      const weight = places.reduce(
        (product, x, other) => (other === mine ? product : times(product, times(x, inverse(x ^ (places[mine] ?? 0))))),
        1,
      )
      return sum ^ times(share[at] as number, weight)
    }, 0),
  )
}

export const commitment = (orgId: Uint8Array, epoch: number, index: number, share: Uint8Array): Uint8Array =>
  H('share', orgId, u32(epoch), Uint8Array.of(index), share)

export type CardFields = {
  version?: number
  organizationId: string
  epoch: number
  k: number
  n: number
  index: number
  share: Uint8Array
}

export function cardText({ version = 1, organizationId, epoch, k, n, index, share }: CardFields): string {
  const id = unhex(organizationId.replaceAll('-', ''))
  return bech32m('rkcard', join(Uint8Array.of(version), id, u32(epoch), Uint8Array.of(k, n, index), share)).toUpperCase()
}

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

export function bech32m(prefix: string, content: Uint8Array): string {
  const bits = [...content].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const words = (bits.match(/.{1,5}/g) ?? []).map((group) => Number.parseInt(group.padEnd(5, '0'), 2))
  const codes = Array.from(prefix, (character) => character.charCodeAt(0))
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
  const sum = polymod([...expanded, ...words, 0, 0, 0, 0, 0, 0]) ^ 0x2bc830a3
  const check = Array.from({ length: 6 }, (_, at) => (sum >> (5 * (5 - at))) & 31)
  return `${prefix}1${[...words, ...check].map((word) => alphabet[word]).join('')}`
}

function polymod(values: number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
  return values.reduce((check, value) => {
    const top = check >> 25
    const next = ((check & 0x1ffffff) << 5) ^ value
    return generator.reduce((sum, term, bit) => ((top >> bit) & 1 ? sum ^ term : sum), next)
  }, 1)
}
