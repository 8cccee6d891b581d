import { lazy } from 'react'
import { Route, Routes } from 'react-router'

/** The doors, and whatever lies behind them: signed-in-routes.tsx, which they do without. */
const behind = () => import('./signed-in-routes.tsx')
const SignedInRoutes = lazy(behind)
const SignInPage = lazy(() => import('./features/sign-in/SignInPage.tsx'))
const SetUpPage = lazy(() => import('./features/sign-in/SetUpPage.tsx'))
const JoinPage = lazy(() => import('./features/sign-in/JoinPage.tsx'))
const RecoverPage = lazy(() => import('./features/recovery/RecoverPage.tsx'))

/** Fetches the frame and the page of an address before they are asked for: the first, or the one after signing in. */
export function fetchPagesFor(path: string): void {
  if (/^\/(?:sign-in|set-up|join|recover)$/.test(path)) return
  void behind().then(({ fetchPagesFor: fetch }) => fetch(path))
}

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="/set-up" element={<SetUpPage />} />
      <Route path="/join" element={<JoinPage />} />
      <Route path="/recover" element={<RecoverPage />} />
      <Route path="*" element={<SignedInRoutes />} />
    </Routes>
  )
}
