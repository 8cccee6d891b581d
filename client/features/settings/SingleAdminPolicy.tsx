import { useMutation } from '@tanstack/react-query'
import { failureOf } from '../../platform/failure.ts'
import { state } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { NeedsLog } from './NeedsLog.tsx'
import { SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

const why = 'to see and change who approves'

/** Whether one person may ask for access and approve it: for houses with a single admin. A policy of the signed log. */
export function SingleAdminPolicy({ slug }: { slug: string }) {
  const { role } = useOrganization()
  const change = useMutation({
    mutationFn: (singleAdmin: boolean) => state(slug, why, [{ type: 'policies', set: { singleAdmin } }]),
    onSuccess: (isDone, singleAdmin) => {
      if (isDone) toast({ words: singleAdmin ? 'One person may ask and approve' : 'Two people are needed to approve' })
    },
  })
  return (
    <SettingsSection
      title="Who approves access"
      note="Whoever asks for access does not approve it. Where one person runs everything that can be lifted: every owner is told each time."
    >
      {change.isError && <Notice {...failureOf(change.error)} />}
      <NeedsLog slug={slug} why={why}>
        {({ policies }) => (
          <>
            <p className={css['quiet']}>
              {policies.singleAdmin
                ? 'One person may ask and approve here.'
                : 'Somebody else approves what a person asks for.'}
            </p>
            {role === 'owner' && (
              <div className={css['acts']}>
                <Button isPending={change.isPending} onClick={() => change.mutate(!policies.singleAdmin)}>
                  {policies.singleAdmin ? 'Ask for a second person' : 'Let one person ask and approve'}
                </Button>
              </div>
            )}
          </>
        )}
      </NeedsLog>
    </SettingsSection>
  )
}
