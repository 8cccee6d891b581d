import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { recoveryState, type RecoveryState } from '#contract/recovery.ts'
import { query } from '../../platform/api.ts'
import { isKeyHolder } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { KeyRound } from '../../ui/icons.ts'
import { isDrillDue } from './kit.ts'

/**
 * In red until it is well: who took over, for everybody; for key holders what would be lost with them. Not on the page
 * of a single document, where somebody may be in a hurry.
 */
export default function RecoveryBar({ membership }: { membership: Membership }) {
  const { slug } = membership
  const { pathname } = useLocation()
  const { data } = useQuery({ ...query(recoveryState, { slug }), staleTime: 60_000 })
  const [, , section, what] = pathname.split('/').slice(1)
  const isHere = pathname.endsWith('/settings/recovery')
  const isOfOne = section !== undefined && section !== 'settings' && what !== undefined
  if (!data || isOfOne) return null
  return (
    <>
      {data.takeovers.map(({ at, memberId, name, isSettled }) => (
        <Banner
          key={memberId + at}
          tone="overdue"
          icon={KeyRound}
          label="Recovery cards were used"
          actions={
            membership.role === 'owner' && !isSettled && !isHere ? (
              <ToRecovery slug={slug}>Make new cards</ToRecovery>
            ) : undefined
          }
        >
          <strong>{memberId === membership.memberId ? 'You' : name} took over with recovery cards</strong> on{' '}
          {formatDay(at)} and can open everything.{' '}
          {memberId !== membership.memberId && 'Did nobody expect that? Tell an owner at once.'}
        </Banner>
      ))}
      {isKeyHolder(membership) && <Reminder membership={membership} state={data} isHere={isHere} />}
    </>
  )
}

function Reminder({ membership, state, isHere }: { membership: Membership; state: RecoveryState; isHere: boolean }) {
  const { slug, role, today } = membership
  const { kit, keyHolders } = state
  const wanting = kitWords(kit, today)
  if (wanting === undefined && keyHolders !== 1) return null
  return (
    <Banner
      tone="overdue"
      icon={KeyRound}
      label="Recovery"
      actions={
        <>
          {keyHolders === 1 && <ButtonLink to={`/o/${slug}/settings/members`}>Name another key holder</ButtonLink>}
          {wanting && !isHere && <ToRecovery slug={slug}>{wanting.act}</ToRecovery>}
        </>
      }
    >
      {keyHolders === 1 && <strong>You alone hold the keys. </strong>}
      {wanting?.words} {wanting && role !== 'owner' && 'An owner does that.'}
    </Banner>
  )
}

const ToRecovery = ({ slug, children }: { slug: string; children: string }) => (
  <ButtonLink variant="primary" to={`/o/${slug}/settings/recovery`}>
    {children}
  </ButtonLink>
)

function kitWords(kit: RecoveryState['kit'], today: string): { words: string; act: string } | undefined {
  if (!kit)
    return {
      words: 'There are no recovery cards: what only you can open is lost with you.',
      act: 'Make recovery cards',
    }
  if (!isDrillDue(kit, today)) return undefined
  return kit.drilledAt
    ? { words: `The recovery cards were last tried on ${formatDay(kit.drilledAt)}.`, act: 'Try them again' }
    : { words: 'Nobody has tried the recovery cards yet.', act: 'Try them' }
}
