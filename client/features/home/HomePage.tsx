import { lazy, Suspense, useMemo, type ReactNode } from 'react'
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
import { usePhone } from '../../ui/Sheet.tsx'
import { useListedShortcuts } from '../../ui/shortcuts.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { HomeDeadlines } from '../dates/HomeDeadlines.tsx'
import { FreshnessSummary, totalOf } from '../reviews/FreshnessSummary.tsx'
import { furtherReasons } from '../reviews/queue.ts'
import { DocumentRows } from './DocumentRows.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { useHome, type HomeState } from './use-home.ts'
import css from './HomePage.module.css'

const HomeIncidents = lazy(() => import('../incidents/HomeIncidents.tsx'))
const HomeFollowUps = lazy(() => import('../incidents/HomeFollowUps.tsx'))
const HomeReading = lazy(() => import('../reading/HomeReading.tsx'))

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
  const { counts, systems, reviews, waiting, pinned, recent, empty } = state
  const isPhone = usePhone()
  const several = within.length > 1
  const rows = { hasSeveralOrganizations: several }
  const only = several ? undefined : within[0]
  const areCritical = systems.some(({ criticality }) => criticality === 'critical')
  const queue = (query: string) =>
    `/reviews?${new URLSearchParams([...new URLSearchParams(query), ...(only ? [['organization', only.slug]] : [])] as [string, string][])}`
  return (
    <div className={css['home']}>
      {!isPhone && totalOf(counts) > 0 && <SearchFirst />}
      {systems.length > 0 && (
        <Section
          title={areCritical ? 'Critical systems' : 'Important systems'}
          more={only && <Link to={`/o/${only.slug}/systems`}>All systems</Link>}
        >
          <DocumentRows {...rows} lines={systems} isLarge />
        </Section>
      )}
      <Suspense>
        <HomeIncidents within={within} frame={(rows) => <Section title="Incidents under way">{rows}</Section>} />
      </Suspense>
      {totalOf(counts) > 0 && (
        <Section
          isDigest
          title="Your reviews"
          more={waiting > reviews.length && <Link to={queue('')}>All {formatCount(waiting)} that wait for you</Link>}
        >
          {reviews.length > 0 ? (
            <DocumentRows {...rows} lines={reviews} detail={furtherReasons} />
          ) : (
            <p className={css['nothing']}>
              Nothing waits for you. <Link to={queue('scope=all')}>See what waits for others</Link>
            </p>
          )}
        </Section>
      )}
      <Suspense>
        <HomeReading within={within} frame={(rows) => digest('Your reading', rows)} />
      </Suspense>
      <Suspense>
        <HomeFollowUps within={within} frame={(rows) => digest('Your follow-ups', rows)} />
      </Suspense>
      <HomeDeadlines within={within} frame={(rows) => digest('Your deadlines', rows)} />
      {totalOf(counts) > 0 && (
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
      )}
      {pinned.length > 0 && (
        <Section title="Pinned">
          <DocumentRows {...rows} lines={pinned} />
        </Section>
      )}
      {recent.length > 0 && (
        <Section title="Opened lately">
          <DocumentRows {...rows} lines={recent} />
        </Section>
      )}
      {empty.map((membership) => (
        <FirstSteps key={membership.slug} membership={membership} />
      ))}
    </div>
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

/** In an incident it steps aside. */
const digest = (title: string, rows: ReactNode) => (
  <Section isDigest title={title}>
    {rows}
  </Section>
)

function Section(props: { title: string; more?: ReactNode; isDigest?: boolean; children: ReactNode }) {
  return (
    <section data-digest={props.isDigest ? '' : undefined}>
      <header className={css['header']}>
        <h2>{props.title}</h2>
        {props.more}
      </header>
      {props.children}
    </section>
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
