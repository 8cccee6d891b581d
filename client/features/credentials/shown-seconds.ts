/** How long a revealed secret stays on this device's screen, in seconds. */
export const shownSeconds = { least: 10, usual: 20, most: 60 } as const
const key = 'runkeep.shown-seconds'

export function readShownSeconds(): number {
  try {
    const kept = Number(localStorage.getItem(key) ?? NaN)
    return Number.isInteger(kept) && kept >= shownSeconds.least && kept <= shownSeconds.most ? kept : shownSeconds.usual
  } catch {
    return shownSeconds.usual
  }
}

export function keepShownSeconds(seconds: number): void {
  try {
    localStorage.setItem(key, String(seconds))
  } catch {
    // Storage can be forbidden; it is then as usual.
  }
}
