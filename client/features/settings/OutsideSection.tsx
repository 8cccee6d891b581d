import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { changeOutsideSettings, outsideSettings, sendTestMail } from '#contract/feed.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf } from '../../platform/failure.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import { plural } from '../../ui/format.ts'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

type Outside = OutputOf<typeof outsideSettings>

/** What calendars and mail of the organization may say, and how mail is doing. */
export function OutsideSection({ slug }: { slug: string }) {
  const outside = useQuery({
    ...query(outsideSettings, { slug }),
    // A letter that waits is on its way: soon there is something to tell.
    refetchInterval: ({ state }) => (state.data?.mail.waiting ? 3_000 : false),
  })
  return (
    <SettingsSection
      title="Calendars and mail"
      note="Each person has a private calendar address and gets mail, as they choose under Calendar and mail. Both leave this installation: mail servers and calendar apps can read what stands there."
    >
      {outside.isPending && <LoadingText what="how mail is doing" />}
      {outside.isError && (
        <Failed error={outside.error} what="Calendars and mail" onRetry={() => void outside.refetch()} />
      )}
      {outside.data && <Settings slug={slug} outside={outside.data} />}
    </SettingsSection>
  )
}

function Settings({ slug, outside: { titles, mail } }: { slug: string; outside: Outside }) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: [outsideSettings.path] })
  const change = useMutation({
    mutationFn: (allowed: boolean) => call(changeOutsideSettings, { slug, titles: allowed }),
    onSuccess: () => toast({ words: 'Saved' }),
    onSettled: refresh,
  })
  const test = useMutation({
    mutationFn: () => call(sendTestMail, { slug }),
    onSuccess: () => toast({ words: 'A test mail is on its way to you' }),
    onSettled: refresh,
  })
  const error = change.error ?? test.error
  return (
    <>
      {error && <Notice {...failureOf(error)} />}
      <Checkbox
        label="Titles and reasons may stand there"
        hint="“RB-14 review due: Internet line down” in place of “RB-14 review due”. Secrets never stand there."
        checked={change.isPending ? change.variables : titles}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {mail.isSetUp ? (
        <>
          <dl className={css['facts']}>
            <dt>Mail</dt>
            <dd>{mail.waiting > 0 ? `${plural(mail.waiting, 'letter')} on the way` : 'Nothing waits'}</dd>
            <dt>Last sent</dt>
            <dd>{mail.lastSentAt ? <Time at={mail.lastSentAt} /> : 'Nothing yet'}</dd>
            {mail.lastFailure !== undefined && (
              <>
                <dt>Last failure</dt>
                <dd>
                  <code>{mail.lastFailure}</code>
                </dd>
              </>
            )}
          </dl>
          <div className={css['acts']}>
            <Button isPending={test.isPending} onClick={() => test.mutate()}>
              Send me a test mail
            </Button>
          </div>
        </>
      ) : (
        <p className={css['quiet']}>
          No mail leaves this installation: whoever runs it sets <code>SMTP_URL</code> and <code>MAIL_FROM</code>.
        </p>
      )}
    </>
  )
}
