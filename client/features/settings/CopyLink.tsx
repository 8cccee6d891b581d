import { useId, useRef, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Copy } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import css from './settings.module.css'

/** A link to be handed over: in full, marked by one press, copied by another. */
export function CopyLink({ link, label = 'Invitation link' }: { link: string; label?: string }) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isCopied, setCopied] = useState<boolean>()
  async function copy() {
    try {
      await navigator.clipboard.writeText(link)
      setCopied(true)
    } catch {
      field.current?.select()
      setCopied(false)
    }
  }
  return (
    <>
      <VisuallyHidden>
        <label htmlFor={id}>{label}</label>
      </VisuallyHidden>
      <div className={css['link']}>
        <input
          ref={field}
          id={id}
          readOnly
          value={link}
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button variant="primary" icon={Copy} onClick={() => void copy()}>
          Copy link
        </Button>
      </div>
      <div role="status">
        {isCopied === true && 'Link copied.'}
        {isCopied === false && 'This browser did not let us copy. The link is marked: copy it with the keys.'}
      </div>
    </>
  )
}
