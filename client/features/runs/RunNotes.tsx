import { Said } from './StepRecord.tsx'
import type { ShownEvent } from './use-run.ts'
import css from './runs.module.css'

/** What was said of no step in particular. */
export function RunNotes({ events }: { events: readonly ShownEvent[] }) {
  const notes = events.filter(({ step, what }) => step === undefined && (what === 'note' || what === 'output'))
  if (notes.length === 0) return null
  return (
    <section className={css['notes']} aria-labelledby="notes-on-the-run">
      <h2 id="notes-on-the-run">Notes on the run</h2>
      {notes.map((event) => (
        <Said key={event.id} event={event} />
      ))}
    </section>
  )
}
