import Siren from 'lucide-react/icons/siren'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { useCurrentIncident } from './current.ts'
import { askIncident } from './dialogs.ts'
import { startsIncidents } from './starts-incidents.ts'

/** On a runbook or a system: `I`, then Enter. In an incident there is nothing to start. */
export function StartButton(props: { slug: string; runbook?: string | undefined; system?: string | undefined }) {
  const { slug, runbook, system } = props
  const incident = useCurrentIncident()
  const membership = useOrganization()
  if (incident?.slug === slug || !startsIncidents(membership)) return null
  return (
    <Button icon={Siren} keys="I" onClick={() => askIncident({ is: 'start', slug, runbook, system })}>
      Start incident
    </Button>
  )
}
