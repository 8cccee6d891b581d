/**
 * Things that look like secrets, made when a test runs: written out they would set off the scanners that others run over
 * this repository. The same at every run, and nobody's.
 */

export const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
export const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
export const base64 = `${alphanumeric}+/`

/** As random as it has to look. */
export function made(length: number, alphabet = alphanumeric, seed = 1): string {
  let state = seed * 7_919 + length
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return alphabet[Math.floor(state / 65_536) % alphabet.length]
  }).join('')
}

export const hex = (length: number): string => made(length, '0123456789abcdef')
export const awsKey = (): string => ['AK', 'IA', made(16, base32)].join('')
export const gitHubToken = (): string => ['gh', 'p_', made(36)].join('')

/** The lines between the first and the last of a PEM file. */
export const pemLines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `${made(64, base64, line + 1)}\n`).join('')

export const pem = (name: string, lines: number): string =>
  ['-----', `BEGIN ${name}-----\n`, pemLines(lines), '-----', `END ${name}-----`].join('')
