import { useState } from 'react'
import { moveLanes, moveReading } from '#contract/handovers.ts'
import { call } from '../../platform/api.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { lanePath } from '../responsibilities/words.ts'
import { Nothing, Part, type StepProps } from './Part.tsx'
import { PickRows } from './PickRows.tsx'
import { TakerBar } from './TakerBar.tsx'
import { usePicked } from './use-picked.ts'
import { useTaker } from './use-taker.ts'
import { useWork } from './use-work.ts'
import { firstName, placeWords, readingWords } from './words.ts'
import css from './handover.module.css'

/** What they answer for: lanes that name them, and what they gave others to read. */
export function LanesStep(props: StepProps) {
  const { handover, name } = props
  const { lanes, reading } = handover.items
  return (
    <>
      <Part
        title="Responsibilities"
        note="Each changed lane becomes a new version, which both parties confirm again. Somebody who stands in a lane already is not named in it twice."
      >
        {lanes.length === 0 ? <Nothing>{`No lane names ${name} any more.`}</Nothing> : <Lanes {...props} />}
      </Part>
      {reading.length > 0 && <Reading {...props} />}
    </>
  )
}

function Lanes({ slug, handover }: StepProps) {
  const { lanes } = handover.items
  const ids = [...new Set<string>(lanes.map(({ id }) => id))]
  const picked = usePicked(ids)
  const taker = useTaker(slug, handover)
  const [error, setError] = useState<string>()
  const work = useWork()
  // Of a partner, several of its people can stand in the same lane.
  const rows = ids.map((id) => {
    const named = lanes.filter((lane) => lane.id === id)
    const { name = '', isCritical = false } = named[0] ?? {}
    return {
      id,
      title: name,
      to: lanePath(slug, id),
      facts: (
        <>
          {isCritical && <Badge>Critical</Badge>}
          {named.map((lane) => (
            <span key={lane.person?.id ?? 'party'} className={css['place']}>
              {lane.person && !handover.person && <Person {...lane.person} />}
              {!lane.person && <span>{handover.party}</span>}
              <span>{placeWords(lane)}</span>
            </span>
          ))}
        </>
      ),
    }
  })
  const give = () => {
    if (picked.ids.length === 0) return setError('Select the lanes that are to be moved')
    const { id: toId, name } = taker
    if (toId === undefined) return setError('Choose who takes them')
    setError(undefined)
    void work.run(picked.ids.length, async () => {
      const chosen = lanes.map(({ id }) => id).filter((id, at, all) => picked.has(id) && all.indexOf(id) === at)
      const { moved } = await call(moveLanes, { slug, handoverId: handover.id, lanes: chosen, toId })
      return `${plural(moved, 'lane')} moved to ${name ?? 'them'}`
    })
  }
  if (!handover.mayLead) return <PickRows label="Lanes" rows={rows} />
  const what = plural(picked.ids.length, 'lane')
  return (
    <>
      <TakerBar
        label="Who takes them"
        taker={taker}
        value={taker.id}
        onChoose={(id) => {
          taker.choose(id)
          setError(undefined)
        }}
        act={taker.name ? `Put ${firstName(taker.name)} into ${what}` : `Move ${what}`}
        error={error}
        work={work}
        onAct={give}
      />
      <PickRows label="Lanes" rows={rows} picked={picked} />
    </>
  )
}

function Reading({ slug, handover }: StepProps) {
  const { reading } = handover.items
  const move = useDeed(moveReading)
  const lists = [...new Set(reading.map(({ id }) => id))]
  const takeOver = () =>
    move.mutate(
      { slug, handoverId: handover.id, lists },
      {
        onSuccess: ({ ended }) => toast({ words: `${plural(ended, 'reading list')} taken over` }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  return (
    <Part
      title="Reading lists"
      note="What they had to read is taken back. For what they gave others to read, you are the one who gave it from then on: reminders and progress come to you."
    >
      {handover.mayLead && (
        <div className={css['acts']}>
          <Button isPending={move.isPending} onClick={takeOver}>
            Take over {plural(lists.length, 'reading list')}
          </Button>
        </div>
      )}
      <PickRows
        label="Reading lists"
        rows={reading.map((list) => ({
          id: `${list.id} ${list.why}`,
          title: list.title,
          reference: list.reference,
          to: `/o/${slug}/reading/${list.reference}`,
          facts: <span>{readingWords(list)}</span>,
        }))}
      />
    </Part>
  )
}
