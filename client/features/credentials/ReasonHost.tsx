import { lazy, Suspense } from 'react'
import { useReasonRequest } from './ask-reason.ts'

const ReasonDialog = lazy(async () => ({ default: (await import('./ReasonDialog.tsx')).ReasonDialog }))

/** Mounted once by the shell: whoever opens a guarded secret, on whatever page, is asked here. */
export function ReasonHost() {
  const request = useReasonRequest()
  if (!request) return null
  return (
    <Suspense>
      <ReasonDialog key={`${request.slug}/${request.reference}`} request={request} />
    </Suspense>
  )
}
