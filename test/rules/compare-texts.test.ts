import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, countsOf, fold, type Line } from '../../client/features/documents/compare/text-diff.ts'
import { openConflicts } from '../../client/features/documents/editor/conflict-marks.ts'
import { merge, mergeText } from '../../client/features/documents/editor/merge.ts'
import { emptyWriting } from '../../client/features/documents/editor/writing.ts'
import { chosenVersions } from '../../client/features/documents/history/chosen.ts'

const text = fc.array(fc.constantFrom('', 'a', 'b', '- [ ] step', 'wait ten seconds', '## Heading'), { maxLength: 12 })
const joined = text.map((lines) => lines.join('\n'))
const wordsOf = (line: Line | undefined) => line?.pieces.map((piece) => piece.text).join('')
const linesOf = (whole: string) => (whole === '' ? [] : whole.replace(/\n$/, '').split('\n'))

describe('comparing', () => {
  test('both texts can be read back whole from the comparison, line by line and in order', () => {
    fc.assert(
      fc.property(joined, joined, (left, right) => {
        const rows = compare(left, right)
        expect(rows.flatMap((row) => (row.left ? [wordsOf(row.left)] : []))).toEqual(linesOf(left))
        expect(rows.flatMap((row) => (row.right ? [wordsOf(row.right)] : []))).toEqual(linesOf(right))
        expect(rows.flatMap((row) => (row.left ? [row.left.number] : []))).toEqual(linesOf(left).map((_, at) => at + 1))
        for (const row of rows) if (row.isSame) expect(wordsOf(row.left)).toBe(wordsOf(row.right))
        expect(rows.every((row) => row.isSame)).toBe(isDeepStrictEqual(linesOf(left), linesOf(right)))
      }),
    )
  })

  test('folding leaves nothing out and never hides a difference', () => {
    fc.assert(
      fc.property(joined, joined, (left, right) => {
        const rows = compare(left, right)
        const parts = fold(rows)
        expect(parts.flatMap((part) => part.rows)).toEqual(rows)
        for (const part of parts) if (part.is === 'same') expect(part.rows.every((row) => row.isSame)).toBe(true)
      }),
    )
  })

  test('within a line only the words that differ are marked', () => {
    const [row] = compare('Call the desk on 01632 960 111.', 'Call the desk on 01632 960 222.')
    expect(row?.left?.pieces.filter((piece) => piece.isDifferent).map((piece) => piece.text.trim())).toEqual(['111'])
    expect(row?.right?.pieces.filter((piece) => piece.isDifferent).map((piece) => piece.text.trim())).toEqual(['222'])
    expect(countsOf(compare('a\nb', 'a\nb\nc'))).toEqual({ changed: 0, added: 1, removed: 0 })
  })
})

describe('merging', () => {
  test('what only one of two changed is taken, whoever it was', () => {
    fc.assert(
      fc.property(joined, joined, (base, changed) => {
        expect(mergeText(base, changed, base, 'Tom')).toEqual({ text: changed, conflicts: 0 })
        expect(mergeText(base, base, changed, 'Tom')).toEqual({ text: changed, conflicts: 0 })
        expect(mergeText(base, changed, changed, 'Tom')).toEqual({ text: changed, conflicts: 0 })
      }),
    )
  })

  test('every line that either has is in the merged text, or was taken away by the other', () => {
    fc.assert(
      fc.property(joined, joined, joined, (base, mine, theirs) => {
        const merged = mergeText(base, mine, theirs, 'Tom')
        for (const line of mine.split('\n'))
          if (!base.split('\n').includes(line)) expect(merged.text.split('\n')).toContain(line)
        for (const line of theirs.split('\n'))
          if (!base.split('\n').includes(line)) expect(merged.text.split('\n')).toContain(line)
        expect(openConflicts(merged.text)).toBe(merged.conflicts)
      }),
    )
  })

  test('fields are merged one by one; where both changed one, mine stands and it is named', () => {
    const base = emptyWriting('runbook', { title: 'Old', tags: ['a', 'b'], ownerId: 'x', related: ['SY-01'] })
    const mine = { ...base, title: 'Mine', tags: ['a', 'b', 'c'], criticality: 'high' as const }
    const theirs = { ...base, title: 'Theirs', tags: ['b'], ownerId: 'y', related: ['SY-01', 'RB-02'] }
    const { writing, disputed } = merge(base, mine, theirs, 'Tom')
    expect(writing).toMatchObject({ title: 'Mine', criticality: 'high', ownerId: 'y', related: ['SY-01', 'RB-02'] })
    expect(writing.tags).toEqual(['b', 'c'])
    expect(disputed).toEqual(['title'])
  })
})

test.each([
  ['', 12, { is: 'two', from: 11, to: 12 }],
  ['', 1, { is: 'one', revision: 1 }],
  ['?from=9&to=12', 12, { is: 'two', from: 9, to: 12 }],
  ['?from=12&to=9', 12, { is: 'two', from: 9, to: 12 }],
  ['?from=9&to=9', 12, { is: 'one', revision: 9 }],
  ['?to=5', 12, { is: 'two', from: 4, to: 5 }],
  ['?show=3', 12, { is: 'one', revision: 3 }],
  ['?show=99', 12, { is: 'one', revision: 12 }],
  ['?from=-1&to=x', 12, { is: 'two', from: 11, to: 12 }],
] as const)('the address %s asks, of %i versions, for %o', (search, current, expected) => {
  expect(chosenVersions(new URLSearchParams(search), current)).toEqual(expected)
})
