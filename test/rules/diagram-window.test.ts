import { describe, expect, test } from 'vitest'
import {
  fitting,
  leastZoom,
  mostZoom,
  opening,
  panned,
  sees,
  showing,
  transformOf,
  zoomed,
} from '../../client/features/diagrams/view/window.ts'

const bounds = { x: -100, y: 50, width: 1000, height: 400 }
const desk = { width: 700, height: 500 }

describe('a drawing', () => {
  test('is shown whole, with some room around it', () => {
    const window = fitting(bounds, desk)
    expect(window.center).toEqual({ x: 400, y: 250 })
    expect(window.zoom).toBeCloseTo(700 / 1048)
    expect(sees(window, desk, bounds)).toBe(true)
  })

  test('is not blown up where it is small', () => {
    expect(fitting({ x: 0, y: 0, width: 100, height: 40 }, desk).zoom).toBe(1.2)
  })

  test('opens whole at a desk, and on a phone at a size that can be read, from its upper left', () => {
    expect(opening(bounds, desk)).toEqual(fitting(bounds, desk))
    const small = { width: 358, height: 400 }
    const window = opening(bounds, small)
    expect(window.zoom).toBe(0.7)
    expect(sees(window, small, { x: -100, y: 50, width: 200, height: 100 })).toBe(true)
    expect(sees(window, small, bounds)).toBe(false)
    const tiny = { x: 0, y: 0, width: 200, height: 100 }
    expect(opening(tiny, small)).toEqual(fitting(tiny, small))
  })

  test('comes nearer around the point under the pointer, within limits', () => {
    const from = { center: { x: 0, y: 0 }, zoom: 1 }
    const at = { x: 100, y: -40 }
    const nearer = zoomed(from, 2, at)
    expect(nearer).toEqual({ zoom: 2, center: { x: 50, y: -20 } })
    // The point is as far from the middle on the screen as it was.
    expect((at.x - nearer.center.x) * nearer.zoom).toBe(at.x - from.center.x)
    expect(zoomed(from, 1_000, at).zoom).toBe(mostZoom)
    expect(zoomed(from, 1e-6, at).zoom).toBe(leastZoom)
  })

  test('moves by pixels of the screen, and never out of sight', () => {
    expect(panned({ center: { x: 400, y: 250 }, zoom: 2 }, { x: 100, y: 0 }, bounds).center).toEqual({ x: 450, y: 250 })
    expect(panned({ center: { x: 400, y: 250 }, zoom: 1 }, { x: 9_999, y: -9_999 }, bounds).center).toEqual({
      x: 900,
      y: 50,
    })
  })

  test('shows a device in the middle of what no sheet covers, near enough to be read', () => {
    const device = { x: 300, y: 100, width: 48, height: 80 }
    expect(showing(device, { center: { x: 0, y: 0 }, zoom: 0.2 }, 0)).toEqual({ zoom: 0.9, center: { x: 324, y: 140 } })
    const beside = showing(device, { center: { x: 0, y: 0 }, zoom: 2 }, 300)
    expect(beside).toEqual({ zoom: 2, center: { x: 324 + 75, y: 140 } })
    expect(sees(beside, desk, device, 300)).toBe(true)
    expect(sees({ center: { x: 0, y: 0 }, zoom: 2 }, desk, device)).toBe(false)
  })
})

test('a window puts its middle into the middle of its room', () => {
  const transform = transformOf({ center: { x: 10, y: 20 }, zoom: 2 }, { width: 400, height: 200 })
  // 10 × 2 + 180 = 200 and 20 × 2 + 60 = 100.
  expect(transform).toBe('translate(180 60) scale(2)')
})
