import { kinds, parseReference } from '#contract/values.ts'

/** Documents that this tab has shown, newest first, as `slug/RB-14`. Memory only: gone with the page. */
let visited: readonly string[] = []
const most = 20

export const visitedKeys = (): readonly string[] => visited

/** @param pathname `/o/calder-wick/runbooks/RB-14` counts; every other address does not. */
export function noteVisit(pathname: string): void {
  const [, o, slug, many, written, ...rest] = pathname.split('/')
  const reference = parseReference(written ?? '')
  if (o !== 'o' || !slug || !reference || rest.length > 0 || kinds[reference.kind].many !== many) return
  const key = `${slug}/${written?.toUpperCase()}`
  visited = [key, ...visited.filter((each) => each !== key)].slice(0, most)
}

export function forgetVisits(): void {
  visited = []
}
