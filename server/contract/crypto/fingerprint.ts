import { wordlist } from '@scure/bip39/wordlists/english.js'
import { insist } from './errors.ts'

/**
 * The first 66 bits of an orgId as six words of the BIP-39 English list, whose words differ in their first four letters:
 * short enough to compare over the telephone, and more than anybody can search for another organization to fit.
 * @param orgId 32 bytes, `H("org", genesis)`, from a verified log.
 */
export function fingerprintWords(orgId: Uint8Array): string[] {
  insist(orgId instanceof Uint8Array && orgId.length === 32, 'orgId is 32 bytes')
  const bits = Array.from(orgId.subarray(0, 9), (byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: 6 }, (_, at) => wordlist[Number.parseInt(bits.slice(at * 11, at * 11 + 11), 2)] as string)
}
