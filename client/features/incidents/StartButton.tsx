import Siren from 'lucide-react/icons/siren'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { usePhone } from '../../ui/media.ts'
import { useCurrentIncident } from './current.ts'
import { askIncident } from './dialogs.ts'
import { startsIncidents } from './starts-incidents.ts'

/** On a runbook or a system: `I`, then Enter. A phone has it in its bar below; in an incident there is none to start. */
export function StartButton(props: { slug: string; runbook?: string | undefined; system?: string | undefined }) {
  const { slug, runbook, system } = props
  const incident = useCurrentIncident()
  const membership = useOrganization()
  const isPhone = usePhone()
  if (isPhone || incident?.slug === slug || !startsIncidents(membership)) return null
  return (
    <Button icon={Siren} keys="I" onClick={() => askIncident({ is: 'start', slug, runbook, system })}>
      Start incident
    </Button>
  )
}
