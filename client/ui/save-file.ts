import { fileNameFrom } from './file-name.ts'

/** A spreadsheet takes a file for UTF-8 when it begins so. */
export const utf8Mark = '\uFEFF'

/** Hands text or bytes to the browser to be kept as a file. They are never opened in a page: their type says nothing. */
export function keepAsFile(name: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileNameFrom(name)
  link.rel = 'noopener'
  link.click()
  // The browser takes it over in its own time.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
