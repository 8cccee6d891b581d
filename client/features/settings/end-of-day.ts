/**
 * The last millisecond of a calendar day in a time zone, as an instant.
 * Reads the zone's offset from Intl at a first guess and once more at the corrected one, which is right also on days
 * that end, or whose morrow begins, with a change of the clocks.
 * @param day `2026-03-28`. @param zone IANA name.
 */
export function endOfDay(day: string, zone: string): string {
  const asIfUtc = Date.parse(`${day}T23:59:59.999Z`)
  const firstGuess = asIfUtc - offsetMs(asIfUtc, zone)
  return new Date(asIfUtc - offsetMs(firstGuess, zone)).toISOString()
}

/** How far the zone's clocks are ahead of UTC at a moment. */
function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(offset)
  if (!match) return 0
  const [, sign, hours, minutes, seconds = '0'] = match
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ms : ms
}
