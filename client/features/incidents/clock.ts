/** Seconds → `00:04:12`; a device whose clock is behind begins at nought. */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return [whole / 3_600, (whole / 60) % 60, whole % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
}
