import type { OpenHours } from '#contract/vendors.ts'

/** Whether a vendor answers now, in words: `Open until 18:00`, `Closed. Opens Monday 08:00`. */
export interface OpenNow {
  isOpen: boolean
  words: string
}

export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** By the vendor's own clock. Undefined where no hours are known. */
export function openNow(hours: OpenHours | undefined, now: Date): OpenNow | undefined {
  if (!hours) return undefined
  if (hours.always) return { isOpen: true, words: 'Open day and night' }
  if (hours.spans.length === 0) return undefined
  const { day, minute } = clockIn(hours.timeZone, now)
  const today = spansOf(hours, day)
  const running = today.find(({ from, to }) => from <= minute && minute < to)
  if (running) return { isOpen: true, words: `Open until ${endOf(hours, day, running.to)}` }
  const laterToday = today.find(({ from }) => from > minute)
  if (laterToday) return { isOpen: false, words: `Closed. Opens ${laterToday.from}` }
  for (let ahead = 1; ahead <= 7; ahead += 1) {
    const then = ((day - 1 + ahead) % 7) + 1
    const [first] = spansOf(hours, then)
    if (first)
      return { isOpen: false, words: `Closed. Opens ${ahead === 1 ? 'tomorrow' : dayNames[then - 1]} ${first.from}` }
  }
  return undefined
}

/** Over midnight takes two spans: what ends at 24:00 goes on with what begins at 00:00, for at most a week. */
function endOf(hours: OpenHours, day: number, to: string, left = 7): string {
  if (to !== '24:00') return to
  const next = (day % 7) + 1
  const [first] = spansOf(hours, next)
  if (first?.from !== '00:00' || left === 0) return '24:00'
  return endOf(hours, next, first.to, left - 1)
}

const spansOf = ({ spans }: OpenHours, day: number) =>
  spans.filter((span) => span.day === day).sort((a, b) => (a.from < b.from ? -1 : 1))

/** The weekday (1 is Monday) and the time of day as the clock on that wall shows them. */
function clockIn(timeZone: string, now: Date): { day: number; minute: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return {
    day: dayNames.findIndex((name) => name === part('weekday')) + 1,
    minute: `${part('hour')}:${part('minute')}`,
  }
}

/** Hours in a few lines: `Monday to Friday 08:00–18:00`. Days that are alike stand together. */
export function hoursInWords(hours: OpenHours): string[] {
  if (hours.always) return ['Day and night']
  const lines: { from: number; to: number; text: string }[] = []
  for (let day = 1; day <= 7; day += 1) {
    const text = spansOf(hours, day)
      .map(({ from, to }) => `${from}–${to}`)
      .join(', ')
    const last = lines.at(-1)
    if (text === '') continue
    if (last && last.to === day - 1 && last.text === text) last.to = day
    else lines.push({ from: day, to: day, text })
  }
  return lines.map(({ from, to, text }) =>
    from === to ? `${dayNames[from - 1]} ${text}` : `${dayNames[from - 1]} to ${dayNames[to - 1]} ${text}`,
  )
}
