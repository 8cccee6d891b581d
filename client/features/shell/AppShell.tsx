import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import BookOpen from 'lucide-react/icons/book-open-check'
import Bell from 'lucide-react/icons/bell'
import Building2 from 'lucide-react/icons/building-2'
import ChartColumn from 'lucide-react/icons/chart-column'
import Clock from 'lucide-react/icons/clock'
import History from 'lucide-react/icons/history'
import Hourglass from 'lucide-react/icons/hourglass'
import House from 'lucide-react/icons/house'
import LockOpen from 'lucide-react/icons/lock-open'
import Settings from 'lucide-react/icons/settings'
import Tally3 from 'lucide-react/icons/tally-3'
import Siren from 'lucide-react/icons/siren'
import { isKeyHolder, useSession } from '../../platform/session.ts'
import { askToUnlock, useUnlockRequest } from '../../platform/unlock.ts'
import { theVault, useIsUnlocked } from '../../platform/vault.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Book, ChevronsUpDown, Ellipsis, KeyRound, Lock, Network, Search, Server, Store } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Person } from '../../ui/Person.tsx'
import { ShortcutHelp } from '../../ui/ShortcutHelp.tsx'
import { OrganizationButton, Shell, SideButton, SideLink, type NavItem } from '../../ui/Shell.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { incidentPath, useCurrentIncident } from '../incidents/current.ts'
import { askIncident, startFrom, useIncidentAsked } from '../incidents/dialogs.ts'
import { useNotices } from '../notices/use-notices.ts'
import { ReasonHost } from '../credentials/ReasonHost.tsx'
import { PaletteSlot } from '../search/PaletteSlot.tsx'
import { useCurrentOrganization } from './current-organization.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { LockedBar, LockWarning } from './LockBars.tsx'
import NotFoundPage from './NotFoundPage.tsx'
import { NoOrganizationPage } from './NoOrganizationPage.tsx'
import { OfflineBar } from './OfflineBar.tsx'
import { SecondFactorBar } from './SecondFactorBar.tsx'
import { useSignOut } from './sign-out.ts'
import { WaitingBar } from './WaitingBar.tsx'
import { useWaitingReviews } from './waiting-reviews.ts'
import css from './page.module.css'

const IncidentBand = lazy(() => import('../incidents/IncidentBand.tsx'))
const IncidentHost = lazy(() => import('../incidents/IncidentHost.tsx'))
const KeyWork = lazy(() => import('./KeyWork.tsx'))
const LiveNotices = lazy(() => import('../notices/LiveNotices.tsx'))
const LanesWaiting = lazy(() => import('../responsibilities/LanesWaiting.tsx'))
const MoreSheet = lazy(() => import('./MoreSheet.tsx'))
const RecoveryBar = lazy(() => import('../recovery/RecoveryBar.tsx'))
const UnlockDialog = lazy(() => import('./UnlockDialog.tsx'))

/** Around every signed-in page: where one can go, what waits, who is here, and whether the keys are at hand. */
export function AppShell() {
  const { account, memberships } = useSession()
  const current = useCurrentOrganization(memberships)
  const { pathname } = useLocation()
  const waiting = useWaitingReviews(memberships)
  const notices = useNotices()
  const isSettled = useLater(1_000)
  const [isSearching, setSearching] = useState(false)
  const [isMoreOpen, setMoreOpen] = useState(false)
  const [lanesWaiting, setLanesWaiting] = useState(0)
  const isUnlocked = useIsUnlocked()
  const lock = useLock()
  const signOut = useSignOut()
  const unlocking = useUnlockRequest()
  const incident = useCurrentIncident()
  const incidentAsked = useIncidentAsked()
  const isPersonal = pathname.startsWith('/settings') || pathname === '/notices'

  const home: NavItem = { to: '/home', label: 'Home', icon: House, keys: 'G H' }
  const reviews: NavItem = { to: '/reviews', label: 'Reviews', icon: Clock, keys: 'G Q', count: waiting }
  const reading: NavItem = {
    to: current ? `/o/${current.slug}/reading` : '/reading',
    label: 'Reading',
    icon: BookOpen,
    keys: 'G L',
  }
  const bell: NavItem = { to: '/notices', label: 'Notices', icon: Bell, count: notices.waiting }
  const library: NavItem[] = current
    ? [
        { to: `/o/${current.slug}/runbooks`, label: 'Runbooks', icon: Book, keys: 'G R' },
        { to: `/o/${current.slug}/credentials`, label: 'Credentials', icon: KeyRound, keys: 'G C' },
        { to: `/o/${current.slug}/vendors`, label: 'Vendors', icon: Store, keys: 'G V' },
        { to: `/o/${current.slug}/diagrams`, label: 'Diagrams', icon: Network, keys: 'G D' },
        { to: `/o/${current.slug}/systems`, label: 'Systems', icon: Server, keys: 'G S' },
      ]
    : []
  // What everybody did, for those who may read that; one's own acts are with one's own settings.
  const oversees = current !== undefined && (isKeyHolder(current) || current.role === 'auditor')
  const access: NavItem = {
    to: current && oversees ? `/o/${current.slug}/access` : '/access',
    label: oversees ? 'Access' : 'My access',
    icon: Hourglass,
    keys: 'G A',
  }
  const incidents: NavItem = { to: `/o/${current?.slug}/incidents`, label: 'Incidents', icon: Siren, keys: 'G I' }
  const duties: NavItem = {
    to: `/o/${current?.slug}/responsibilities`,
    label: 'Responsibilities',
    icon: Tally3,
    keys: 'G P',
    count: lanesWaiting,
  }
  const proof: NavItem[] = current
    ? [
        incidents,
        duties,
        access,
        ...(oversees || current.side === 'in_house'
          ? [{ to: `/o/${current.slug}/outcomes`, label: 'Outcomes', icon: ChartColumn }]
          : []),
        ...(oversees ? [{ to: `/o/${current.slug}/activity`, label: 'Activity', icon: History }] : []),
      ]
    : []
  const settings: NavItem = { to: '/settings/appearance', label: 'Settings', icon: Settings }

  return (
    <>
      <Shell
        top={current && <Switcher current={current} memberships={memberships} />}
        search={{ onOpen: () => setSearching(true), icon: Search }}
        sections={[
          { items: [home, reviews, reading, bell] },
          { label: 'Library', items: library },
          ...(proof.length > 0 ? [{ label: 'People and proof', items: proof }] : []),
        ]}
        bottom={
          <>
            <SideLink {...settings} />
            <SideButton icon={<Icon of={lock.icon} />} label={lock.label} keys="Shift L" onPress={lock.act} />
            <Menu
              label={account.name}
              placement="top start"
              groups={[
                [
                  { id: 'appearance', label: 'Appearance and keys', to: '/settings/appearance' },
                  { id: 'passphrase', label: 'Passphrase', to: '/settings/passphrase' },
                  ...(current
                    ? [{ id: 'away', label: 'I’m away…', to: `/o/${current.slug}/responsibilities/away?set=me` }]
                    : []),
                  ...(current && !oversees
                    ? [{ id: 'activity', label: 'My activity', to: `/o/${current.slug}/activity` }]
                    : []),
                  { id: 'security', label: 'Security', to: '/settings/security' },
                ],
                [{ id: 'out', label: 'Sign out', detail: account.email, onAct: () => void signOut() }],
              ]}
            >
              <SideButton
                icon={<Person name={account.name} side={current?.side ?? 'in_house'} isSquareOnly />}
                label={account.name}
              />
            </Menu>
          </>
        }
        phone={[
          home,
          { label: 'Search', icon: Search, onPress: () => setSearching(true) },
          incident
            ? { to: incidentPath(incident.slug, incident.reference), label: 'Incident', icon: Siren }
            : {
                label: 'Incident',
                icon: Siren,
                onPress: () => current && askIncident(startFrom(current.slug, pathname)),
              },
          reviews,
          { label: 'More', icon: Ellipsis, count: notices.waiting, onPress: () => setMoreOpen(true) },
        ]}
        banner={
          <>
            {incident && (
              <Suspense fallback={<div className={css['band']} />}>
                <IncidentBand incident={incident} />
              </Suspense>
            )}
            <OfflineBar />
            <LockedBar />
            <WaitingBar />
            {current?.secondFactorNeeded && !incident && <SecondFactorBar organization={current.organization} />}
            <Suspense>{current && !incident && <RecoveryBar key={current.slug} membership={current} />}</Suspense>
          </>
        }
      >
        <ErrorBoundary notFound={<NotFoundPage />} resetKey={pathname}>
          <Suspense
            fallback={
              <main id="main">
                <LoadingRows what="the page" />
              </main>
            }
          >
            {current || isPersonal ? <Outlet /> : <NoOrganizationPage />}
          </Suspense>
        </ErrorBoundary>
      </Shell>
      <Suspense>
        {isMoreOpen && (
          <MoreSheet
            current={current}
            items={[reading, bell, ...library, ...proof, settings]}
            lock={lock}
            onSignOut={() => void signOut()}
            onClose={() => setMoreOpen(false)}
          />
        )}
        {unlocking && <UnlockDialog request={unlocking} />}
        <ReasonHost />
        {isSettled && <LiveNotices />}
        {isSettled && current && <LanesWaiting key={current.slug} membership={current} onCount={setLanesWaiting} />}
        {(isSettled || incidentAsked) && current && <IncidentHost current={current} asked={incidentAsked} />}
        {isSettled && isUnlocked && <KeyWork />}
      </Suspense>
      <PaletteSlot isOpen={isSearching} onClose={() => setSearching(false)} />
      <LockWarning />
      <ShortcutHelp />
    </>
  )
}

export interface LockAct {
  label: string
  icon: typeof Lock
  act: () => void
}

/** Turns true after a while: what nobody waits for stays out of the way of the first page. */
function useLater(ms: number): boolean {
  const [isLater, setLater] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return isLater
}

function useLock(): LockAct {
  return useIsUnlocked()
    ? { label: 'Lock', icon: Lock, act: () => void theVault().lock() }
    : { label: 'Unlock', icon: LockOpen, act: () => void askToUnlock() }
}

/** Goes to another organization by mouse or keys: `G O`, then its first letters. */
function Switcher({ current, memberships }: { current: Membership; memberships: readonly Membership[] }) {
  const place = useRef<HTMLDivElement>(null)
  useShortcut({
    keys: 'G O',
    label: 'Switch organization',
    group: 'Anywhere',
    act: () => place.current?.querySelector('button')?.click(),
  })
  const entry = ({ slug, organization, party, side }: Membership): MenuEntry => ({
    id: slug,
    label: organization,
    detail: side === 'in_house' ? undefined : `You work for ${party}`,
    to: `/o/${slug}`,
    isChosen: slug === current.slug,
  })
  return (
    <div ref={place}>
      <Menu
        label="Organizations"
        placement="bottom start"
        groups={[
          memberships.map(entry),
          [
            {
              id: '/settings',
              label: 'Settings of this organization',
              icon: Settings,
              to: `/o/${current.slug}/settings/${isKeyHolder(current) ? 'organization' : 'collections'}`,
            },
            ...(memberships.length > 1
              ? [{ id: '/all', label: 'Home of all organizations', icon: Building2, to: '/home' }]
              : []),
          ],
        ]}
      >
        <OrganizationButton name={current.organization} icon={ChevronsUpDown} />
      </Menu>
    </div>
  )
}
