import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { HandoverStep, previewHandover, startHandover } from '#contract/handovers.ts'
import type { Member } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatCount } from '../../ui/format.ts'
import { PickField } from '../../ui/PickField.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { refresh, useDeed } from '../documents/deeds.ts'
import { personItems } from '../responsibilities/holder-choices.tsx'
import { useNameable } from '../responsibilities/use-lanes.ts'
import { Part } from './Part.tsx'
import { handoverPath, partNames } from './words.ts'
import css from './handover.module.css'

/** What there is in numbers, who takes most of it, and why. */
export function StartForm(props: {
  slug: string
  of: 'person' | 'partner'
  id: string
  name: string
  leaving: readonly Member[]
}) {
  const { slug, of, id, name, leaving } = props
  const who = of === 'person' ? { memberId: id } : { partyId: id }
  const client = useQueryClient()
  const navigate = useNavigate()
  const preview = useQuery(query(previewHandover, { slug, ...who }))
  const nameable = useNameable(slug)
  const start = useDeed(startHandover)
  const [receiverId, setReceiverId] = useState<string>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const gone = new Set<string>(leaving.map((member) => member.id))
  const others = (nameable.data?.people ?? []).filter(({ person, role }) => !gone.has(person.id) && role !== 'auditor')
  const submit = (data: FormData) => {
    if (start.isPending) return
    setErrors({})
    start.mutate(
      {
        ...{ slug, id: uuidv7(), ...who, reason: textIn(data, 'reason').trim() },
        ...(receiverId !== undefined && { receiverId }),
      },
      {
        onSuccess: (made) => {
          refresh(client)
          void navigate(handoverPath(slug, made.id))
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['receiverId', 'reason'])),
      },
    )
  }
  const counts = preview.data?.counts
  return (
    <>
      <Part title="What there is" note={`Nothing changes with the start. ${name} can look on, and signs at the end.`}>
        {preview.isError && (
          <Failed what="What there is" error={preview.error} onRetry={() => void preview.refetch()} />
        )}
        {preview.isPending && <LoadingRows what="what there is" rows={6} />}
        {counts && (
          <dl className={css['figures']}>
            {HandoverStep.options.map((part) => (
              <div key={part} data-none={counts[part] === 0 || undefined}>
                <dd>{formatCount(counts[part])}</dd>
                <dt>{partNames[part]}</dt>
              </div>
            ))}
          </dl>
        )}
      </Part>
      <Form onSubmit={submit} errors={errors} label="Start the handover">
        <PickField
          label="Who takes over"
          name="receiverId"
          isOptional
          width="medium"
          items={personItems({ people: others, parties: [] })}
          value={receiverId}
          onChange={setReceiverId}
          hint="Stands first wherever something is moved. Each thing can go to somebody else."
        />
        <TextField
          label="Why"
          name="reason"
          isOptional
          width="long"
          autoComplete="off"
          maxLength={300}
          hint={of === 'person' ? 'Like: leaves on 31 March.' : 'Like: contract ends on 31 March.'}
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={start.isPending}>
            Start the handover
          </Button>
        </FormActions>
      </Form>
    </>
  )
}
