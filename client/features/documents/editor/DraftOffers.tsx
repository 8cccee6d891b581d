import { askToUnlock } from '../../../platform/unlock.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Time } from '../../../ui/Time.tsx'
import type { Draft } from './use-draft.ts'
import type { Base } from './writing.ts'

const nameOf = ({ reference, kind }: Base): string => reference ?? `a new ${kind}`
const startWords = ({ reference, revision }: Base): string =>
  reference ? `Start from version ${revision}` : 'Start with an empty page'

/** A draft waits, and the keys are not at hand. */
export function SealedDraft({
  start,
  savedAtMs,
  onDiscard,
}: {
  start: Base
  savedAtMs: number
  onDiscard: () => void
}) {
  return (
    <EmptyState
      actions={
        <>
          <Button variant="primary" onClick={() => void askToUnlock('to open your draft')}>
            Unlock and go on with it
          </Button>
          <Button onClick={onDiscard}>{`Discard it. ${startWords(start)}`}</Button>
        </>
      }
    >
      Your draft of {nameOf(start)} from <At savedAtMs={savedAtMs} /> is on this device, sealed.
    </EmptyState>
  )
}

/** A draft waits that was begun on another version than the one that stands there now. */
export function OlderDraft(props: {
  start: Base
  savedAtMs: number
  draft: Draft
  onTake: () => void
  onDiscard: () => void
}) {
  const { start, savedAtMs, draft } = props
  return (
    <EmptyState
      actions={
        <>
          <Button variant="primary" onClick={props.onTake}>
            Compare them
          </Button>
          <Button onClick={props.onDiscard}>{`Discard the draft. ${startWords(start)}`}</Button>
        </>
      }
    >
      You left a draft of {nameOf(start)} here <At savedAtMs={savedAtMs} />, written on version {draft.base.revision}.
      By now it is version {start.revision}.
    </EmptyState>
  )
}

/** While the vault is locked, nothing that is being written stands on the page. */
export function LockedDraft() {
  return (
    <EmptyState
      actions={
        <Button variant="primary" onClick={() => void askToUnlock('to go on writing')}>
          Unlock
        </Button>
      }
    >
      What you were writing is kept on this device, sealed. Unlock to go on with it.
    </EmptyState>
  )
}

const At = ({ savedAtMs }: { savedAtMs: number }) => <Time at={new Date(savedAtMs).toISOString()} />
