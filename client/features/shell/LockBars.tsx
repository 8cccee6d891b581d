import { useEffect, useState } from 'react'
import type { VaultState } from '../../vault/vault-protocol.ts'
import { askToUnlock } from '../../platform/unlock.ts'
import { theVault, useIsUnlocked, useVaultState } from '../../platform/vault.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatDuration, plural } from '../../ui/format.ts'
import { Lock } from '../../ui/icons.ts'
import { Ring } from '../../ui/Ring.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import css from './LockBars.module.css'

/** Says that the vault has locked, and why. A page that was merely loaded anew is not told: nothing was taken from it. */
export function LockedBar() {
  const state = useVaultState()
  const isUnlocked = useIsUnlocked()
  const words = !isUnlocked && lockedWords(state)
  useLockedTitle(words !== undefined && words !== false)
  if (!words) return null
  return (
    <Banner
      tone="plain"
      icon={Lock}
      isNews
      actions={
        <Button variant="primary" onClick={() => void askToUnlock()}>
          Unlock
        </Button>
      }
    >
      {words} Documents stay readable.
    </Banner>
  )
}

function lockedWords(state: VaultState): string | undefined {
  if (state.is === 'unlocked') return 'Locked: another account was unlocked in another tab.'
  switch (state.cause) {
    case 'asked':
      return 'Locked. Unlock for what needs your keys.'
    case 'idle':
      return `Locked after ${plural(theVault().lockAfterMinutes(), 'minute')}. Unlock to go on where you were.`
    case 'hidden':
      return 'Locked while out of sight. Unlock to go on where you were.'
    case 'replaced':
      return 'Locked: another account was unlocked in another tab.'
    case 'never opened':
      return undefined
  }
}

/** The name of what is open does not stand in the browser's tab while nobody is here. */
function useLockedTitle(isLocked: boolean): void {
  useEffect(() => {
    const element = document.querySelector('title')
    if (!isLocked || !element) return
    const hidden = 'Locked · Runkeep'
    let real = document.title
    document.title = hidden
    const observer = new MutationObserver(() => {
      if (document.title === hidden) return
      real = document.title
      document.title = hidden
    })
    observer.observe(element, { childList: true, characterData: true, subtree: true })
    return () => {
      observer.disconnect()
      document.title = real
    }
  }, [isLocked])
}

/** Half a minute before it locks by itself: a quiet ring, and the way to put it off. Any key or press does too. */
export function LockWarning() {
  const state = useVaultState()
  const at = state.is === 'unlocked' ? state.lockingAt : undefined
  return (
    <div className={css['corner']} role="status" data-no-print>
      {at !== undefined && <Countdown key={at} at={at} />}
    </div>
  )
}

const warningMs = 30_000

function Countdown({ at }: { at: number }) {
  const [leftMs, setLeftMs] = useState(() => at - Date.now())
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(at - Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [at])
  return (
    <div className={css['warning']}>
      <Ring left={leftMs / warningMs} size={18} />
      <span aria-hidden="true">Locking in {formatDuration(leftMs)}.</span>
      <VisuallyHidden>Locking in half a minute.</VisuallyHidden>
      <Button onClick={() => void theVault().stayUnlocked()}>Stay unlocked</Button>
    </div>
  )
}
