import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { markStep, type Handover } from '#contract/handovers.ts'
import { call } from '../../platform/api.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { formatExact } from '../../ui/format.ts'
import { TextArea } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'
import { isMarked, stepAfter, type Step } from './words.ts'
import css from './handover.module.css'

/** What the report should say of a step, and that it is done: whatever is left is then left on purpose. */
export function StepFoot({ slug, handover, step }: { slug: string; handover: Handover; step: Step }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const kept = handover.steps.filter((each) => step.parts.includes(each.step))
  const before = kept.map(({ note }) => note).find((note) => note !== '') ?? ''
  const [note, setNote] = useState(before)
  const [isPending, setPending] = useState(false)
  const next = stepAfter(step)
  const isCalledDone = isMarked(step.parts, handover)
  const [first] = kept
  if (!handover.mayLead)
    return before || isCalledDone ? (
      <section className={css['foot']} aria-label="Note">
        {before && <p className={css['stepNote']}>{before}</p>}
        {first?.doneAt && (
          <p className={css['aside']}>
            Called done by {first.doneBy}, {formatExact(first.doneAt)}
          </p>
        )}
      </section>
    ) : null

  const mark = async (done: boolean) => {
    if (isPending) return
    setPending(true)
    try {
      // Of two parts the note stands with the first.
      for (const [index, part] of step.parts.entries())
        await call(markStep, {
          slug,
          handoverId: handover.id,
          step: part,
          done,
          note: index === 0 ? note.trim() : '',
        })
      refresh(client)
      if (done && next) void navigate(`?step=${next.id}`, { preventScrollReset: false })
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  const isChanged = note.trim() !== before
  return (
    <section className={css['foot']} aria-label="Note and next step">
      <TextArea
        label="Note for the report"
        isOptional
        rows={2}
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        hint="What is left on purpose, whom you told. Never a password."
      />
      <div className={css['acts']}>
        {isCalledDone ? (
          <>
            {next && <ButtonLink to={`?step=${next.id}`}>{`Next: ${next.name}`}</ButtonLink>}
            {isChanged && (
              <Button isPending={isPending} onClick={() => void mark(true)}>
                Save the note
              </Button>
            )}
            <Button variant="quiet" isPending={isPending} onClick={() => void mark(false)}>
              Not done yet
            </Button>
          </>
        ) : (
          <>
            <Button isPending={isPending} onClick={() => void mark(true)}>
              {next ? `Done, next: ${next.name}` : 'Done'}
            </Button>
            {isChanged && (
              <Button variant="quiet" isPending={isPending} onClick={() => void mark(false)}>
                Save the note
              </Button>
            )}
            <span className={css['aside']}>Stop whenever you like: it waits here as it is.</span>
          </>
        )}
      </div>
    </section>
  )
}
