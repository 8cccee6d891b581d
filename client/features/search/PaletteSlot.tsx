import { lazy, Suspense, useEffect, useState } from 'react'
import { loadModals } from '../../ui/load-modals.ts'
import { makeEarly } from './early.ts'
import { EarlyBox } from './EarlyBox.tsx'
import { whenIdle } from './when-idle.ts'

const load = () => import('./Palette.tsx')
const Palette = lazy(async () => ({ default: (await load()).Palette }))

/**
 * The palette's place in the shell. It comes once the page is at rest, and keeps its index warm from then on. Whoever is
 * quicker than that types into a box that stands in for it: no letter is lost, and none reaches the page behind.
 */
export function PaletteSlot({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [isHere, setHere] = useState(false)
  const [early] = useState(makeEarly)
  useEffect(
    () =>
      whenIdle(() => {
        void loadModals()
        void load().then(() => setHere(true))
      }),
    [],
  )
  useEffect(() => {
    if (!isOpen) early.forget()
  }, [isOpen, early])
  if (!isHere && !isOpen) return null
  return (
    <Suspense fallback={isOpen && <EarlyBox early={early} onClose={onClose} />}>
      <Palette isOpen={isOpen} onClose={onClose} early={early} />
    </Suspense>
  )
}
