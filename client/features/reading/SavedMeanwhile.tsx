import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { OutputOf } from '#contract/endpoint.ts'
import type { openReadingList } from '#contract/reading-lists.ts'
import { Button } from '../../ui/Button.tsx'
import css from './reading.module.css'

interface SavedMeanwhileProps {
  slug: string
  theirs: OutputOf<typeof openReadingList>
  onChoose: (isMine: boolean) => void
}

/** Two people wrote the same list: neither text is lost before somebody has chosen. */
export function SavedMeanwhile({ slug, theirs, onChoose }: SavedMeanwhileProps) {
  const box = useRef<HTMLElement>(null)
  // Saved by a key from anywhere on the page: it comes to where somebody looks.
  useEffect(() => box.current?.focus(), [])
  return (
    <section ref={box} tabIndex={-1} role="alert" className={css['set']} aria-label="Saved meanwhile">
      <p>
        <strong>
          {theirs.updatedBy} saved {theirs.reference} while you were writing.
        </strong>{' '}
        <Link to={`/o/${slug}/reading/${theirs.reference}`} target="_blank">
          Look at theirs
        </Link>{' '}
        in another tab. What you choose is saved once you press Save.
      </p>
      <p className={css['acts']}>
        <Button variant="primary" onClick={() => onChoose(true)}>
          Keep mine
        </Button>
        <Button onClick={() => onChoose(false)}>Take theirs</Button>
      </p>
    </section>
  )
}
