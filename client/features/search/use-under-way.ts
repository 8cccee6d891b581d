import { useMemo } from 'react'
import type { Membership } from '#contract/accounts.ts'
import { currentIncident, incidentPath } from '../incidents/current.ts'
import { useOpenIncidents } from '../incidents/use-open-incidents.ts'
import type { Action } from './palette-actions.ts'

/** Incidents under way beside the one that this device is in, as the shell knows them anyway. */
export function useUnderWay(within: readonly Membership[]): readonly Action[] {
  const { open } = useOpenIncidents(within)
  return useMemo(() => {
    const current = currentIncident()
    return open
      .filter(({ slug, reference }) => slug !== current?.slug || reference !== current.reference)
      .map(({ slug, reference, title, organization }) => ({
        id: `incident ${slug} ${reference}`,
        label: within.length > 1 ? `Open ${reference} ${title}, ${organization}` : `Open ${reference} ${title}`,
        to: incidentPath(slug, reference),
      }))
  }, [open, within.length])
}
