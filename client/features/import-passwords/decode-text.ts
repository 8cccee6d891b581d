import { ImportError } from './import-error.ts'

/**
 * The text of a CSV or JSON file: UTF-8, or UTF-16 that says so with its mark. Nothing is guessed: a wrong guess would
 * silently change passwords.
 * @throws ImportError 'not-text', naming the line.
 */
export function decodeText(file: Uint8Array): string {
  const text = decode(file)
  if (text.includes('\u0000'))
    throw new ImportError(
      'not-text',
      'This file has NUL characters in it, so it is no text. Choose the file that was exported.',
    )
  return text
}

function decode(file: Uint8Array): string {
  try {
    if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true }).decode(file)
    if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true }).decode(file)
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    const place = firstBrokenLine(file)
    throw new ImportError(
      'not-text',
      `Line ${place} is not UTF-8 text. If a spreadsheet saved this file, save it again as "CSV UTF-8"; otherwise export it again.`,
    )
  }
}

function firstBrokenLine(file: Uint8Array): number {
  let line = 1
  for (let start = 0; start < file.length; line++) {
    const found = file.indexOf(0x0a, start)
    const end = found === -1 ? file.length : found
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(start, end))
    } catch {
      return line
    }
    start = end + 1
  }
  return line
}
