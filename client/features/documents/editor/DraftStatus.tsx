import { askToUnlock } from '../../../platform/unlock.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Keeping } from './use-draft.ts'

/** Where the words that are not saved yet stand by now. */
export function DraftStatus({ keeping }: { keeping: Keeping }) {
  switch (keeping) {
    case 'none':
      return null
    case 'waiting':
      return 'Not saved yet'
    case 'kept':
      return 'Draft saved here'
    case 'failed':
      return 'This browser keeps no drafts: save before you leave'
    case 'locked':
      return (
        <>
          Drafts need your keys{' '}
          <Button variant="quiet" onClick={() => void askToUnlock('to keep a draft on this device')}>
            Unlock
          </Button>
        </>
      )
  }
}
