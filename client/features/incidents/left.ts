import { currentIncident, setCurrentIncident, type CurrentIncident } from './current.ts'

const storageKey = 'runkeep.incidents-left'

/** From now on this device is in the incident: its band stands over every page. */
export function enterIncident(incident: CurrentIncident): void {
  remember(read().filter((each) => each !== nameOf(incident)))
  setCurrentIncident(incident)
}

/** This device leaves it; the person still takes part. */
export function leaveIncident(incident: Pick<CurrentIncident, 'slug' | 'reference'>): void {
  remember([...read(), nameOf(incident)])
  const current = currentIncident()
  if (current && nameOf(current) === nameOf(incident)) setCurrentIncident(undefined)
}

export const hasLeft = (slug: string, reference: string): boolean => read().includes(nameOf({ slug, reference }))

/** Ended from here: nobody needs to be told that it is over. */
export const endedHere = new Set<string>()

const nameOf = ({ slug, reference }: Pick<CurrentIncident, 'slug' | 'reference'>) => `${slug}/${reference}`

function read(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as string[]
  } catch {
    return []
  }
}

function remember(names: string[]): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(names.slice(-20)))
  } catch {
    // Storage can be forbidden; the band then comes back with the next page.
  }
}
