import { lazy, Suspense, useMemo, type ComponentType } from 'react'
import { Link, useParams } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useSession } from '../../platform/session.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatCount, listWords } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Search } from '../../ui/icons.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { useMedia, usePhone } from '../../ui/media.ts'
import { useListedShortcuts } from '../../ui/shortcuts.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { FreshnessSummary, totalOf } from '../reviews/FreshnessSummary.tsx'
import { furtherReasons } from '../reviews/queue.ts'
import { DocumentRows } from './DocumentRows.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { Section, type PartProps } from './frame.tsx'
import { columnsFor, partsFor, readerOf, type Part, type Reader } from './order.ts'
import { useHome, type HomeState } from './use-home.ts'
import css from './HomePage.module.css'

const HomeIncidents = lazy(() => import('../incidents/HomeIncidents.tsx'))
const HomeRuns = lazy(() => import('../runs/HomeRuns.tsx'))
const HomeFollowUps = lazy(() => import('../incidents/HomeFollowUps.tsx'))
const HomeReading = lazy(() => import('../reading/HomeReading.tsx'))
const HomeDeadlines = lazy(() => import('../dates/HomeDeadlines.tsx'))
const HomeAccess = lazy(() => import('./HomeAccess.tsx'))
const HomeRequests = lazy(() => import('./HomeRequests.tsx'))
const HomeDuties = lazy(() => import('./HomeDuties.tsx'))
const HomeHandovers = lazy(() => import('./HomeHandovers.tsx'))
const HomeRecovery = lazy(() => import('./HomeRecovery.tsx'))
const HomeProof = lazy(() => import('./HomeProof.tsx'))

/** The first page after unlocking: of all organizations at `/home`, of one at `/o/:org`. */
export default function HomePage() {
  const { memberships } = useSession()
  const { org } = useParams()
  const one = memberships.find(({ slug }) => slug === org)
  const within = useMemo(() => (one ? [one] : memberships), [one, memberships])
  const state = useHome(within)
  const name = one?.organization ?? (memberships.length === 1 ? memberships[0]?.organization : undefined)
  const isNothingThere = !state.isPending && state.failed.length === within.length
  return (
    <PageFrame
      title={['Home', name ?? 'Runkeep']}
      heading={one ? one.organization : 'Home'}
      summary={!one && within.length > 1 && listWords(within.map(({ organization }) => organization))}
      banner={<Warnings state={state} isAll={isNothingThere} />}
    >
      {state.isPending && state.failed.length === 0 && totalOf(state.counts) === 0 && state.empty.length === 0 ? (
        <LoadingRows what="the first page" />
      ) : isNothingThere ? (
        <Failed what="The first page" error={state.failed[0]?.error} onRetry={state.retry} />
      ) : (
        <Overview state={state} within={within} />
      )}
    </PageFrame>
  )
}

function Overview({ state, within }: { state: HomeState; within: readonly Membership[] }) {
  const { counts, waiting, also, empty } = state
  const isPhone = usePhone()
  const isWide = useMedia('(width >= 1000px)')
  const reader = readerOf(within, { also, waiting })
  const draw = (part: Part) => <PartOf key={part} part={part} reader={reader} state={state} within={within} />
  const search = !isPhone && totalOf(counts) > 0 && <SearchFirst />
  const first = empty.map((membership) => <FirstSteps key={membership.slug} membership={membership} />)
  if (!isWide)
    return (
      <div className={css['home']}>
        {search}
        {partsFor(reader, isPhone).map(draw)}
        {first}
      </div>
    )
  const { above, main, side, below } = columnsFor(reader)
  return (
    <div className={css['home']}>
      {search}
      {above.map(draw)}
      <div className={css['column']}>{main.map(draw)}</div>
      <div className={css['column']}>{side.map(draw)}</div>
      {below.map(draw)}
      {first}
    </div>
  )
}

/** Nothing stands there that nobody can do anything about: a part of which there is nothing is not there. */
function PartOf(props: { part: Part; reader: Reader; state: HomeState; within: readonly Membership[] }) {
  const { part, reader, state, within } = props
  const { counts, systems, reviews, waiting, also, pinned, recent } = state
  const rows = { hasSeveralOrganizations: within.length > 1 }
  const only = within.length > 1 ? undefined : within[0]
  const queue = (query: string) => {
    const parameters = new URLSearchParams(query)
    if (only) parameters.set('organization', only.slug)
    return `/reviews?${parameters}`
  }
  switch (part) {
    case 'incidents':
      return (
        <>
          <Later of={HomeIncidents} within={within} title="Incidents under way" />
          <Later of={HomeRuns} within={within} title="Runs under way" />
        </>
      )
    case 'systems': {
      if (systems.length === 0) return null
      const areCritical = systems.some(({ criticality }) => criticality === 'critical')
      return (
        <Section
          title={areCritical ? 'Critical systems' : 'Important systems'}
          more={only && <Link to={`/o/${only.slug}/systems`}>All systems</Link>}
        >
          <DocumentRows {...rows} lines={systems} isLarge />
        </Section>
      )
    }
    case 'access':
      return also.access > 0 || reader === 'technician' ? (
        <Later of={HomeAccess} within={within} title="Open to you" />
      ) : null
    case 'requests':
      return also.requests > 0 ? <Later of={HomeRequests} within={within} title="Requests that wait for you" /> : null
    case 'duties':
      return <Later of={HomeDuties} within={within} title="Who does what" isDigest />
    case 'handovers':
      return also.handovers > 0 ? (
        <Later of={HomeHandovers} within={within} title="Handovers under way" isDigest />
      ) : null
    case 'reviews':
      return reviews.length > 0 ? (
        <Section
          isDigest
          title="Your reviews"
          more={waiting > reviews.length && <Link to={queue('')}>All {formatCount(waiting)} that wait for you</Link>}
        >
          <DocumentRows {...rows} lines={reviews} detail={furtherReasons} />
        </Section>
      ) : null
    case 'reading':
      return also.reading > 0 ? (
        <Suspense>
          <HomeReading
            within={within}
            isWork={reader === 'starter'}
            frame={(rows) => (
              <Section isDigest title="Your reading">
                {rows}
              </Section>
            )}
          />
        </Suspense>
      ) : null
    case 'followUps':
      return also.followUps > 0 ? <Later of={HomeFollowUps} within={within} title="Your follow-ups" isDigest /> : null
    case 'deadlines':
      return <Later of={HomeDeadlines} within={within} title="Your deadlines" isDigest />
    case 'recovery':
      return within.some(({ role }) => role === 'owner') ? (
        <Later of={HomeRecovery} within={within} title="Recovery" isDigest />
      ) : null
    case 'proof':
      return <Later of={HomeProof} within={within} title="Proof" isDigest />
    case 'freshness':
      return totalOf(counts) > 0 ? (
        <div className={css['freshness']} data-digest="">
          <FreshnessSummary
            counts={counts}
            part={(state, className, words) => (
              <Link key={state} className={className} to={queue(`state=${state}&scope=all`)}>
                {words}
              </Link>
            )}
          />
        </div>
      ) : null
    case 'pinned':
      return pinned.length > 0 ? (
        <Section title="Pinned">
          <DocumentRows {...rows} lines={pinned} />
        </Section>
      ) : null
    case 'recent':
      return recent.length > 0 ? (
        <Section title="Opened lately">
          <DocumentRows {...rows} lines={recent} />
        </Section>
      ) : null
  }
}

/** A part that comes by itself. @param isDigest in an incident it steps aside. */
function Later(props: {
  of: ComponentType<PartProps>
  within: readonly Membership[]
  title: string
  isDigest?: boolean
}) {
  const { of: It, within, title, isDigest = false } = props
  return (
    <Suspense>
      <It
        within={within}
        frame={(rows, more) => (
          <Section title={title} more={more} isDigest={isDigest}>
            {rows}
          </Section>
        )}
      />
    </Suspense>
  )
}

/** Search is the first thing to do here: the same palette as everywhere. */
function SearchFirst() {
  const open = useListedShortcuts().find(({ label }) => label === 'Search')
  return (
    <button
      type="button"
      className={css['search']}
      onClick={() => open?.act(new KeyboardEvent('keydown'))}
      aria-keyshortcuts="Control+K"
    >
      <Icon of={Search} />
      <span>Search by title, reference or words in a text</span>
      <span aria-hidden="true">
        <Kbd keys="Ctrl K" />
      </span>
    </button>
  )
}

/** What is wrong with the whole, while it is: an organization that does not answer. */
function Warnings({ state: { failed, retry }, isAll }: { state: HomeState; isAll: boolean }) {
  return (
    <>
      {failed.length > 0 && !isAll && (
        <Banner tone="plain" isNews actions={<Button onClick={retry}>Try again</Button>}>
          {listWords(failed.map(({ membership }) => membership.organization))} could not be loaded. The others are
          below.
        </Banner>
      )}
    </>
  )
}
