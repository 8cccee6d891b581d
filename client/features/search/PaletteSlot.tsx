import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { EarlyBox, type Early } from './EarlyBox.tsx'
import { whenIdle } from './when-idle.ts'

const load = () => import('./Palette.tsx')
const Palette = lazy(async () => ({ default: (await load()).Palette }))

/**
 * The palette's place in the shell. It comes once the page is at rest, and keeps its index warm from then on. Whoever is
 * quicker than that types into a box that stands in for it: no letter is lost, and none reaches the page behind.
 */
export function PaletteSlot({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [isHere, setHere] = useState(false)
  const early = useRef<Early>({ text: '', isEntered: false })
  useEffect(() => whenIdle(() => void load().then(() => setHere(true))), [])
  useEffect(() => {
    if (!isOpen) early.current = { text: '', isEntered: false }
  }, [isOpen])
  if (!isHere && !isOpen) return null
  return (
    <Suspense fallback={isOpen && <EarlyBox early={early} onClose={onClose} />}>
      <Palette isOpen={isOpen} onClose={onClose} early={early} />
    </Suspense>
  )
}
