import { lazy, Suspense, type ReactNode } from 'react'

const AttachedPicture = lazy(async () => ({ default: (await import('./AttachedPicture.tsx')).AttachedPicture }))

/** For `Markdown`: how the pictures of a document's text are shown. */
export function picturesOf(slug: string, reference: string): (id: string, alt: string) => ReactNode {
  return (id, alt) => (
    <Suspense>
      <AttachedPicture slug={slug} reference={reference} id={id} alt={alt} />
    </Suspense>
  )
}
