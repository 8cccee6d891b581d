import './ui/ui.css'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { ErrorBoundary } from './features/shell/ErrorBoundary.tsx'
import { theVault } from './platform/vault.ts'
import { AppRoutes } from './routes.tsx'

theVault()

const app = document.getElementById('app')
if (!app) throw new Error('The page has no #app')
createRoot(app).render(
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
