import { useState } from 'react'
import { useNavigate } from 'react-router'
import { kinds, levels } from '#contract/values.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/Toast.tsx'
import { editPath } from '../documents/addresses.ts'
import { AssignDialog } from '../documents/AssignDialog.tsx'
import type { QueueRow } from './queue.ts'
import { SnoozeDialog } from './SnoozeDialog.tsx'
import type { Review } from './use-review.ts'
import { VerifyRow } from './VerifyRow.tsx'

export type Asked = { what: 'verify' | 'assign' | 'snooze'; row: QueueRow }

/** What is being asked about a row, and the keys that ask it. Who may not is told why, and who can. */
export function useAsking(current: QueueRow | undefined) {
  const [asked, setAsked] = useState<Asked>()
  const navigate = useNavigate()
  const ask = (what: Asked['what']) => {
    if (!current) return
    const refusal = refusalFor(what, current)
    if (refusal) toast({ words: refusal })
    else setAsked({ what, row: current })
  }
  const edit = () => {
    if (!current) return
    if (current.level < levels.edit) return void toast({ words: `You can read ${current.reference} but not edit it.` })
    void navigate(editPath(current.slug, current.reference))
  }
  useShortcuts([
    current && { keys: 'V', label: 'Verify', act: () => ask('verify') },
    current && { keys: 'E', label: 'Edit', act: edit },
    current && { keys: 'A', label: 'Assign', act: () => ask('assign') },
    current && { keys: 'Z', label: 'Snooze', act: () => ask('snooze') },
  ])
  return { asked, ask, close: () => setAsked(undefined) }
}

function refusalFor(what: Asked['what'], row: QueueRow): string | undefined {
  const keeper = row.owner ?? row.deputy
  if (what === 'verify' && !row.mayVerify)
    return `${keeper ? `${keeper.name} verifies` : 'Only its owner verifies'} ${row.reference}. You can report a problem with it.`
  if (what === 'assign' && row.level < levels.edit)
    return `You can read this ${kinds[row.kind].one} but not say who looks after it.`
  return undefined
}

export function QueueDialogs(props: {
  asked: Asked | undefined
  onVerify: Review['verify']
  onSnooze: Review['snooze']
  onClose: () => void
}) {
  const { asked, onVerify, onSnooze, onClose } = props
  if (!asked) return null
  const { what, row } = asked
  if (what === 'assign') return <AssignDialog slug={row.slug} documents={[row]} onClose={onClose} />
  if (what === 'snooze')
    return (
      <SnoozeDialog
        row={row}
        onClose={onClose}
        onSnooze={(days) => {
          onClose()
          onSnooze(row, days)
        }}
      />
    )
  return (
    <VerifyRow
      row={row}
      onClose={onClose}
      onVerify={(verification) => {
        onClose()
        onVerify(row, verification)
      }}
    />
  )
}
