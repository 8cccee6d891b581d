import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay, plural, today } from '../../ui/format.ts'
import type { QueueRow } from './queue.ts'

const usual = 7
const most = 14

/** Hides a document from one's own queue for some days. Enter takes a week; ↑ and ↓ change the days. */
export function SnoozeDialog(props: { row: QueueRow; onSnooze: (days: number) => void; onClose: () => void }) {
  const { row, onSnooze, onClose } = props
  const [written, setWritten] = useState(String(usual))
  const [errors, setErrors] = useState<FieldErrors>({})
  const days = Number(written)
  const isRight = Number.isInteger(days) && days >= 1 && days <= most
  const submit = () => {
    if (!isRight) return setErrors({ days: `Enter a number of days from 1 to ${most}` })
    onSnooze(days)
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Snooze ${row.reference}?`}>
      <Form onSubmit={submit} errors={errors}>
        <TextField
          label="For how many days?"
          name="days"
          hint={`It leaves your queue, and stays ${stays(row)} for everybody. At most ${most} days.`}
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          width="short"
          autoFocus
          autoComplete="off"
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <p role="status">{isRight && `Back in your queue on ${dayAfter(days, row.timeZone)}.`}</p>
        <FormActions>
          <Button variant="primary" type="submit">
            {isRight ? `Snooze for ${plural(days, 'day')}` : 'Snooze'}
          </Button>
          <Button onClick={onClose}>Keep it here</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

const stays = ({ state }: QueueRow): string =>
  ({ verified: 'verified', due: 'due', overdue: 'overdue', unverified: 'not verified', suspect: 'in doubt' })[state]

/** The day so many days from today, as the organization counts days. */
export function dayAfter(days: number, timeZone: string): string {
  const day = new Date(`${today(timeZone)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return formatDay(day.toISOString().slice(0, 10))
}
