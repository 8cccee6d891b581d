import { useEffect, useEffectEvent, useRef } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { countNotices, listNotices, readNotices, type Notice } from '#contract/notices.ts'
import { call } from '../../platform/api.ts'
import { sessionKey } from '../../platform/query-client.ts'
import { useSession } from '../../platform/session.ts'
import { toast } from '../../ui/Toast.tsx'
import { Sentence } from '../activity/Sentence.tsx'
import { ring } from './rings.ts'
import { listen, type Heard } from './stream.ts'

/** Hears the doorbell: asks anew what waits, and says at once what cannot. Draws nothing itself. */
export default function LiveNotices() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { account, memberships } = useSession()
  const newest = useRef<string>(undefined)
  const isWaiting = useRef(false)
  const last = useRef(Promise.resolve())

  // What was done without a network in an earlier page goes on its way.
  useEffect(() => {
    void import('../../platform/outbox.ts').then(({ wakeOutbox }) => wakeOutbox(account.id))
  }, [account.id])

  const open = async (notice: Notice) => {
    if (notice.to) void navigate(notice.to)
    await call(readNotices, { ids: [notice.id] }).catch(() => undefined)
  }
  const tell = (notice: Notice) =>
    toast({
      words: (
        <>
          {memberships.length > 1 && notice.organization && `${notice.organization}: `}
          <Sentence parts={notice.says} isPlain />
        </>
      ),
      action: notice.act === undefined ? undefined : { label: notice.act, onAct: () => void open(notice) },
      forMs: 20_000,
    })

  const tellNew = async () => {
    const { items } = await call(listNotices, { unread: 'true', limit: 5 })
    const since = newest.current
    newest.current = [since ?? '', ...items.map(({ id }) => id)].sort().at(-1)
    // What was there when the page came is counted, and not said.
    if (since !== undefined) for (const notice of items.reverse()) if (notice.urgent && notice.id > since) tell(notice)
  }

  /** Nobody is told in a window that they do not see: it is said when they come back, if it is still unread. */
  const tellUrgent = useEffectEvent(() => {
    isWaiting.current = document.hidden
    // One after the other: what one has said the next does not say again.
    if (!document.hidden) last.current = last.current.then(tellNew).catch(() => undefined)
  })

  /** Other organizations, or another role: everything may look different, and first of all who one is. */
  const lookAnew = async () => {
    await queries.refetchQueries({ queryKey: sessionKey })
    await queries.invalidateQueries()
  }

  const hear = useEffectEvent((heard: Heard) => {
    if (heard === 'signed-out') return void queries.invalidateQueries({ queryKey: sessionKey })
    if (heard === 'changed') return void lookAnew()
    void queries.invalidateQueries({ queryKey: [countNotices.path] })
    if (heard === 'lost') return
    void queries.invalidateQueries({ queryKey: [listNotices.path] })
    ring()
    tellUrgent()
  })

  useEffect(() => {
    const back = () => {
      if (isWaiting.current && !document.hidden) tellUrgent()
    }
    document.addEventListener('visibilitychange', back)
    const stop = listen((heard) => hear(heard))
    return () => {
      document.removeEventListener('visibilitychange', back)
      stop()
    }
  }, [])
  return null
}
