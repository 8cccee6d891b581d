import './ui/ui.css'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { QueryClientProvider } from '@tanstack/react-query'
import { ErrorBoundary } from './features/shell/ErrorBoundary.tsx'
import { queryClient } from './platform/query-client.ts'
import { theVault } from './platform/vault.ts'
import { AppRoutes } from './routes.tsx'

theVault()

const app = document.getElementById('app')
if (!app) throw new Error('The page has no #app')
createRoot(app).render(
  <StrictMode>
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <Suspense>
            <AppRoutes />
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </ErrorBoundary>
  </StrictMode>,
)
