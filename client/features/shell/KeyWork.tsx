import { useEffect, useEffectEvent, useRef } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { listInvitations, listMembers } from '#contract/organizations.ts'
import { failureOf } from '../../platform/failure.ts'
import { readyNow, work } from '../../platform/organization-keys.ts'
import type { WorkDone } from '../../platform/organization-protocol.ts'
import { isKeyHolder, useSession } from '../../platform/session.ts'
import { toast } from '../../ui/Toast.tsx'
import { KeyMissing, LockedMeanwhile } from '../../vault/vault-errors.ts'
import { onRing } from '../notices/rings.ts'
import { useCurrentOrganization } from './current-organization.ts'

const everyMs = 60_000

/**
 * What unlocked key holders do without being asked: let people in, renew the keys of collections, hand over those that
 * are missing. One tab does it for all. Mounted while the vault is unlocked; draws nothing itself.
 */
export default function KeyWork() {
  const { memberships } = useSession()
  const current = useCurrentOrganization(memberships)
  const queries = useQueryClient()
  const isWorking = useRef(false)
  const told = useRef(new Set<string>())
  /** Whichever tab does the work: the person sees it in the one that they look at. */
  const channel = useRef<BroadcastChannel>(undefined)

  const welcome = (names: readonly string[]) => {
    for (const name of names) toast({ words: `Let in: ${name}` })
    for (const { path } of [listMembers, listInvitations]) void queries.invalidateQueries({ queryKey: [path] })
  }
  const hear = useEffectEvent(welcome)
  const tell = ({ slug, organization }: Membership, { admitted, failures }: WorkDone) => {
    if (admitted.length > 0) {
      welcome(admitted)
      channel.current?.postMessage(admitted)
    }
    const failure = failures.find((each) => !(each instanceof KeyMissing) && !(each instanceof LockedMeanwhile))
    if (failure === undefined || told.current.has(slug)) return
    told.current.add(slug)
    toast({ words: `Some key work of ${organization} waits: ${failureOf(failure).title}. It is tried again.` })
  }

  const workOn = useEffectEvent(async () => {
    if (isWorking.current || document.hidden) return
    isWorking.current = true
    try {
      for (const membership of memberships) {
        if (!isKeyHolder(membership) || membership.secondFactorNeeded) continue
        const done = await inOneTab(membership.organizationId, () => work(membership.slug)).catch((error: unknown) => ({
          admitted: [],
          failures: [error],
        }))
        if (done) tell(membership, done)
      }
    } finally {
      isWorking.current = false
    }
  })
  /** So that the first copy of a password need not wait for it. */
  const warm = useEffectEvent(() => {
    if (current && !isKeyHolder(current)) readyNow(current.slug).catch(() => undefined)
  })

  useEffect(() => {
    warm()
    void workOn()
    const timer = setInterval(() => void workOn(), everyMs)
    const look = () => void workOn()
    const endRing = onRing(look)
    document.addEventListener('visibilitychange', look)
    const others = new BroadcastChannel('runkeep-admitted')
    others.onmessage = ({ data }: MessageEvent<string[]>) => hear(data)
    channel.current = others
    return () => {
      others.close()
      endRing()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  useEffect(() => warm(), [current?.slug])
  return null
}

/** Two tabs that sign the same thing at once would both have to sign again. */
async function inOneTab<Answer>(organizationId: string, act: () => Promise<Answer>): Promise<Answer | undefined> {
  if (!('locks' in navigator)) return act()
  return navigator.locks.request(`runkeep-key-work-${organizationId}`, { ifAvailable: true }, (lock) =>
    lock ? act() : undefined,
  )
}
