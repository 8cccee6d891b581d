import { expect, test } from 'vitest'
import { csvOf } from '../../client/ui/csv.ts'

test.each([
  ['=1+1', `"'=1+1"`],
  ['+44', `"'+44"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\tcmd', `"'\tcmd"`],
  ['=cmd|calc\nover two lines', `"'=cmd|calc\nover two lines"`],
  ['\n=1+1', `"'\n=1+1"`],
  ['\uFF1D1+1', `"'\uFF1D1+1"`],
  ['=HYPERLINK("//x")', `"'=HYPERLINK(""//x"")"`],
])('a spreadsheet takes “%s” for text', (written, safe) => {
  expect(csvOf(['Title'], [[written]])).toBe(`\uFEFFTitle\r\n${safe}\r\n`)
})

test('numbers stay numbers, signs inside a text stay as they are, and what is missing is empty', () => {
  expect(csvOf(['A', 'B', 'C', 'D'], [[-2, 'a=b', 'A, "B"', undefined]])).toBe(
    '\uFEFFA,B,C,D\r\n-2,a=b,"A, ""B""",\r\n',
  )
})
