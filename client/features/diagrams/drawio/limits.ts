const MB = 1_000_000

/** What a file may be: whoever made it is a stranger, and a browser tab holds all of it several times over. */
export const limits = {
  fileBytes: 24 * MB,
  /** Of one packed page, or of the text inside a picture, after unpacking. */
  unpackedBytes: 32 * MB,
  /** Of all packed pages together. */
  unpackedTotal: 64 * MB,
  pages: 100,
  /** Elements of all pages: a page of a thousand devices and two thousand links has about ten thousand. */
  elements: 300_000,
  /** How deep elements may stand in each other; draw.io needs nine. */
  depth: 40,
  /** Cells of one page that are looked at: a diagram holds far less. */
  cellsOfPage: 12_000,
  /** Characters of one label, before its HTML is taken off. */
  label: 40_000,
} as const
