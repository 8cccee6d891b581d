import type { ReactNode } from 'react'
import { askToUnlock } from '../../platform/unlock.ts'
import { useOrganizationLog } from '../../platform/use-organization-log.ts'
import { useIsUnlocked } from '../../platform/vault.ts'
import { failureOf } from '../../platform/failure.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import type { LogSummary } from '../../vault/log-summary.ts'
import { Notice } from '../sign-in/Notice.tsx'

/**
 * What grants, approves or removes shows names and rights from the organization's signed log, which the vault has
 * verified: while it is locked there is nothing to show.
 * @param why "to give access": ends the sentence of the unlock dialog.
 */
export function NeedsLog(props: { slug: string; why: string; children: (log: LogSummary) => ReactNode }) {
  const { slug, why, children } = props
  const isUnlocked = useIsUnlocked()
  const { log, error } = useOrganizationLog(slug)
  if (!isUnlocked)
    return (
      <EmptyState
        actions={
          <Button variant="primary" onClick={() => void askToUnlock(why)}>
            Unlock
          </Button>
        }
      >
        Whatever changes access is signed with your key. Unlock {why}.
      </EmptyState>
    )
  if (error) return <Notice {...failureOf(error)} />
  if (!log) return <LoadingRows what="the organization’s log" rows={3} />
  return children(log)
}
