import { lazy, Suspense, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { setupState } from '#contract/accounts.ts'
import { call } from '../../platform/api.ts'
import { failureOf, type Failure } from '../../platform/failure.ts'
import { Button } from '../../ui/Button.tsx'
import { Door } from './Door.tsx'
import type { FoundedOrganization } from './Founded.tsx'
import { Notice } from './Notice.tsx'
import css from './Door.module.css'

// On its way while the server is asked.
const form = import('./SetUpForm.tsx')
const SetUpForm = lazy(async () => ({ default: (await form).SetUpForm }))
const Founded = lazy(async () => ({ default: (await import('./Founded.tsx')).Founded }))

type State = 'looking' | 'open' | 'open, with code' | 'done' | Failure

/** The first owner and the first organization of an installation. */
export default function SetUpPage() {
  const [state, setState] = useState<State>('looking')
  const [founded, setFounded] = useState<FoundedOrganization>()
  useEffect(() => {
    const leaving = new AbortController()
    call(setupState, {}, { signal: leaving.signal })
      .then(({ needed, codeNeeded }) => setState(!needed ? 'done' : codeNeeded ? 'open, with code' : 'open'))
      .catch((error: unknown) => !leaving.signal.aborted && setState(failureOf(error)))
    return () => leaving.abort()
  }, [])

  if (founded)
    return (
      <Door title={`${founded.organization} stands`}>
        <Suspense>
          <Founded {...founded} />
        </Suspense>
      </Door>
    )
  if (state === 'looking')
    return (
      <Door title="Set up Runkeep">
        <p aria-busy="true">Asking the server.</p>
      </Door>
    )
  if (state === 'done')
    return (
      <Door title="Set up Runkeep">
        <p>
          This server is set up already. <Link to="/sign-in">Sign in</Link>, or ask a key holder for an invitation.
        </p>
      </Door>
    )
  if (typeof state === 'object')
    return (
      <Door title="Set up Runkeep">
        <Notice title={state.title} detail={state.detail} />
        <div className={css['submit']}>
          <Button onClick={() => location.reload()}>Try again</Button>
        </div>
      </Door>
    )
  return (
    <Door
      title="Set up Runkeep"
      lead="You make the first account and the first organization, and you are its owner: you hold its keys."
    >
      <Suspense>
        <SetUpForm needsCode={state === 'open, with code'} onGone={() => setState('done')} onFounded={setFounded} />
      </Suspense>
    </Door>
  )
}
