import { useLocation } from 'react-router'
import { Banner } from '../../ui/Banner.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Lock } from '../../ui/icons.ts'

/** A key holder who has not set up what the organization asks for: why nothing can be changed, and the way out. */
export function SecondFactorBar({ organization }: { organization: string }) {
  const { pathname } = useLocation()
  if (pathname === '/settings/security') return null
  return (
    <Banner
      tone="overdue"
      icon={Lock}
      label="Second factor needed"
      actions={
        <ButtonLink variant="primary" to="/settings/security">
          Set it up
        </ButtonLink>
      }
    >
      {organization} asks its key holders for a second factor. Until you have one you can read, and change nothing.
    </Banner>
  )
}
