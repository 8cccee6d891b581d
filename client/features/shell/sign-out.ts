import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { signOut } from '#contract/accounts.ts'
import { call } from '../../platform/api.ts'
import { theDrafts } from '../../platform/drafts.ts'
import { failureOf } from '../../platform/failure.ts'
import { useSession } from '../../platform/session.ts'
import { theVault } from '../../platform/vault.ts'
import { toast } from '../../ui/Toast.tsx'
import { setCurrentIncident } from '../incidents/current.ts'

/** Ends the session, drops the keys and everything that was read or was being written. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { account } = useSession()
  return async () => {
    const outbox = await import('../../platform/outbox.ts').catch(() => undefined)
    await outbox?.sendOutbox()
    await theVault().lock()
    try {
      await call(signOut, {})
    } catch (error) {
      toast({ words: `Your keys are locked, but the session goes on. ${failureOf(error).title}.` })
      return
    }
    setCurrentIncident(undefined)
    await theDrafts().removeDraftsOf(account.id)
    await outbox?.leaveOutbox()
    await navigate('/sign-in', { replace: true })
    queries.clear()
  }
}
