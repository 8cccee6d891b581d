import { endOfDay } from './end-of-day.ts'

export type EndChoice = '4 hours' | '1 day' | '7 days' | '30 days' | 'on a day' | 'never'

const hourMs = 3_600_000
const lasts: Partial<Record<EndChoice, number>> = {
  '4 hours': 4 * hourMs,
  '1 day': 24 * hourMs,
  '7 days': 7 * 24 * hourMs,
  '30 days': 30 * 24 * hourMs,
}

/** A technician's access always has an end. */
export function endChoices(mustEnd: boolean): EndChoice[] {
  const choices: EndChoice[] = ['4 hours', '1 day', '7 days', '30 days', 'on a day']
  return mustEnd ? choices : ['never', ...choices]
}

/** The instant at which access ends; undefined without an end, or while the day is not chosen. */
export function endOf(choice: EndChoice, of: { now: Date; day: string; timeZone: string }): string | undefined {
  if (choice === 'never') return undefined
  if (choice === 'on a day') return of.day ? endOfDay(of.day, of.timeZone) : undefined
  return new Date(of.now.getTime() + (lasts[choice] ?? 0)).toISOString()
}
