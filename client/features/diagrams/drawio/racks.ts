import type { Device, Group } from '#contract/diagrams.ts'

/** A frame without a word about it that holds nothing but flat units, two or more, is a rack. */
export function findRacks(frames: readonly Group[], elements: readonly (Device | Group)[]): void {
  for (const frame of frames) {
    if (frame.kind !== 'area') continue
    const inside = elements.filter(({ group }) => group === frame.id)
    if (inside.length > 1 && inside.every(isUnit)) frame.kind = 'rack'
  }
}

const isUnit = (element: Device | Group): boolean =>
  'shape' in element &&
  element.shape === 'device' &&
  element.width !== undefined &&
  element.height !== undefined &&
  element.width >= 3 * element.height
