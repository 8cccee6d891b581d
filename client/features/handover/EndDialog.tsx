import { closeHandover, type Handover } from '#contract/handovers.ts'
import { failureOf } from '../../platform/failure.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { Notice } from '../sign-in/Notice.tsx'
import { totalOf } from './words.ts'

/** Closes it with its report as it stands, or calls it off; what was moved stays moved either way. */
export function EndDialog(props: {
  slug: string
  handover: Handover
  name: string
  outcome: 'done' | 'cancelled'
  onClose: () => void
}) {
  const { slug, handover, name, outcome, onClose } = props
  const end = useDeed(closeHandover)
  const left = totalOf(handover.left)
  const isDone = outcome === 'done'
  const act = () =>
    end.mutate(
      { slug, handoverId: handover.id, outcome },
      {
        onSuccess: () => {
          toast({ words: isDone ? 'Handover closed' : 'Handover called off' })
          onClose()
        },
      },
    )
  return (
    <Dialog
      isOpen
      isAlert
      onClose={onClose}
      title={isDone ? `Close the handover of ${name}?` : `Call off the handover of ${name}?`}
      actions={
        <>
          <Button variant="primary" isPending={end.isPending} onClick={act}>
            {isDone ? 'Close the handover' : 'Call it off'}
          </Button>
          <Button onClick={onClose}>Keep it open</Button>
        </>
      }
    >
      {end.error && <Notice {...failureOf(end.error)} />}
      {isDone ? (
        <p>
          The report stays as it is now.{' '}
          {left === 0 ? 'Nothing is left.' : `It names ${plural(left, 'thing')} as left.`}
        </p>
      ) : (
        <p>What was moved stays with whoever has it now. Another handover can begin at any time.</p>
      )}
    </Dialog>
  )
}
