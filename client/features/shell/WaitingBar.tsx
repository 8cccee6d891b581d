import { useEffect } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Waiting } from '#contract/accounts.ts'
import { remindOfAdmission } from '#contract/log.ts'
import { call } from '../../platform/api.ts'
import { failureOf, waitSeconds } from '../../platform/failure.ts'
import { sessionKey } from '../../platform/query-client.ts'
import { useSession } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatDuration } from '../../ui/format.ts'
import Clock from 'lucide-react/icons/clock'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'

const lookEveryMs = 15_000

/** Where an invitation was used and a key holder has yet to sign its bearer in: looks until that has happened. */
export function WaitingBar() {
  const { waiting } = useSession()
  const queries = useQueryClient()
  const isWaiting = waiting.length > 0
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: sessionKey }), lookEveryMs)
    return () => clearInterval(timer)
  }, [isWaiting, queries])
  return waiting.map((each) => <One key={each.invitation} waiting={each} />)
}

function One({ waiting }: { waiting: Waiting }) {
  const { invitation, organization, invitedBy, since, remindedAt, returns } = waiting
  const queries = useQueryClient()
  const remind = useMutation({
    mutationFn: () => call(remindOfAdmission, { invitation }),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionKey }),
    onError: (error) => {
      const seconds = waitSeconds(error)
      const words = seconds === undefined ? failureOf(error).title : `Ask again in ${formatDuration(seconds * 1_000)}`
      toast({ words })
    },
  })
  return (
    <Banner
      tone="plain"
      icon={Clock}
      label={`Waiting for ${organization}`}
      actions={
        <Button isPending={remind.isPending} onClick={() => remind.mutate()}>
          Remind
        </Button>
      }
    >
      {returns ? `Your new keys for ${organization} are made.` : `You are a member of ${organization}.`} A key holder
      must unlock once to let you in. Asked {invitedBy} and the other key holders <Time at={remindedAt ?? since} />.
    </Banner>
  )
}
