import type { Target } from '../responsibilities.ts'

/** How well an outcome is to be met: `at most 7 days, every 30 days`. */
export function targetText(target: Target): string {
  const often = target.everyDays === 1 ? 'every day' : `every ${target.everyDays} days`
  if (target.measure === 'passed') return `passed, ${often}`
  const side = target.measure === 'at_most' ? 'at most' : 'at least'
  return `${side} ${figureText(target.value, target.unit)}, ${often}`
}

export const figureText = (value: number, unit: string): string =>
  unit === '%' ? `${value}%` : `${value}${unit && ` ${unit}`}`
