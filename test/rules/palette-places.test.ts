import { expect, test } from 'vitest'
import type { SearchResult } from '#contract/search.ts'
import { textGroup, type OptionGroup } from '../../client/features/search/palette-options.ts'

const result = (reference: string, place?: { id: string; label: string }) =>
  ({
    reference,
    kind: 'diagram',
    title: [{ text: 'WAN', hit: false }],
    snippet: [],
    ...(place && { place }),
  }) as unknown as SearchResult

const groupOf = (results: readonly SearchResult[], above: readonly OptionGroup[] = []) =>
  textGroup(
    { results: results.map((each) => ({ slug: 'acme', result: each })), count: results.length, countIsLower: false },
    above,
    new Map(),
    5,
  )

const above = (id: string): OptionGroup => ({
  id: 'best',
  label: 'Best match',
  options: [{ is: 'document', id } as OptionGroup['options'][number]],
})

test('a diagram opens at the device that holds the words', () => {
  const [option] = groupOf([result('DG-02', { id: 'fw1', label: 'FortiGate 100F' })]).options
  expect(option).toMatchObject({ to: '/o/acme/diagrams/DG-02?device=fw1', place: { label: 'FortiGate 100F' } })
})

test('a diagram without a place opens as it is', () => {
  const [option] = groupOf([result('DG-02')]).options
  expect(option).toMatchObject({ id: 'acme/DG-02', to: '/o/acme/diagrams/DG-02' })
})

test('what stands above by its title is not said twice, but a device in it is', () => {
  expect(groupOf([result('DG-02')], [above('acme/DG-02')]).options).toEqual([])
  const options = groupOf([result('DG-02', { id: 'fw1', label: 'FortiGate' })], [above('acme/DG-02')]).options
  expect(options.map(({ id }) => id)).toEqual(['acme/DG-02 fw1'])
})
