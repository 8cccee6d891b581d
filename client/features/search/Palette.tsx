import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'react-router'
import { useSession } from '../../platform/session.ts'
import { useCurrentOrganization } from '../shell/current-organization.ts'
import type { Early } from './early.ts'
import { PaletteBox } from './PaletteBox.tsx'
import type { DocumentOption } from './palette-options.ts'
import { forgetVisits, noteVisit } from './recents.ts'
import { usePaletteMemory } from './use-palette-memory.ts'

const PeekSheet = lazy(async () => ({ default: (await import('../documents/PeekSheet.tsx')).PeekSheet }))

interface PaletteProps {
  isOpen: boolean
  onClose: () => void
  early: Early
}

/**
 * `Ctrl K`: everything by its name. Mounted once by the shell, also while it is closed: it keeps the index warm and
 * remembers what was opened. When it is unmounted (sign-out), all of that is gone.
 */
export function Palette({ isOpen, onClose, early }: PaletteProps) {
  const { memberships } = useSession()
  const { pathname } = useLocation()
  const slugs = useMemo(() => memberships.map(({ slug }) => slug), [memberships])
  const memory = usePaletteMemory(slugs)
  const current = useCurrentOrganization(memberships)
  // A peek belongs to the page that it lies beside.
  const [peeked, setPeeked] = useState<{ option: DocumentOption; beside: string }>()

  useEffect(() => forgetVisits, [])
  useEffect(() => {
    noteVisit(pathname)
  }, [pathname])
  useEffect(() => {
    if (isOpen) memory.refresh()
    // Asked when it opens, not when an answer arrives.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isOpen])

  return (
    <>
      {isOpen && (
        <PaletteBox
          memory={memory}
          memberships={memberships}
          here={current}
          startsEverywhere={!pathname.startsWith('/o/')}
          early={early}
          onClose={onClose}
          onPeek={(option) => setPeeked({ option, beside: pathname })}
        />
      )}
      {peeked?.beside === pathname && (
        <Suspense>
          <PeekSheet
            slug={peeked.option.slug}
            reference={peeked.option.reference}
            onClose={() => setPeeked(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}
