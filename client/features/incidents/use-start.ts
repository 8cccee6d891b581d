import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import { joinIncident, openIncident, type Severity } from '#contract/incidents.ts'
import { call } from '../../platform/api.ts'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { documentPath } from '../documents/addresses.ts'
import { failureWords, refresh } from '../documents/deeds.ts'
import { incidentPath } from './current.ts'
import { enterIncident } from './left.ts'
import { noteTold } from './told.ts'

export interface Starting {
  title: string
  severity: Severity
  system?: string | undefined
  runbook?: string | undefined
}

/**
 * Starts an incident; this device is in it from then on.
 * @param onStarted where to go: to the runbook it was started with, else to the incident
 */
export function useStart(slug: string, onStarted: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ({ title, severity, system, runbook }: Starting) => {
      const about = { ...(system && { system }), ...(runbook && { runbook }) }
      return call(openIncident, { slug, id: uuidv7(), title, severity, ...about })
    },
    onSuccess: ({ incident: reference, woken }, { title, runbook }) => {
      refresh(client)
      // It was written down with the start.
      if (runbook) noteTold({ slug, reference }, runbook)
      enterIncident({ slug, reference, title, openedAt: new Date().toISOString() })
      const standby = woken > 0 && `${plural(woken, 'standby access', 'standby accesses')} woken`
      toast({ words: [`${reference} started`, standby].filter(Boolean).join('. ') })
      onStarted()
      void navigate(runbook ? documentPath(slug, runbook) : incidentPath(slug, reference))
    },
  })
}

/** Joins an incident that somebody else has started. */
export function useJoin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ slug, reference }: { slug: string; reference: string; title: string; openedAt: string }) =>
      call(joinIncident, { slug, incident: reference }),
    onSuccess: (_, { slug, reference, title, openedAt }) => {
      refresh(client)
      enterIncident({ slug, reference, title, openedAt })
    },
    onError: (error) => void toast({ words: failureWords(error) }),
  })
}
