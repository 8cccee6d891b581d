import { useQuery } from '@tanstack/react-query'
import { theVault } from '../../platform/vault.ts'
import { SettingsSection } from '../settings/SettingsFrame.tsx'
import css from './RecoverPage.module.css'

/** Six words that stand for the organization's beginning, which nobody can make a second time. */
export function FingerprintSection({ organization, orgId }: { organization: string; orgId: string }) {
  const { data } = useQuery({
    queryKey: ['fingerprint', orgId],
    queryFn: () => theVault().does('fingerprint', { orgId }),
    staleTime: Infinity,
  })
  return (
    <SettingsSection
      title="Fingerprint"
      note={`These words stand on every card. Whoever invites or recovers can compare them, and knows that it is ${organization} and not a copy of it.`}
    >
      {data && (
        <ol className={css['words']} aria-label="Fingerprint">
          {data.words.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ol>
      )}
    </SettingsSection>
  )
}
