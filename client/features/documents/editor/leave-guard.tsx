import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'

interface LeaveGuardProps {
  /** Something is written that is not saved. */
  isDirty: boolean
  /** Whether a draft of all of it is on this device by now. */
  isKept: () => boolean
  /** `RB-14`, `this runbook`. */
  name: string
  onDiscard: () => Promise<void>
}

/**
 * Unsaved text is not left by accident: following a link asks first, closing the page asks where no draft is kept.
 * Back and the palette cannot be stopped: there the draft stays, and the editor offers it back.
 */
export function LeaveGuard({ isDirty, isKept, name, onDiscard }: LeaveGuardProps) {
  const navigate = useNavigate()
  const [to, setTo] = useState<string>()
  const kept = useRef(isKept)
  useEffect(() => {
    kept.current = isKept
  })

  useEffect(() => {
    if (!isDirty) return
    const ask = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
      const isOther = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
      if (!link || isOther || link.target === '_blank' || link.origin !== location.origin) return
      if (link.pathname === location.pathname) return
      event.preventDefault()
      event.stopPropagation()
      setTo(link.pathname + link.search + link.hash)
    }
    const warn = (event: BeforeUnloadEvent) => {
      if (!kept.current()) event.preventDefault()
    }
    document.addEventListener('click', ask, true)
    addEventListener('beforeunload', warn)
    return () => {
      document.removeEventListener('click', ask, true)
      removeEventListener('beforeunload', warn)
    }
  }, [isDirty])

  if (to === undefined) return null
  const stay = () => setTo(undefined)
  const leave = () => void navigate(to)
  return (
    <Dialog
      isOpen
      isAlert
      onClose={stay}
      title={`Leave ${name} without saving?`}
      actions={
        <>
          <Button variant="primary" onClick={stay} autoFocus>
            Keep writing
          </Button>
          {isKept() && <Button onClick={leave}>Leave, keep the draft</Button>}
          <Button onClick={() => void onDiscard().then(leave)}>Discard what I wrote</Button>
        </>
      }
    >
      <p>
        {isKept()
          ? 'A draft of it is kept on this device, sealed under your passphrase, and offered back when you edit again.'
          : 'No draft of it is kept, because the vault is locked.'}
      </p>
    </Dialog>
  )
}
