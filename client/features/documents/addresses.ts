import { kinds, parseReference, type Kind } from '#contract/values.ts'

/** `/o/calder-wick/runbooks` */
export const listPath = (slug: string, kind: Kind): string => `/o/${slug}/${kinds[kind].many}`

/** `/o/calder-wick/runbooks/RB-14`: the reference says which kind it is. */
export function documentPath(slug: string, reference: string): string {
  const kind = parseReference(reference)?.kind ?? 'runbook'
  return `${listPath(slug, kind)}/${reference}`
}

export const editPath = (slug: string, reference: string): string => `${documentPath(slug, reference)}/edit`
export const historyPath = (slug: string, reference: string): string => `${documentPath(slug, reference)}/history`
/** Who did what with it. */
export const activityPath = (slug: string, reference: string): string => `/o/${slug}/activity?document=${reference}`
