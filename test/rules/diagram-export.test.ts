import { expect, test } from 'vitest'
import { devicesCsv, linksCsv } from '../../client/features/diagrams/export/drawing-csv.ts'
import { scaleFor } from '../../client/features/diagrams/export/drawing-png.ts'
import { withFixed } from '../../client/features/diagrams/export/fixed-paints.ts'
import { fonts, paints } from '../../client/features/diagrams/shapes/paints.ts'
import { aDevice, aDrawing, aGroup, aLink } from '../support/drawings.ts'

const drawing = aDrawing({
  groups: [aGroup('ho', { label: 'Head office' })],
  devices: [
    aDevice('fw', { shape: 'firewall', label: '=HYPERLINK("http://evil.example")', group: 'ho', x: 50, y: 50 }),
    aDevice('sw', { shape: 'switch', label: 'Core "1", new', addresses: ['198.51.100.1', '+44'], x: 600 }),
  ],
  links: [
    aLink('l', 'fw', 'sw', {
      label: '@SUM(A1)',
      medium: 'fibre',
      speed: '-1',
      fromPort: 'wan1',
      notes: 'Two\nlines',
    }),
  ],
})

test('devices go into a table in reading order, and nothing in it is a formula', () => {
  expect(devicesCsv(drawing)).toBe(
    [
      '\uFEFFName,Type,Addresses,Stands in,Stands for,Notes',
      'Head office,Site,,,,',
      `"'=HYPERLINK(""http://evil.example"")",Firewall,,Head office,,`,
      '"Core ""1"", new",Switch,198.51.100.1; +44,,,',
      '',
    ].join('\r\n'),
  )
})

test('links too, by the names of what they join', () => {
  const [header, row] = linksCsv(drawing).split('\r\n')
  expect(header).toBe('\uFEFFFrom,From port,To,To port,Kind,Speed,Label,Notes')
  expect(row).toContain(`"'=HYPERLINK(""http://evil.example"")",wan1,"Core ""1"", new",,fibre,"'-1","'@SUM(A1)","Two`)
})

test('everything that a drawing is painted with has a fixed value in a file', () => {
  for (const paint of [...Object.values(paints), ...Object.values(fonts)])
    expect(withFixed(paint)).not.toContain('var(')
  expect(withFixed('none')).toBe('none')
  expect(() => withFixed('var(--unknown)')).toThrow('--unknown')
})

test.each([
  [{ width: 800, height: 600 }, 2],
  [{ width: 16_000, height: 100 }, 1],
  [{ width: 16_000, height: 16_000 }, 0.5],
])('a picture of %o is painted at %d times its size, which every browser can', (size, scale) => {
  expect(scaleFor(size)).toBe(scale)
})
