import { readCsv } from './csv/read-csv.ts'
import { knownCsv } from './csv/known-csv.ts'
import { isKdbx, isKeePass1 } from './keepass/magic.ts'
import type { ImportFormat } from './formats.ts'

/** What a file seems to be, by what is in it; its name is not asked. `zip`: look inside. */
export type Detected = ImportFormat | 'zip' | 'keepass-1' | 'keepass-xml' | 'unknown'

/** Enough for the header of a table and the first names of an object. */
export const headBytes = 64_000

/** @param head the first `headBytes` of the file, or all of it */
export function detectFormat(head: Uint8Array): Detected {
  if (isKdbx(head)) return 'keepass'
  if (isKeePass1(head)) return 'keepass-1'
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04) return 'zip'
  const text = beginningOf(head)
  if (text === undefined) return 'unknown'
  if (/^\s*[{[]/.test(text)) return isOf1Password(text) ? '1pux' : 'bitwarden-json'
  if (/^\s*<\?xml|^\s*<KeePassFile/.test(text)) return 'keepass-xml'
  return tableOf(text)
}

/** Whichever of the two lists comes first is the outer one. */
const isOf1Password = (text: string) => /"(accounts|items|encrypted)"\s*:/.exec(text)?.[1] === 'accounts'

/** Text that may end in the middle of a character; undefined for what is none. */
function beginningOf(head: Uint8Array): string | undefined {
  const encoding =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8'
  const text = new TextDecoder(encoding).decode(head, { stream: true })
  return text.trim() === '' || text.includes('\u0000') ? undefined : text
}

function tableOf(text: string): Detected {
  try {
    const { rows } = readCsv(text, 1)
    const header = rows[0]?.cells ?? []
    return header.length < 2 ? 'unknown' : (knownCsv(header)?.format ?? 'csv')
  } catch {
    return 'csv'
  }
}
