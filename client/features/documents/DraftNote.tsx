import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { theDrafts } from '../../platform/drafts.ts'
import { Time } from '../../ui/Time.tsx'
import { editPath } from './addresses.ts'
import { useDraftKey } from './editor/use-draft.ts'
import css from './DocumentPage.module.css'

/** Whoever left the editor without saving finds the way back to what they wrote. */
export function DraftNote({ slug, reference }: { slug: string; reference: string }) {
  const key = useDraftKey(reference)
  const [savedAtMs, setSavedAtMs] = useState<number>()
  useEffect(() => {
    let isCurrent = true
    void theDrafts()
      .findDraft(key)
      .then((draft) => isCurrent && setSavedAtMs(draft?.savedAtMs))
    return () => {
      isCurrent = false
    }
  }, [key])
  if (savedAtMs === undefined) return null
  return (
    <p className={css['draft']} data-no-print>
      A draft of yours from <Time at={new Date(savedAtMs).toISOString()} /> is on this device, not saved yet.{' '}
      <Link to={editPath(slug, reference)}>Go on writing</Link>
    </p>
  )
}
