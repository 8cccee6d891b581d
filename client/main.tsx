import './ui/ui.css'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { ErrorBoundary } from './features/shell/ErrorBoundary.tsx'
import { theVault } from './platform/vault.ts'
import { NothingHere } from './platform/session.ts'
import { AppRoutes, fetchPagesFor } from './routes.tsx'

theVault()
fetchPagesFor(location.pathname)

const app = document.getElementById('app')
if (!app) throw new Error('The page has no #app')
createRoot(app, {
  // Pages throw it on purpose, for the frame to show that there is nothing.
  onCaughtError: (error, { componentStack }) => error instanceof NothingHere || console.error(error, componentStack),
  // The same, where the page had moved on by the time that React tried again: what was erased is left, not shown.
  onRecoverableError: (error) => (error instanceof Error && error.cause instanceof NothingHere) || console.error(error),
}).render(
  <StrictMode>
    <ErrorBoundary>
      <BrowserRouter>
        <Suspense>
          <AppRoutes />
        </Suspense>
      </BrowserRouter>
    </ErrorBoundary>
  </StrictMode>,
)
