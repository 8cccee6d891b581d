import type { Membership } from '#contract/accounts.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useSession } from '../../platform/session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { PhoneForm } from '../responsibilities/PhoneForm.tsx'
import { useNameable } from '../responsibilities/use-lanes.ts'
import { lanesPath, whatIfPath } from '../responsibilities/words.ts'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

/** Where I am called, and when I am not there: of each organization on its own. */
export default function PhonePage() {
  const { memberships } = useSession()
  return (
    <SettingsFrame title="Phone and absence">
      <SettingsBody>
        {memberships.map((membership) => (
          <OfOne key={membership.slug} membership={membership} />
        ))}
      </SettingsBody>
    </SettingsFrame>
  )
}

function OfOne({ membership }: { membership: Membership }) {
  const { slug, memberId, organization, role } = membership
  const nameable = useNameable(slug)
  const me = nameable.data?.people.find(({ person }) => person.id === memberId)
  return (
    <SettingsSection
      title={organization}
      note="The number is shown to those who see who does what here, and to nobody outside."
    >
      {nameable.isError && <Failed what="Your number" error={nameable.error} onRetry={() => void nameable.refetch()} />}
      {nameable.isPending && <LoadingRows what="your number" rows={1} />}
      {nameable.data && role !== 'auditor' && (
        <PhoneForm
          key={me?.phone}
          slug={slug}
          of={{ memberId }}
          name="You"
          phone={me?.phone}
          label="Number to call you"
          hint="With its area code, like 07700 900 118"
        />
      )}
      <p className={css['acts']}>
        <ButtonLink to={`${lanesPath(slug)}/away?set=me`}>I’m away…</ButtonLink>
        <ButtonLink to={whatIfPath(slug, memberId)}>What if I am away for two weeks?</ButtonLink>
      </p>
    </SettingsSection>
  )
}
