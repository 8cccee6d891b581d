import { useEffect, useState } from 'react'
import { endLease } from '#contract/access.ts'
import type { Lease } from '#contract/credentials.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Ring } from '../../ui/Ring.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'

/** The caller's own lease: how long it still runs, finish early, extend once. */
export function LeaseBar({ slug, lease, onExtend }: { slug: string; lease: Lease; onExtend: () => void }) {
  const end = useDeed(endLease)
  const leftMs = useTimeLeft(lease.endsAt)
  const whole = Date.parse(lease.endsAt) - Date.parse(lease.startsAt)
  const finish = () =>
    end.mutate(
      { slug: slug, leaseId: lease.id, note: '' },
      {
        onSuccess: () => toast({ words: `Access to ${lease.reference} finished` }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  return (
    <Banner
      tone="plain"
      actions={
        <>
          {lease.extendable && <Button onClick={onExtend}>Extend</Button>}
          <Button isPending={end.isPending} onClick={finish}>
            Finish
          </Button>
        </>
      }
    >
      <Ring left={leftMs / whole} />{' '}
      {leftMs > 0 ? `Open to you for ${formatDuration(leftMs)} more` : 'Your access has ended'}, let in by{' '}
      {lease.approvedBy.name}
      {lease.ticket && ` for ${lease.ticket}`}.
    </Banner>
  )
}

/** Milliseconds until then, by the second; never below zero. */
export function useTimeLeft(endsAt: string): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Date.parse(endsAt) - now)
}
