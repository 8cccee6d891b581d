import { Suspense } from 'react'
import { Outlet } from 'react-router'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import NotFoundPage from './NotFoundPage.tsx'

export function AppShell() {
  return (
    <ErrorBoundary notFound={<NotFoundPage />}>
      <Suspense>
        <Outlet />
      </Suspense>
    </ErrorBoundary>
  )
}
