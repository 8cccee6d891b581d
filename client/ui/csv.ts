import Papa from 'papaparse'
import { utf8Mark } from './save-file.ts'

/** What spreadsheets take for a formula, also over several lines and in the wide signs that some of them read as ours. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/**
 * RFC 4180 with the mark of UTF-8. Text that a spreadsheet would take for a formula gets an apostrophe in front
 * (ASSURANCE T23): nobody's title may run there. Numbers stay numbers.
 */
export const csvOf = (fields: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]): string =>
  `${utf8Mark}${Papa.unparse({ fields: [...fields], data: [...rows] }, { escapeFormulae: formula, newline: '\r\n' })}\r\n`
