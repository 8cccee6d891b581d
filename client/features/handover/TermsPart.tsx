import { useState } from 'react'
import { markStep } from '#contract/handovers.ts'
import { call } from '../../platform/api.ts'
import { listWords, plural } from '../../ui/format.ts'
import { handOn, termsOf } from '../access/hand-on.ts'
import { documentPath } from '../documents/addresses.ts'
import { failureWords } from '../documents/deeds.ts'
import { Part, type StepProps } from './Part.tsx'
import { PickRows, type PickRow } from './PickRows.tsx'
import { TakerBar } from './TakerBar.tsx'
import { usePicked } from './use-picked.ts'
import { useTaker } from './use-taker.ts'
import { useWork } from './use-work.ts'
import { firstName, isMarked } from './words.ts'

/** Contracts and watched dates that they answer for, with somebody to take them. */
export function TermsPart({ slug, handover }: StepProps) {
  const { contracts, dates, access } = handover.items
  const rows: PickRow[] = [
    ...contracts.map(({ reference, title, vendor }) => ({
      id: reference,
      title,
      reference,
      to: `/o/${slug}/contracts/${reference}`,
      facts: <span>of {vendor}</span>,
    })),
    ...dates.map(({ id, name, document }) => ({
      id,
      title: name,
      reference: document,
      to: documentPath(slug, document),
      facts: <span>watched date</span>,
    })),
  ]
  const picked = usePicked(rows.map(({ id }) => id))
  const taker = useTaker(slug, handover)
  const [error, setError] = useState<string>()
  const work = useWork()

  const give = async () => {
    if (picked.ids.length === 0) return setError('Select what is to be moved')
    const { id, name } = taker
    if (id === undefined || name === undefined) return setError('Choose who takes them')
    setError(undefined)
    await work.run(picked.ids.length, async (steering) => {
      const leaving = new Set<string>(access.members.map(({ person }) => person.id))
      const things = (await termsOf(slug, leaving)).filter((thing) => picked.has(thing.id))
      const { done, left } = await handOn(things, id, steering)
      const refused = new Set(left.map((each) => each.id))
      const given = things.filter((thing) => !refused.has(thing.id)).slice(0, done)
      // These are changed where they live; the report keeps them as a note of the step.
      const kept = handover.steps.find(({ step }) => step === 'documents')?.note ?? ''
      const line = `To ${name}: ${listWords(given.map((thing) => thing.says))}.`
      const note = [kept, line].filter(Boolean).join('\n').slice(0, 2_000)
      const isStepDone = isMarked(['documents'], handover)
      if (done > 0) await call(markStep, { slug, handoverId: handover.id, step: 'documents', done: isStepDone, note })
      const [first] = left
      if (first) steering.stay(`${plural(left.length, 'thing')} stayed: ${first.says}, ${failureWords(first.error)}`)
      return `${plural(done, 'thing')} moved to ${name}`
    })
  }
  return (
    <Part title="Contracts and watched dates" note="Whoever takes them is told before a notice date passes.">
      {handover.mayLead && (
        <TakerBar
          label="Who answers for them"
          taker={taker}
          value={taker.id}
          onChoose={(id) => {
            taker.choose(id)
            setError(undefined)
          }}
          act={`Give ${picked.ids.length}${taker.name ? ` to ${firstName(taker.name)}` : ''}`}
          error={error}
          work={work}
          onAct={() => void give()}
        />
      )}
      <PickRows label="Contracts and watched dates" rows={rows} {...(handover.mayLead && { picked })} />
    </Part>
  )
}
