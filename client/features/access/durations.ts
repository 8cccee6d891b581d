import { plural } from '../../ui/format.ts'

/** What can be asked for, in minutes; the collection's cap cuts it off. */
export const durations = [30, 60, 120, 240, 480, 1_440, 4_320, 10_080] as const

/** `4 hours` */
export function durationWords(minutes: number): string {
  if (minutes % 1_440 === 0) return plural(minutes / 1_440, 'day')
  return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute')
}
