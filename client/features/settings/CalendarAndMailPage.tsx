import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { changeMyMail, endFeed, makeFeed, myFeed, myMail } from '#contract/feed.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf } from '../../platform/failure.ts'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import { FieldGroup } from '../../ui/Field.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { CopyLink } from './CopyLink.tsx'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

/** What reaches a person outside of Runkeep: a calendar to subscribe to, and mail. */
export default function CalendarAndMailPage() {
  return (
    <SettingsFrame title="Calendar and mail">
      <SettingsBody>
        <CalendarSection />
        <MailSection />
      </SettingsBody>
    </SettingsFrame>
  )
}

function CalendarSection() {
  const queries = useQueryClient()
  const feed = useQuery(query(myFeed, {}))
  const [made, setMade] = useState<string>()
  const refresh = () => queries.invalidateQueries({ queryKey: [myFeed.path] })

  const make = useMutation({
    mutationFn: () => call(makeFeed, {}),
    onSuccess: ({ path }) => setMade(location.origin + path),
    onSettled: refresh,
  })
  const end = useMutation({
    mutationFn: () => call(endFeed, {}),
    onSuccess: () => {
      setMade(undefined)
      toast({ words: 'The address has ended' })
    },
    onSettled: refresh,
  })
  const error = make.error ?? end.error
  const hasOne = feed.data?.createdAt !== undefined
  return (
    <SettingsSection
      title="Calendar"
      note="A private address that a calendar app can subscribe to: reviews, rotations, days to give notice by, ends of contracts and dates to watch that are yours, from all your organizations. Each says its reference and kind, like “RB-14 review due”; names stand there only where the organization allows it, secrets never."
    >
      {feed.isPending && <LoadingText what="your calendar address" />}
      {feed.isError && <Failed error={feed.error} what="Your calendar address" onRetry={() => void feed.refetch()} />}
      {error && <Notice {...failureOf(error)} />}
      {made && (
        <>
          <p className={css['quiet']}>
            Whoever has this address can read your calendar. It is shown this once: add it in your calendar app, under
            “Subscribe” or “From URL”.
          </p>
          <CopyLink link={made} label="Calendar address" />
        </>
      )}
      {feed.data && <Standing {...feed.data} />}
      {feed.data && (
        <div className={css['acts']}>
          <Button variant={hasOne ? 'default' : 'primary'} isPending={make.isPending} onClick={() => make.mutate()}>
            {hasOne ? 'Make a new address' : 'Make a calendar address'}
          </Button>
          {hasOne && (
            <Button variant="quiet" isPending={end.isPending} onClick={() => end.mutate()}>
              End the address
            </Button>
          )}
        </div>
      )}
    </SettingsSection>
  )
}

function Standing({ createdAt, lastReadAt }: OutputOf<typeof myFeed>) {
  if (createdAt === undefined) return <p className={css['quiet']}>You have no calendar address.</p>
  return (
    <>
      <dl className={css['facts']}>
        <dt>Made</dt>
        <dd>
          <Time at={createdAt} />
        </dd>
        <dt>Last read</dt>
        <dd>{lastReadAt ? <Time at={lastReadAt} /> : 'Never'}</dd>
      </dl>
      <p className={css['quiet']}>A new address ends this one: calendars that use it get nothing more.</p>
    </>
  )
}

function MailSection() {
  const { memberships } = useSession()
  return (
    <SettingsSection
      title="Mail"
      note="Mail goes to the address of your account. The digest comes once a week, however many organizations you are in, and only where something waits for you."
    >
      {memberships.length === 0 && <p className={css['quiet']}>You are in no organization.</p>}
      {memberships.map((membership) => (
        <WishesOf key={membership.slug} {...membership} />
      ))}
    </SettingsSection>
  )
}

function WishesOf({ slug, organization, role }: Membership) {
  const queries = useQueryClient()
  const wishes = useQuery(query(myMail, { slug }))
  const holdsKeys = role === 'owner' || role === 'admin'
  const change = useMutation({
    mutationFn: (next: { digest: boolean; atOnce: boolean }) => call(changeMyMail, { slug, ...next }),
    onSuccess: () => toast({ words: 'Saved' }),
    onSettled: () => queries.invalidateQueries({ queryKey: [myMail.path] }),
  })
  if (wishes.isPending) return <LoadingText what={`mail from ${organization}`} />
  if (wishes.isError)
    return <Failed error={wishes.error} what={`Mail from ${organization}`} onRetry={() => void wishes.refetch()} />
  const { isSetUp, ...saved } = wishes.data
  // What was pressed shows at once, and goes back if it was not saved.
  const { digest, atOnce } = change.isPending ? change.variables : saved
  return (
    <FieldGroup
      label={organization}
      {...(!isSetUp && {
        hint: 'No mail leaves this installation yet: whoever runs it has to name a mail server. What you choose holds from then on.',
      })}
    >
      {change.error && <Notice {...failureOf(change.error)} />}
      <Checkbox
        label="A digest on Mondays at 08:00"
        hint="Reviews, rotations, notices, contract ends and dates to watch that are yours."
        checked={digest}
        onChange={(event) => change.mutate({ digest: event.currentTarget.checked, atOnce })}
      />
      <Checkbox
        label="What cannot wait, at once"
        hint={
          holdsKeys
            ? 'Access requests, break-glass use, and problems with critical documents that you keep.'
            : 'Problems with critical documents that you keep.'
        }
        checked={atOnce}
        onChange={(event) => change.mutate({ digest, atOnce: event.currentTarget.checked })}
      />
    </FieldGroup>
  )
}
