import { useEffect, useEffectEvent } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import { openDocument } from '#contract/documents.ts'
import { parseReference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { useSession } from '../../platform/session.ts'
import type { CurrentIncident } from './current.ts'
import { writeEvent } from './events.ts'
import { noteTold, wasTold } from './told.ts'

/** While in an incident: a runbook that is opened, and a number that is tapped, go into its timeline by themselves. */
export function useWritesItself(incident: CurrentIncident | undefined): void {
  useOpenedRunbooks(incident)
  useCalls(incident)
}

function useOpenedRunbooks(incident: CurrentIncident | undefined): void {
  const { account } = useSession()
  const { pathname } = useLocation()
  const [, slug = '', written = ''] = /^\/o\/([^/]+)\/runbooks\/([^/]+)$/.exec(pathname) ?? []
  const isRunbook = incident?.slug === slug && parseReference(written)?.kind === 'runbook'
  // The answer of the page itself: what cannot be seen was not opened.
  const reference = useQuery({ ...query(openDocument, { slug, reference: written }), enabled: isRunbook }).data
    ?.reference
  useEffect(() => {
    if (!incident || !isRunbook || !reference || wasTold(incident, reference)) return
    noteTold(incident, reference)
    writeEvent(account.id, incident.slug, incident.reference, { kind: 'runbook', reference })
  }, [account.id, incident, isRunbook, reference])
}

/** Links to numbers say whom they call: `data-calls` has the vendor's reference, or the id of a person. */
function useCalls(incident: CurrentIncident | undefined): void {
  const { account } = useSession()
  const note = useEffectEvent((event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="tel:"]') : null
    if (!link || !incident) return
    // On a vendor's own page its numbers need not say whose they are.
    const calls = link.dataset['calls'] ?? /^\/o\/[^/]+\/vendors\/([^/]+)$/.exec(location.pathname)?.[1]
    const whom = !calls ? {} : parseReference(calls) ? { reference: calls } : { memberId: calls }
    // As it is written on the link, for people to read; else what is dialled.
    const written = /\+?[0-9][0-9 ()./-]{3,}[0-9]/.exec(link.textContent)?.[0]
    const number = written ?? decodeURIComponent(link.href.slice('tel:'.length))
    writeEvent(account.id, incident.slug, incident.reference, { kind: 'call', ...whom, text: number })
  })
  const isIn = incident !== undefined
  useEffect(() => {
    if (!isIn) return
    const heard = (event: MouseEvent) => note(event)
    document.addEventListener('click', heard, true)
    return () => document.removeEventListener('click', heard, true)
  }, [isIn])
}
