import { useEffect } from 'react'
import { useSession } from '../../platform/session.ts'
import { toast } from '../../ui/Toast.tsx'
import { chosenSince, currentIncident, setCurrentIncident, type CurrentIncident } from './current.ts'
import { endedHere, hasLeft } from './left.ts'
import { useOpenIncidents, type OpenIncident } from './use-open-incidents.ts'

/**
 * Keeps the incident of this device true: one that is over, or that is no longer one's own, is taken down; one that the
 * person has started or joined on another device is here too, unless they have left it here.
 */
export function useChosen(): void {
  const { memberships } = useSession()
  const { open, answeredAt } = useOpenIncidents(memberships)
  useEffect(() => {
    const current = currentIncident()
    const same = (line: OpenIncident) => line.slug === current?.slug && line.reference === current.reference
    const still = open.find(same)
    // An answer from before it was chosen knows nothing of it.
    const at = current && (answeredAt.get(current.slug) ?? Infinity)
    if (at !== undefined && !still && at <= chosenSince()) return
    if (current && !still && !endedHere.has(current.reference))
      toast({ words: `${current.reference} ${current.title} is over` })
    const next = still?.isMine ? still : open.find((line) => line.isMine && !hasLeft(line.slug, line.reference))
    if (JSON.stringify(next && chosen(next)) === JSON.stringify(current && chosen(current))) return
    setCurrentIncident(next && chosen(next))
  }, [open, answeredAt])
}

const chosen = ({ slug, reference, title, openedAt }: CurrentIncident): CurrentIncident => ({
  slug,
  reference,
  title,
  openedAt,
})
