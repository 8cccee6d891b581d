import { lazy, Suspense, useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { recoveryState, type RecoveryState } from '#contract/recovery.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { Forbidden } from '../settings/Forbidden.tsx'
import { SettingsBody, SettingsFrame, SettingsSection } from '../settings/SettingsFrame.tsx'
import settings from '../settings/settings.module.css'
import { CardHolders } from './CardHolders.tsx'
import { CheckCardSection } from './CheckCardSection.tsx'
import { DrillDays } from './DrillDays.tsx'
import { FingerprintSection } from './FingerprintSection.tsx'
import { isDrillDue, type Kit } from './kit.ts'
import { capital, whichOpen } from './words.ts'

const MakeCardsDialog = lazy(() => import('./MakeCardsDialog.tsx'))
const DrillDialog = lazy(() => import('./DrillDialog.tsx'))

/** The recovery kit: making cards, trying them, and how well both have been done. */
export default function RecoveryPage() {
  const membership = useOrganization()
  const { slug, organization } = membership
  const state = useQuery(query(recoveryState, { slug }))
  if (!isKeyHolder(membership)) return <Forbidden title="Recovery" what="Recovery cards are for the key holders." />
  return (
    <SettingsFrame title="Recovery">
      <SettingsBody>
        {state.isPending && <LoadingText what="the recovery kit" />}
        {state.isError && <Failed error={state.error} what="The recovery kit" onRetry={() => void state.refetch()} />}
        {state.data && (
          <>
            <KitSection state={state.data} membership={membership} />
            {state.data.kit && (
              <CardHolders
                kit={state.data.kit}
                isOwner={membership.role === 'owner'}
                onNoted={() => void state.refetch()}
              />
            )}
            {state.data.kit && <CheckCardSection />}
            <FingerprintSection organization={organization} orgId={membership.orgId} />
            <DrillDays days={state.data.drillDays ?? 90} isOwner={membership.role === 'owner'} />
          </>
        )}
      </SettingsBody>
    </SettingsFrame>
  )
}

function KitSection({ state, membership }: { state: RecoveryState; membership: Membership }) {
  const { kit } = state
  const isOwner = membership.role === 'owner'
  const wereUsed = state.takeovers.some(({ isSettled }) => !isSettled)
  const queries = useQueryClient()
  const [open, setOpen] = useState<'make' | 'drill'>()
  const close = () => {
    setOpen(undefined)
    void queries.invalidateQueries({ queryKey: [recoveryState.path] })
  }
  return (
    <SettingsSection
      title="Recovery kit"
      note="Printed cards that open the vault together when nobody else can: the person with the keys is gone, or has forgotten the passphrase. Give each card to somebody else, and a partner never enough of them."
    >
      {kit ? (
        <KitFacts kit={kit} />
      ) : (
        <p className={settings['warning']}>There are no cards. If the key holders are gone, so is every secret.</p>
      )}
      {wereUsed && (
        <p className={settings['warning']}>These cards were used, and typed into a browser. Make new ones.</p>
      )}
      {!isOwner && <p>An owner makes the cards and tries them out.</p>}
      {isOwner && (
        <div className={settings['acts']}>
          {kit && (
            <Button
              variant={isDrillDue(kit, membership.today) && !wereUsed ? 'primary' : 'default'}
              onClick={() => setOpen('drill')}
            >
              Try the cards
            </Button>
          )}
          <Button variant={kit && !wereUsed ? 'default' : 'primary'} onClick={() => setOpen('make')}>
            {kit ? 'Make new cards' : 'Make recovery cards'}
          </Button>
        </div>
      )}
      <Suspense>
        {open === 'make' && (
          <MakeCardsDialog
            kit={kit}
            onClose={close}
            onMade={() => void queries.invalidateQueries({ queryKey: [recoveryState.path] })}
          />
        )}
        {open === 'drill' && kit && <DrillDialog kit={kit} onClose={close} />}
      </Suspense>
    </SettingsSection>
  )
}

function KitFacts({ kit }: { kit: Kit }) {
  const { epoch, k, n, madeAt, madeBy, drilledAt, drilledBy, dueOn } = kit
  return (
    <dl className={settings['facts']}>
      <dt>Cards</dt>
      <dd>{capital(whichOpen(k, n))} open the vault</dd>
      <dt>Made</dt>
      <dd>
        <Time at={madeAt} /> by {madeBy}, as kit {epoch}
      </dd>
      <dt>Last tried</dt>
      <dd>
        {drilledAt ? (
          <>
            <Time at={drilledAt} /> by {drilledBy}
          </>
        ) : (
          <strong>Never: nobody knows yet whether the cards can be read</strong>
        )}
      </dd>
      {dueOn && (
        <>
          <dt>Try again</dt>
          <dd>
            <Time at={dueOn} />
          </dd>
        </>
      )}
    </dl>
  )
}
