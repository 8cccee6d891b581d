export interface Holiday {
  on: string
  name: string
}

/**
 * Holidays as people paste them, one a line: `2026-12-25 Christmas Day`, `25/12/2026, Christmas Day`, `25.12.2026;…`,
 * `25 Dec 2026`; the day stands before the month. Empty lines and days that stand there twice are passed over.
 * @returns the days, or the first line that begins with none.
 */
export function readHolidays(text: string): { holidays: Holiday[]; wrong?: string } {
  const found = new Map<string, Holiday>()
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '') continue
    const match = forms.map((form) => form.exec(line)?.groups).find((groups) => groups !== undefined)
    const on = match && dayOf(match['year'] ?? '', match['month'] ?? '', match['day'] ?? '')
    if (!match || !on) return { holidays: [...found.values()], wrong: line }
    const name = (match['name'] ?? '')
      .replace(/^[\s,;:–-]+/, '')
      .slice(0, 80)
      .trim()
    if (!found.has(on)) found.set(on, { on, name })
  }
  return { holidays: [...found.values()] }
}

const forms = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?<name>(?:[\s,;\t].*)?)$/,
  /^(?<day>\d{1,2})[./](?<month>\d{1,2})[./](?<year>\d{4})(?<name>(?:[\s,;\t].*)?)$/,
  /^(?<day>\d{1,2})\.?\s+(?<month>[A-Za-z]{3,9})\.?\s+(?<year>\d{4})(?<name>(?:[\s,;\t].*)?)$/,
]
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `2026-12-25`; undefined for the 30th of February. */
function dayOf(year: string, month: string, day: string): string | undefined {
  const number = /^\d/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  const on = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${on}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== on ? undefined : on
}
