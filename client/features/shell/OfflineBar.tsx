import { useEffect } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import WifiOff from 'lucide-react/icons/wifi-off'
import { useUnreachable, useWaiting } from '../../platform/reachability.ts'
import { sessionQuery } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { relative } from '../../ui/format.ts'
import { useNow } from '../../ui/Time.tsx'

const tryEveryMs = 10_000

/** The clock of the page moves once a minute: what has just been read is not yet to come. */
const fromWhen = (since: number, now: Date) =>
  relative(new Date(Math.min(since, now.getTime() - 1)).toISOString(), now) ?? 'before'

/** The server does not answer: how old is what stands here, and that saving has to wait. Goes by itself. */
export function OfflineBar() {
  const unreachable = useUnreachable()
  return unreachable ? <Offline since={unreachable.since} /> : null
}

function Offline({ since }: { since: number }) {
  const queries = useQueryClient()
  const now = useNow()
  const waiting = useWaiting()
  useEffect(() => {
    // The first answer ends the state; then everything in sight is read anew.
    const look = () => void queries.refetchQueries({ queryKey: sessionQuery.queryKey })
    const timer = setInterval(look, tryEveryMs)
    addEventListener('online', look)
    return () => {
      clearInterval(timer)
      removeEventListener('online', look)
      void queries.invalidateQueries()
    }
  }, [queries])
  return (
    <Banner tone="plain" icon={WifiOff} isNews>
      The server cannot be reached. What you see is from {fromWhen(since, now)};{' '}
      {waiting > 0
        ? `${waiting === 1 ? '1 thing that you did is' : `${waiting} things that you did are`} kept here until it answers.`
        : 'saving has to wait.'}
    </Banner>
  )
}
