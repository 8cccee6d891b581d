import { useQuery } from '@tanstack/react-query'
import { mySecondFactor } from '#contract/second-factor.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { SecondFactorSection } from './SecuritySecondFactor.tsx'
import { SessionsSection } from './SecuritySessions.tsx'
import { SettingsBody, SettingsFrame } from './SettingsFrame.tsx'

/** What protects the account beside the passphrase, and where it is signed in. */
export default function SecurityPage() {
  const factor = useQuery(query(mySecondFactor, {}))
  return (
    <SettingsFrame title="Security">
      <SettingsBody>
        {factor.isPending && <LoadingText what="your second factor" />}
        {factor.isError && (
          <Failed error={factor.error} what="Your second factor" onRetry={() => void factor.refetch()} />
        )}
        {factor.data && <SecondFactorSection state={factor.data} />}
        <SessionsSection />
      </SettingsBody>
    </SettingsFrame>
  )
}
