import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import { acceptInvitation, lookUpInvitation, mySession, type Session } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import { call } from '../../platform/api.ts'
import { failureOf, type Failure } from '../../platform/failure.ts'
import { roleWords } from '../../platform/role-words.ts'
import { formatDay } from '../../ui/format.ts'
import { Button } from '../../ui/Button.tsx'
import { Door } from './Door.tsx'
import { enter } from './enter.ts'
import { NewMemberForm } from './NewMemberForm.tsx'
import { Notice } from './Notice.tsx'
import css from './Door.module.css'

// Most who come by a link are new here.
const SignInForm = lazy(async () => ({ default: (await import('./SignInForm.tsx')).SignInForm }))

export type Invitation = OutputOf<typeof lookUpInvitation>

type State =
  | { is: 'looking' }
  | { is: 'gone' }
  | { is: 'failed'; failure: Failure }
  | { is: 'found'; invitation: Invitation; session: Session | undefined }

/**
 * Where an invitation link leads (`/join#slug.token`). The token stands after the `#`, so no request and no log has it;
 * it is sent in a body alone.
 */
export default function JoinPage() {
  const { hash } = useLocation()
  const token = tokenOf(hash)
  return token === undefined ? <Gone /> : <Invited key={token} token={token} />
}

function Invited({ token }: { token: string }) {
  const [state, setState] = useState<State>({ is: 'looking' })

  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    Promise.all([call(lookUpInvitation, { token }, { signal }), sessionIfAny(signal)])
      .then(([invitation, session]) => setState({ is: 'found', invitation, session }))
      .catch((error: unknown) => !signal.aborted && setState(stateAfter(error)))
    return () => leaving.abort()
  }, [token])

  if (state.is === 'found') return <Found token={token} {...state} />
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

function Found({
  token,
  invitation,
  session,
}: {
  token: string
  invitation: Invitation
  session: Session | undefined
}) {
  const navigate = useNavigate()
  const isMine = session?.account.email === invitation.email
  const [who, setWho] = useState<'me' | 'new' | 'known'>(isMine ? 'me' : 'new')
  const [failure, setFailure] = useState<Failure>()
  const [isWorking, setWorking] = useState(false)

  async function arrive(joined: Session) {
    await enter(joined)
    await navigate(`/o/${invitation.slug}`, { replace: true })
  }
  async function joinAsSignedIn() {
    setWorking(true)
    setFailure(undefined)
    try {
      await arrive(await call(acceptInvitation, { token, memberId: uuidv7() }))
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setWorking(false)
    }
  }

  return (
    <Door title={`Join ${invitation.organization}`} lead={`${invitation.invitedBy} invites you.`}>
      <Facts invitation={invitation} />
      {session && !isMine && (
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
            <SignInForm email={invitation.email} act="Sign in and join" onSignedIn={joinAsSignedIn} />
          </Suspense>
          <Alternative words="New to Runkeep?" act="Make an account" onAct={() => setWho('new')} />
        </>
      )}
      {who === 'new' && (
        <>
          <NewMemberForm
            token={token}
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
          <Alternative words="Do you have an account here?" act="Sign in to join" onAct={() => setWho('known')} />
        </>
      )}
    </Door>
  )
}

function Facts({ invitation }: { invitation: Invitation }) {
  return (
    <dl className={css['facts']}>
      <dt>For</dt>
      <dd>
        {invitation.name}, {invitation.email}
      </dd>
      <dt>Works for</dt>
      <dd>{invitation.party}</dd>
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

/** `#calder-wick.<43 characters>`: the slug is for the eye, the rest is the token. */
function tokenOf(hash: string): string | undefined {
  return /^#[a-z0-9-]{1,40}\.([A-Za-z0-9_-]{43})$/.exec(hash)?.[1]
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
