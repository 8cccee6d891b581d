import { lazy, Suspense, useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { useShortcut } from '../../ui/shortcuts.ts'
import { whenIdle } from '../search/when-idle.ts'
import { incidentPath, useCurrentIncident } from './current.ts'
import { askIncident, startFrom, type IncidentAsked } from './dialogs.ts'
import { startsIncidents } from './starts-incidents.ts'
import { useChosen } from './use-chosen.ts'
import { useWritesItself } from './use-writes-itself.ts'

const startDialog = () => import('./StartIncident.tsx')
const StartIncident = lazy(async () => ({ default: (await startDialog()).StartIncident }))
const NoteDialog = lazy(async () => ({ default: (await import('./NoteDialog.tsx')).NoteDialog }))
const EndIncident = lazy(async () => ({ default: (await import('./EndIncident.tsx')).EndIncident }))

/**
 * What goes on behind every page: keeps the incident of this device true, writes down by itself what is opened and
 * called meanwhile, hears `I`, and opens the dialogs. Mounted once by the shell.
 */
export default function IncidentHost(props: { current: Membership; asked: IncidentAsked | undefined }) {
  const { current, asked } = props
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const incident = useCurrentIncident()
  useChosen()
  // So that I and Enter can follow each other as fast as fingers do.
  useEffect(() => whenIdle(() => void startDialog().catch(() => undefined)), [])
  useWritesItself(incident)
  const isHere = incident?.slug === current.slug
  useShortcut(
    startsIncidents(current) && {
      keys: 'I',
      label: isHere ? `Open ${incident.reference}` : 'Start incident',
      group: 'Anywhere',
      act: () =>
        isHere
          ? void navigate(incidentPath(incident.slug, incident.reference))
          : askIncident(startFrom(current.slug, pathname)),
    },
  )
  if (!asked) return null
  const close = () => askIncident(undefined)
  return (
    <Suspense>
      {asked.is === 'start' && <StartIncident key={asked.slug} asked={asked} onClose={close} />}
      {asked.is === 'note' && <NoteDialog slug={asked.slug} incident={asked.reference} onClose={close} />}
      {asked.is === 'end' && <EndIncident slug={asked.slug} incident={asked.reference} onClose={close} />}
    </Suspense>
  )
}
