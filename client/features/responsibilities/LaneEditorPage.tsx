import { useState, type ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { createLane, openLane, saveLane, type Lane } from '#contract/responsibilities.ts'
import type { LaneId } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { isProblem } from '../../platform/query-client.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingText } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refresh } from '../documents/deeds.ts'
import { useDraftKey } from '../documents/editor/use-draft.ts'
import { LeaveGuard } from '../documents/editor/leave-guard.tsx'
import { emptyLane, formOf, sentLane, wrongIn, type LaneForm } from './lane-form.ts'
import { LaneConflict } from './LaneConflict.tsx'
import { LaneFields } from './LaneFields.tsx'
import type { Nameable } from './holder-choices.tsx'
import { useFoundLaneDraft, useKeptLaneDraft, type LaneDraft } from './use-lane-draft.ts'
import { useLane, useNameable } from './use-lanes.ts'
import { lanePath, lanesPath } from './words.ts'
import css from './responsibilities.module.css'

const formFields = [
  ...['name', 'about', 'accountable', 'deputyId', 'firstInHours', 'firstOutOfHours', 'consulted', 'informed'],
  ...['systems', 'linked', 'outcome', 'measure', 'value', 'unit', 'everyDays', 'intervalDays'],
]

/** Writes a lane (`/new`), or its next version (`/…/edit`). */
export default function LaneEditorPage() {
  const { slug } = useOrganization()
  const { lane: laneId } = useParams()
  const nameable = useNameable(slug)
  const draft = useFoundLaneDraft(laneId ? `lane ${laneId}` : 'new lane')
  if (nameable.error)
    return (
      <Frame lane={undefined} laneId={laneId}>
        <Failed what="The people" error={nameable.error} onRetry={() => void nameable.refetch()} />
      </Frame>
    )
  if (!nameable.data || draft === undefined)
    return (
      <Frame lane={undefined} laneId={laneId}>
        <LoadingText what="the form" />
      </Frame>
    )
  return laneId ? (
    <Existing laneId={laneId} nameable={nameable.data} draft={draft} />
  ) : (
    <Editor lane={undefined} nameable={nameable.data} draft={draft} />
  )
}

function Existing({ laneId, nameable, draft }: { laneId: string; nameable: Nameable; draft: LaneDraft | null }) {
  const { slug } = useOrganization()
  const answer = useLane(slug, laneId)
  // What is written goes on from the version that stood there when it began.
  const [begun, setBegun] = useState<Lane>()
  if (!begun && answer.data && !answer.isFetching) setBegun(answer.data)
  if (begun && !begun.mayEdit)
    return (
      <Frame lane={begun} laneId={laneId}>
        <EmptyState actions={<ButtonLink to={lanePath(slug, laneId)}>Back to the lane</ButtonLink>}>
          You can read this lane but not change it. Owners, admins and editors can.
        </EmptyState>
      </Frame>
    )
  if (begun) return <Editor lane={begun} nameable={nameable} draft={draft} />
  return (
    <Frame lane={undefined} laneId={laneId}>
      {answer.error ? (
        <Failed what="The lane" error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <LoadingText what="the lane" />
      )}
    </Frame>
  )
}

function Frame(props: { lane: Lane | undefined; laneId: string | undefined; children: ReactNode }) {
  const { slug, organization } = useOrganization()
  const { lane, laneId, children } = props
  const heading = laneId ? `Edit ${lane?.name ?? 'the lane'}` : 'New lane'
  return (
    <PageFrame
      title={[heading, 'Responsibilities', organization]}
      crumbs={[
        { label: 'Responsibilities', to: lanesPath(slug) },
        ...(laneId ? [{ label: lane?.name ?? 'Lane', to: lanePath(slug, laneId) }] : []),
        { label: laneId ? 'Edit' : 'New' },
      ]}
    >
      <PageBody>
        <PageTitle>{heading}</PageTitle>
        {children}
      </PageBody>
    </PageFrame>
  )
}

function Editor(props: { lane: Lane | undefined; nameable: Nameable; draft: LaneDraft | null }) {
  const { slug } = useOrganization()
  const { nameable } = props
  const navigate = useNavigate()
  const client = useQueryClient()
  const [lane, setLane] = useState(props.lane)
  const [base, setBase] = useState<LaneForm>(() => (props.lane ? formOf(props.lane) : emptyLane()))
  // A draft that began from another version goes on from there: saving it meets the newer one, and merges.
  const [form, setForm] = useState<LaneForm>(() => props.draft?.form ?? base)
  const [revision, setRevision] = useState(props.draft?.revision ?? props.lane?.revision ?? 0)
  const [isDraft, setDraft] = useState(props.draft !== null)
  const [theirs, setTheirs] = useState<Lane>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isSaving, setSaving] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const [id] = useState(() => uuidv7() as LaneId)
  const isDirty = !isSaved && JSON.stringify(form) !== JSON.stringify(base)
  const draftKey = useDraftKey(lane ? `lane ${lane.id}` : 'new lane')
  const draftBase = props.draft?.base ?? base
  const kept = useKeptLaneDraft(draftKey, isDirty ? { version: 1, revision, base, form } : undefined)
  const set = (changes: Partial<LaneForm>) => {
    // Nobody in a place is an absent field.
    const entries = Object.entries({ ...form, ...changes }).filter(([, value]) => value !== undefined)
    setForm(Object.fromEntries(entries) as unknown as LaneForm)
  }
  const named = namesOf(lane, nameable)

  const save = async () => {
    if (isSaving) return
    const wrong = wrongIn(form)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setSaving(true)
    try {
      const written = sentLane(form)
      const target = lane ? lane.id : id
      if (lane) await call(saveLane, { slug, laneId: lane.id, revision, ...written })
      else await call(createLane, { slug, id, ...written })
      setSaved(true)
      await kept.forget()
      refresh(client)
      toast({ words: lane ? `${written.name} saved. Each party is asked to confirm it` : `${written.name} added` })
      await navigate(lanePath(slug, target), { replace: true })
    } catch (error) {
      if (lane && isProblem(error, 'changed-meanwhile')) await meet(lane.id)
      else setErrors(fieldErrorsOf(error, formFields))
    } finally {
      setSaving(false)
    }
  }
  const meet = async (laneId: LaneId) => {
    try {
      setTheirs(await call(openLane, { slug, laneId }))
    } catch (error) {
      setErrors({ '': failureOf(error).title })
    }
  }
  const goOn = (next: LaneForm, newest: Lane) => {
    setLane(newest)
    setBase(formOf(newest))
    setRevision(newest.revision)
    setForm(next)
    setDraft(false)
    setTheirs(undefined)
  }
  const discard = async () => {
    await kept.forget()
    setForm(base)
    setRevision(lane?.revision ?? 0)
    setDraft(false)
  }

  return (
    <Frame lane={lane} laneId={lane?.id}>
      <LeaveGuard
        isDirty={isDirty}
        isKept={() => kept.isKept}
        name={lane?.name ?? 'this lane'}
        onDiscard={kept.forget}
      />
      {theirs ? (
        <LaneConflict
          base={isDraft ? draftBase : base}
          mine={form}
          theirs={theirs}
          nameOf={named.nameOf}
          onChoose={(next) => goOn(next, theirs)}
        />
      ) : (
        <Form onSubmit={() => void save()} errors={errors} className={css['editor']} label="Lane">
          {isDraft && (
            <p className={css['draft']}>
              You go on with a draft that was kept on this device.
              <Button variant="quiet" onClick={() => void discard()}>
                Discard it
              </Button>
            </p>
          )}
          <LaneFields
            slug={slug}
            form={form}
            set={set}
            nameable={nameable}
            titles={named.titles}
            goneNames={named.goneNames}
          />
          <FormActions>
            <Button variant="primary" type="submit" isPending={isSaving}>
              {lane ? 'Save as a new version' : 'Add the lane'}
            </Button>
            <ButtonLink to={lane ? lanePath(slug, lane.id) : lanesPath(slug)}>Not now</ButtonLink>
            <span className={css['kept']} role="status">
              {isDirty && (kept.isKept ? 'Draft saved here' : 'Not saved yet')}
            </span>
          </FormActions>
        </Form>
      )}
    </Frame>
  )
}

/** What references and people of the lane are called, those too who can no longer be named. */
function namesOf(lane: Lane | undefined, { people, parties }: Nameable) {
  const titles = new Map(
    [...(lane?.systems ?? []), ...(lane?.linked ?? [])].map((one) => [one.reference as string, one.title]),
  )
  const shown = lane
    ? [...lane.accountable, lane.deputy, lane.firstInHours, lane.firstOutOfHours, ...lane.consulted, ...lane.informed]
    : []
  const goneNames = new Map<string, string>()
  for (const holder of shown)
    if (holder?.person) goneNames.set(`member ${holder.person.id}`, holder.person.name)
    else if (holder) goneNames.set(`party ${holder.partyId}`, holder.party)
  const nameOf = ({ partyId, memberId }: { partyId?: string | undefined; memberId?: string | undefined }) =>
    (memberId
      ? (people.find(({ person }) => person.id === memberId)?.person.name ?? goneNames.get(`member ${memberId}`))
      : (parties.find(({ id }) => id === partyId)?.name ?? goneNames.get(`party ${partyId ?? ''}`))) ??
    'Somebody who has left'
  return { titles, goneNames, nameOf }
}
