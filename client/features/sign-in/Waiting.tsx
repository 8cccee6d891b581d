import { useEffect, useEffectEvent, useState } from 'react'
import { mySession, type Session, type Waiting as WaitingFor } from '#contract/accounts.ts'
import { remindOfAdmission } from '#contract/log.ts'
import { call } from '../../platform/api.ts'
import { failureOf, waitSeconds } from '../../platform/failure.ts'
import { Button } from '../../ui/Button.tsx'
import { Time } from '../../ui/Time.tsx'
import { enter } from './enter.ts'
import { Notice } from './Notice.tsx'
import css from './Door.module.css'

const lookEveryMs = 5_000

/**
 * Somebody has used an invitation, and a key holder has yet to sign them in: that happens by itself as soon as one is
 * unlocked. Looks until then.
 */
export function Waiting(props: { invitation: string; orgId: string; onIn: (slug: string | undefined) => void }) {
  const { invitation } = props
  const [waiting, setWaiting] = useState<WaitingFor>()
  const [failure, setFailure] = useState<unknown>()
  const [reminders, setReminders] = useState(0)

  const arrived = useEffectEvent(async (session: Session) => {
    // Whoever is waited for no longer was let in, or the invitation was taken back: the membership tells.
    await enter(session)
    props.onIn(session.memberships.find(({ orgId }) => orgId === props.orgId)?.slug)
  })
  useEffect(() => {
    const look = async () => {
      const session = await call(mySession, {})
      const own = session.waiting.find((each) => each.invitation === invitation)
      if (own) setWaiting(own)
      else await arrived(session)
    }
    const again = () => void look().catch(() => undefined)
    again()
    const timer = setInterval(again, lookEveryMs)
    return () => clearInterval(timer)
  }, [invitation, reminders])

  async function remind() {
    setFailure(undefined)
    try {
      await call(remindOfAdmission, { invitation })
      setReminders(reminders + 1)
    } catch (error) {
      setFailure(error)
    }
  }

  return (
    <>
      <p>
        <strong>
          {waiting?.returns ? 'Your new keys are made.' : 'You are a member.'} A key holder must unlock once to let you
          in.
        </strong>{' '}
        It happens by itself then, and this page goes on.
      </p>
      {failure !== undefined && (
        <Notice
          {...(waitSeconds(failure) === undefined ? failureOf(failure) : { title: 'They were asked a moment ago' })}
          waitSeconds={waitSeconds(failure)}
        />
      )}
      {waiting && (
        <p>
          Asked {waiting.invitedBy} and the other key holders <Time at={waiting.remindedAt ?? waiting.since} />.
        </p>
      )}
      <div className={css['submit']}>
        <Button onClick={() => void remind()}>Remind</Button>
      </div>
    </>
  )
}
