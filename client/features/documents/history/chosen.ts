/** What the address asks for: two versions to compare (`?from=9&to=12`), or one as it was (`?show=9`). */
export type Chosen = { is: 'two'; from: number; to: number } | { is: 'one'; revision: number }

/** Without a wish: the newest version beside the one before it. Numbers that do not exist become the nearest that do. */
export function chosenVersions(parameters: URLSearchParams, current: number): Chosen {
  const read = (name: string): number | undefined => {
    const written = parameters.get(name)
    if (written === null || !/^\d{1,9}$/.test(written)) return undefined
    return Math.min(current, Math.max(1, Number(written)))
  }
  const show = read('show')
  if (show !== undefined) return { is: 'one', revision: show }
  const to = read('to') ?? current
  const from = read('from') ?? Math.max(1, to - 1)
  if (from === to) return { is: 'one', revision: to }
  return { is: 'two', from: Math.min(from, to), to: Math.max(from, to) }
}

export const compareSearch = (from: number, to: number): string => `?from=${from}&to=${to}`
export const showSearch = (revision: number): string => `?show=${revision}`
