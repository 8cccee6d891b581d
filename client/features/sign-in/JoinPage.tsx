import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { mySession, type Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { call } from '../../platform/api.ts'
import { failureOf, type Failure } from '../../platform/failure.ts'
import { roleWords } from '../../platform/role-words.ts'
import { theVault } from '../../platform/vault.ts'
import { formatDay } from '../../ui/format.ts'
import { Button } from '../../ui/Button.tsx'
import { Door } from './Door.tsx'
import { enter } from './enter.ts'
import { accept, linkIn, lookUp, type Invitation, type Link } from './invitation.ts'
import { Notice } from './Notice.tsx'
import { isAsked } from './sign-in-steps.ts'
import css from './Door.module.css'

// Most who come by a link are new here: on its way while the invitation is looked up.
const newMemberForm = import('./NewMemberForm.tsx')
const NewMemberForm = lazy(async () => ({ default: (await newMemberForm).NewMemberForm }))
const SignInForm = lazy(async () => ({ default: (await import('./SignInForm.tsx')).SignInForm }))
const CodeForm = lazy(async () => ({ default: (await import('./CodeForm.tsx')).CodeForm }))
const Waiting = lazy(async () => ({ default: (await import('./Waiting.tsx')).Waiting }))

type State =
  | { is: 'looking' }
  | { is: 'gone' }
  | { is: 'failed'; failure: Failure }
  | { is: 'found'; invitation: Invitation; session: Session | undefined }

/** Where an invitation link leads. Its secret stays in this page: what is sent is signed with it. */
export default function JoinPage() {
  const { hash } = useLocation()
  const link = linkIn(hash)
  return link === undefined ? <Gone /> : <Invited key={hash} link={link} />
}

function Invited({ link }: { link: Link }) {
  const [state, setState] = useState<State>({ is: 'looking' })
  const { orgId, seed } = link

  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    Promise.all([lookUp({ orgId, seed }, signal), sessionIfAny(signal)])
      .then(([invitation, session]) => setState({ is: 'found', invitation, session }))
      .catch((error: unknown) => !signal.aborted && setState(stateAfter(error)))
    return () => leaving.abort()
  }, [orgId, seed])

  if (state.is === 'found') return <Found {...state} />
  if (state.is === 'failed')
    return (
      <Door title="Join">
        <Notice title={state.failure.title} detail={state.failure.detail} />
        <div className={css['submit']}>
          <Button onClick={() => location.reload()}>Try again</Button>
        </div>
      </Door>
    )
  if (state.is === 'gone') return <Gone />
  return (
    <Door title="Join">
      <p aria-busy="true">Looking at the invitation.</p>
    </Door>
  )
}

function Gone() {
  return (
    <Door title="This link leads nowhere">
      <p>
        The invitation was used, taken back or has run out, or a part of the link is missing. Copy the whole link, or
        ask for a new one.
      </p>
    </Door>
  )
}

function Found({ invitation, session }: { invitation: Invitation; session: Session | undefined }) {
  const navigate = useNavigate()
  const { organization, email, rekeys } = invitation
  const [who, setWho] = useState<'me' | 'new' | 'known'>(startOf(invitation, session))
  const [failure, setFailure] = useState<Failure>()
  const [ticket, setTicket] = useState<string>()
  const [isWaiting, setWaiting] = useState(false)
  const [isWorking, setWorking] = useState(false)

  async function arrive(answer: Awaited<ReturnType<typeof accept>>) {
    if (isAsked(answer)) return setTicket(answer.ticket)
    await enter(answer)
    const { keepHomeSoon } = await import('../../platform/organization-keys.ts')
    keepHomeSoon()
    setWaiting(true)
  }
  async function joinAsSignedIn() {
    setWorking(true)
    setFailure(undefined)
    try {
      await arrive(await accept(invitation))
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setWorking(false)
    }
  }

  if (isWaiting)
    return (
      <Door title={`Welcome to ${organization}`}>
        <Suspense>
          <Waiting
            invitation={invitation.invitation}
            orgId={invitation.link.orgId}
            onIn={(slug) => void navigate(slug === undefined ? '/home' : `/o/${slug}`, { replace: true })}
          />
        </Suspense>
      </Door>
    )
  if (ticket !== undefined)
    return (
      <Door title={`Join ${organization}`} lead="Your account has a second factor.">
        <Suspense>
          <CodeForm ticket={ticket} act="Go on" onSession={arrive} onExpired={() => setTicket(undefined)} />
        </Suspense>
      </Door>
    )
  return (
    <Door
      title={rekeys ? `Come back to ${organization}` : `Join ${organization}`}
      lead={`${invitation.invitedBy} invites you.`}
    >
      <Facts invitation={invitation} />
      {session && session.account.email !== email && (
        <p className={css['alternative']}>
          You are signed in here as {session.account.email}; this invitation is for another address.
        </p>
      )}
      {failure && <Notice title={failure.title} detail={failure.detail} />}
      {who === 'me' && session && (
        <>
          <div className={css['submit']}>
            <Button variant="primary" isPending={isWorking} onClick={() => void joinAsSignedIn()}>
              Join as {session.account.email}
            </Button>
          </div>
          <Alternative words="Somebody else?" act="Use another account" onAct={() => setWho('known')} />
        </>
      )}
      {who === 'known' && (
        <>
          <Suspense>
            <SignInForm email={email} act="Sign in and join" onSignedIn={joinAsSignedIn} />
          </Suspense>
          <Alternative words="New to Runkeep?" act="Make an account" onAct={() => setWho('new')} />
        </>
      )}
      {who === 'new' && (
        <>
          <Suspense>
            <NewMemberForm
              invitation={invitation}
              onJoined={arrive}
              onKnown={() => {
                setFailure({
                  title: 'There is an account with this address',
                  detail: 'Sign in with it to join.',
                  isWorthRetrying: false,
                })
                setWho('known')
              }}
            />
          </Suspense>
          {!rekeys && (
            <Alternative words="Do you have an account here?" act="Sign in to join" onAct={() => setWho('known')} />
          )}
        </>
      )}
    </Door>
  )
}

/** Joining is signed with one's own keys: a session whose vault is locked has to be signed in anew. */
function startOf({ email, rekeys }: Invitation, session: Session | undefined): 'me' | 'new' | 'known' {
  if (rekeys || session?.account.email !== email) return 'new'
  const vault = theVault().current()
  return vault.is === 'unlocked' && vault.accountId === session.account.id ? 'me' : 'known'
}

function Facts({ invitation }: { invitation: Invitation }) {
  return (
    <dl className={css['facts']}>
      <dt>For</dt>
      <dd>
        {invitation.name}, {invitation.email}
      </dd>
      <dt>Works for</dt>
      <dd>{invitation.party.name}</dd>
      <dt>Can do</dt>
      <dd>{roleWords[invitation.role].can}</dd>
      <dt>Open until</dt>
      <dd>{formatDay(invitation.expiresAt)}</dd>
    </dl>
  )
}

function Alternative({ words, act, onAct }: { words: string; act: string; onAct: () => void }) {
  return (
    <p className={css['alternative']}>
      {words}{' '}
      <button type="button" onClick={onAct}>
        {act}
      </button>
    </p>
  )
}

async function sessionIfAny(signal: AbortSignal): Promise<Session | undefined> {
  try {
    return await call(mySession, {}, { signal })
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-signed-in') return undefined
    throw error
  }
}

function stateAfter(error: unknown): State {
  const isGone = error instanceof Problem && (error.code === 'not-found' || error.code === 'invalid-input')
  return isGone ? { is: 'gone' } : { is: 'failed', failure: failureOf(error) }
}
