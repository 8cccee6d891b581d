import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { openLane, saveLane, type Lane } from '#contract/responsibilities.ts'
import type { MemberId } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { PickField } from '../../ui/PickField.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { isProblem } from '../../platform/query-client.ts'
import { useDeed } from '../documents/deeds.ts'
import { holderItems, holderOf, idOfHolder, personItems, type Nameable } from './holder-choices.tsx'
import { contentOf, sentHolder, useNameable } from './use-lanes.ts'

/** One place of a lane that somebody fills. */
export type Place = 'accountable' | 'deputyId' | 'firstInHours' | 'firstOutOfHours'

export const placeNames: Record<Place, { label: string; title: string; hint: string }> = {
  accountable: {
    label: 'Accountable',
    title: 'Who is accountable?',
    hint: 'One answers for it, whoever does the work.',
  },
  deputyId: { label: 'Deputy', title: 'Who stands in?', hint: 'Takes over while the accountable person is away.' },
  firstInHours: { label: 'First in hours', title: 'Who comes first in hours?', hint: 'Called first when it breaks.' },
  firstOutOfHours: {
    label: 'First out of hours',
    title: 'Who comes first out of hours?',
    hint: 'Called first at night, on weekends and on holidays.',
  },
}

/** Fills one place of a lane where the gap is shown. It saves a new version, which asks both parties to confirm again. */
export function AssignDialog(props: { slug: string; laneId: string; place: Place; onClose: () => void }) {
  const { slug, laneId, place, onClose } = props
  const lane = useQuery(query(openLane, { slug, laneId }))
  const nameable = useNameable(slug)
  const failed = [lane, nameable].find(({ isError }) => isError)
  return (
    <Dialog isOpen onClose={onClose} title={placeNames[place].title}>
      {failed && <Failed what="The lane" error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && (!lane.data || !nameable.data) && <LoadingRows what="people" rows={3} />}
      {lane.data && nameable.data && (
        <Assign
          {...{ slug, place, onClose }}
          lane={lane.data}
          nameable={nameable.data}
          onStale={() => void lane.refetch()}
        />
      )}
    </Dialog>
  )
}

function Assign(props: {
  slug: string
  lane: Lane
  place: Place
  nameable: Nameable
  onStale: () => void
  onClose: () => void
}) {
  const { slug, lane, place, nameable, onClose } = props
  const { label, hint } = placeNames[place]
  const [chosen, setChosen] = useState<string>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const saving = useDeed(saveLane)
  const isPersonOnly = place === 'deputyId'
  // Of two, the one that stays is chosen among them.
  const among = place === 'accountable' && lane.accountable.length > 1 ? lane.accountable : undefined
  const all = isPersonOnly ? personItems(nameable) : holderItems(nameable)
  const isOfThem = ({ id }: { id: string }) => among?.some((each) => idOfHolder(sentHolder(each)) === id) ?? false
  const items = [...all.filter(isOfThem), ...all.filter((item) => !isOfThem(item))]
  const submit = () => {
    if (saving.isPending) return
    const holder = chosen && !isPersonOnly ? holderOf(chosen, nameable) : undefined
    if (!chosen || (!isPersonOnly && !holder)) return setErrors({ [place]: 'Choose somebody' })
    setErrors({})
    const change = isPersonOnly
      ? { deputyId: chosen as MemberId }
      : place === 'accountable'
        ? { accountable: holder ? [holder] : [] }
        : { [place]: holder }
    saving.mutate(
      { slug, laneId: lane.id, revision: lane.revision, ...contentOf(lane), ...change },
      {
        onSuccess: () => {
          toast({ words: `${items.find(({ id }) => id === chosen)?.text}: ${label.toLowerCase()} for ${lane.name}` })
          onClose()
        },
        onError: (error) => {
          if (isProblem(error, 'changed-meanwhile')) props.onStale()
          setErrors(
            isProblem(error, 'changed-meanwhile')
              ? { '': 'Somebody saved another version meanwhile. It is read anew: look once more, then save.' }
              : fieldErrorsOf(error, [place]),
          )
        },
      },
    )
  }
  return (
    <Form onSubmit={submit} errors={errors} label={lane.name}>
      <p>
        <strong>{lane.name}</strong>
        {among && `: now ${among.map(({ person, party }) => person?.name ?? party).join(' and ')}. One answers for it.`}
      </p>
      <PickField label={label} name={place} hint={hint} items={items} value={chosen} onChange={setChosen} />
      <FormActions>
        <Button variant="primary" type="submit" isPending={saving.isPending}>
          Assign
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </FormActions>
    </Form>
  )
}
