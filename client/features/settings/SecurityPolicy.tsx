import { useQueryClient } from '@tanstack/react-query'
import { organizationSettings } from '#contract/organizations.ts'
import { state } from '../../platform/organization-keys.ts'
import { sessionQuery } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useFreshDeed } from './SecurityFresh.tsx'
import { SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

/** Whether owners and admins need a second factor here. */
export function SecondFactorPolicy({ slug, isRequired }: { slug: string; isRequired: boolean }) {
  const queries = useQueryClient()
  const fresh = useFreshDeed()
  const change = (required: boolean) =>
    fresh.run(required ? 'Ask for it' : 'Ask no longer', async () => {
      if (!(await state(slug, 'to change a policy', [{ type: 'policies', set: { secondFactor: required } }]))) return
      toast({
        words: required
          ? 'Key holders without a second factor can read only, from now on'
          : 'Key holders no longer need a second factor',
      })
      await queries.invalidateQueries({ queryKey: [organizationSettings.path] })
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    })
  return (
    <SettingsSection
      title="Second factor of key holders"
      note="Owners and admins can do the most harm with a stolen passphrase. Where a second factor is asked of them, those without one can read, and change nothing until they have set it up. It takes effect at once."
    >
      <p className={css['quiet']}>
        {isRequired
          ? 'Every key holder needs a second factor here.'
          : 'Key holders may sign in with the passphrase alone.'}
      </p>
      {fresh.failure}
      <div className={css['acts']}>
        <Button isPending={fresh.isPending} onClick={() => change(!isRequired)}>
          {isRequired ? 'Ask for it no longer' : 'Ask it of every key holder'}
        </Button>
      </div>
      {fresh.dialog}
    </SettingsSection>
  )
}
