import { randomInt } from 'node:crypto'

// Crockford's letters: no I, L, O or U, which are misread. Each is worth 5 bits.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A random code for people to read and type, in its plain form. */
export const newSpokenCode = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join('')

/** As it is shown: `7KQ2-M4XN-…`. */
export const inGroups = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** The plain form of what somebody typed: capitals, spaces and hyphens do not matter, nor do letters that look alike. */
export const plainCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
