import { Outlet } from 'react-router'
import { useOrganization } from '../../platform/session.ts'
import { ZoneContext } from '../../ui/Time.tsx'

/** Around every page of one organization: days are counted in its zone. Unknown organizations end here. */
export default function InOrganization() {
  const { slug, timeZone } = useOrganization()
  return (
    <ZoneContext value={timeZone}>
      <Outlet key={slug} />
    </ZoneContext>
  )
}
