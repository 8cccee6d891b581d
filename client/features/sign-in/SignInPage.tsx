import { useEffect } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { setupState, type Session } from '#contract/accounts.ts'
import { call } from '../../platform/api.ts'
import { Door } from './Door.tsx'
import { SignInForm } from './SignInForm.tsx'
import css from './Door.module.css'

export default function SignInPage() {
  const navigate = useNavigate()
  const [parameters] = useSearchParams()
  const next = localPath(parameters.get('next'))

  const goOn = (session: Session, { usedRecoveryCode }: { usedRecoveryCode: boolean }) =>
    navigate(next ?? (usedRecoveryCode || lacksSecondFactor(session) ? '/settings/security' : '/home'), {
      replace: true,
    })

  useEffect(() => {
    const leaving = new AbortController()
    call(setupState, {}, { signal: leaving.signal })
      .then(({ needed }) => needed && navigate('/set-up', { replace: true }))
      // The form says what is wrong as soon as it is used.
      .catch(() => undefined)
    return () => leaving.abort()
  }, [navigate])

  return (
    <Door title="Sign in" lead={parameters.has('next') && 'Sign in to go on where you were.'}>
      <SignInForm onSignedIn={goOn} />
      <p className={css['alternative']}>
        Nobody can open the vault any more? <Link to="/recover">Use recovery cards</Link>
      </p>
    </Door>
  )
}

const lacksSecondFactor = ({ memberships }: Session) => memberships.some(({ secondFactorNeeded }) => secondFactorNeeded)

/** Where somebody wanted to go: a path of this site and nothing else. */
function localPath(next: string | null): string | undefined {
  if (!next || !next.startsWith('/')) return undefined
  const { origin, pathname, search } = new URL(next, location.origin)
  return origin === location.origin && !pathname.startsWith('//') ? pathname + search : undefined
}
