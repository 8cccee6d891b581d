import type { CurrentIncident } from './current.ts'

const storageKey = 'runkeep.incident-told'

/** Runbooks whose opening was written down from here: a reload, or going back to one, is no second opening. */
export const wasTold = (incident: Pick<CurrentIncident, 'slug' | 'reference'>, runbook: string): boolean =>
  read().includes(nameOf(incident, runbook))

export function noteTold(incident: Pick<CurrentIncident, 'slug' | 'reference'>, runbook: string): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify([...read(), nameOf(incident, runbook)].slice(-200)))
  } catch {
    // Storage can be forbidden; the server counts the first opening.
  }
}

const nameOf = ({ slug, reference }: Pick<CurrentIncident, 'slug' | 'reference'>, runbook: string) =>
  `${slug}/${reference}/${runbook}`

function read(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as string[]
  } catch {
    return []
  }
}
