import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Drawing } from '#contract/diagrams.ts'
import type { Cell } from '../../client/features/diagrams/drawio/cells.ts'
import { limits } from '../../client/features/diagrams/drawio/limits.ts'
import { pagesOf } from '../../client/features/diagrams/drawio/pages.ts'
import { xmlOfFile } from '../../client/features/diagrams/drawio/read-file.ts'
import { drawingOf } from '../../client/features/diagrams/drawio/to-drawing.ts'

/** Ten drawings that people made, which are not part of the project. */
const folder = '/work/shared/data/diagrams-drawio'
const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(?:drawio|xml)$/.test(name)) : []
if (names.length === 0) console.info(`Skipped: ${folder} is not on this machine`)

/** Devices, groups and links of every page, as they were when each was looked at beside its original. */
const expected: Readonly<Record<string, readonly (readonly [devices: number, groups: number, links: number])[]>> = {
  'NetworkDiagram.xml': [[30, 5, 25]],
  'active_directory_3.xml': [[15, 3, 17]],
  'arista.drawio': [[22, 5, 0]],
  'cisco_1.xml': [[77, 9, 76]],
  'cisco_4.xml': [[19, 0, 32]],
  'enterprise_1.xml': [[78, 15, 75]],
  'internet_1.xml': [[68, 31, 36]],
  'lan_2.xml': [[39, 4, 34]],
  'rack-diagram-simple-server.drawio': [
    [4, 1, 0],
    [22, 5, 0],
    [105, 1, 0],
  ],
  'wan_1.xml': [[9, 0, 8]],
}

describe.skipIf(names.length === 0)('the ten sample drawings', () => {
  test('all ten are here', () => {
    expect(names.sort()).toEqual(Object.keys(expected).sort())
  })

  test.each(names)('%s comes whole: every shape and line that is seen is carried or listed', async (name) => {
    const budget = { elements: limits.elements }
    const pages = await pagesOf(await xmlOfFile(readFileSync(`${folder}/${name}`), budget), budget)
    expect(pages.map(({ cells }) => countsOf(cells))).toEqual(expected[name])
    for (const { cells } of pages) {
      const { drawing, left, became } = drawingOf(cells)
      expect(Drawing.safeParse(drawing).error?.issues).toBeUndefined()
      const elements = new Set([...drawing.devices, ...drawing.groups, ...drawing.links].map(({ id }) => id))
      const gone = new Map<string, number>()
      for (const { id, isVertex, isEdge } of cells) {
        if (!isVertex && !isEdge) continue
        const fate = became.get(id) ?? 'lost'
        if (!elements.has(fate)) gone.set(fate, (gone.get(fate) ?? 0) + 1)
      }
      const listed = (kind: string) => left.find((each) => each.kind === kind)?.count
      expect(Object.fromEntries(gone)).toEqual(
        Object.fromEntries(
          [
            ['loose', listed('loose')],
            ['decoration', listed('decoration')],
            ['dissolved', listed('grouping')],
          ].filter(([, count]) => count !== undefined),
        ),
      )
      const corners = [...drawing.devices, ...drawing.groups]
      expect(Math.min(...corners.map(({ x }) => x))).toBeGreaterThanOrEqual(0)
      expect(Math.min(...corners.map(({ y }) => y))).toBeLessThanOrEqual(60)
    }
  })
})

function countsOf(cells: readonly Cell[]): [number, number, number] {
  const { devices, groups, links } = drawingOf(cells).drawing
  return [devices.length, groups.length, links.length]
}
