import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { createParty, listParties, type Party } from '#contract/organizations.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { sideWords } from '../../platform/role-words.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { RadioGroup, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { PlainTable, type PlainColumn } from './PlainTable.tsx'
import css from './settings.module.css'

const PartyNumbers = lazy(async () => ({
  default: (await import('../responsibilities/PartyNumbers.tsx')).PartyNumbers,
}))

/** For whom people work here: in-house, partners, outsiders. */
export function PartiesSection({ slug, mayAdd }: { slug: string; mayAdd: boolean }) {
  const parties = useQuery(query(listParties, { slug }))
  const [isAdding, setAdding] = useState(false)
  return (
    <section className={css['list']} aria-labelledby="parties">
      <header>
        <h2 id="parties">Parties</h2>
        <p>
          In-house people hold the keys. A partner’s people see nothing until access is given; people from outside see
          what there is, for proof.
        </p>
        {mayAdd && (
          <div>
            <Button onClick={() => setAdding(true)}>Add a party</Button>
          </div>
        )}
      </header>
      {parties.isError && <Failed error={parties.error} what="Parties" onRetry={() => void parties.refetch()} />}
      {parties.data && (
        <PlainTable
          label="Parties"
          rows={parties.data.items}
          rowKey={({ id }) => id}
          columns={[
            { header: 'Name', cell: ({ name }) => <strong>{name}</strong> },
            { header: 'Side', cell: ({ side }) => sideWords[side] },
            { header: 'Members', isNumeric: true, cell: ({ members }) => members },
            ...(mayAdd ? [ending(slug)] : []),
          ]}
        />
      )}
      {mayAdd && (
        <Suspense>
          <PartyNumbers slug={slug} />
        </Suspense>
      )}
      {isAdding && <AddPartyDialog slug={slug} onClose={() => setAdding(false)} />}
    </section>
  )
}

/** A partner goes with everybody who works for it, in one flow. */
const ending = (slug: string): PlainColumn<Party> => ({
  header: 'Acts',
  isHeaderHidden: true,
  cell: ({ id, name, side, members }) =>
    side !== 'in_house' && members > 0 ? (
      <Link to={`/o/${slug}/partners/${id}/handover`}>{`Hand over from ${name}`}</Link>
    ) : null,
})

function AddPartyDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const queries = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const add = useMutation({
    mutationFn: (data: FormData) =>
      call(createParty, {
        slug,
        id: uuidv7(),
        name: textIn(data, 'name'),
        side: data.get('side') === 'outside' ? 'outside' : 'partner',
      }),
    onMutate: () => setErrors({}),
    onSuccess: async (_done, data) => {
      await queries.invalidateQueries({ queryKey: [listParties.path] })
      toast({ words: `${textIn(data, 'name')} added` })
      onClose()
    },
    onError: (error) => setErrors(fieldErrorsOf(error, ['name', 'side'])),
  })
  return (
    <Dialog isOpen onClose={onClose} title="Add a party">
      <Form onSubmit={(data) => !add.isPending && add.mutate(data)} errors={errors} label="Add a party">
        <TextField label="Name" name="name" width="long" autoComplete="off" hint="Like Northlight IT." />
        <RadioGroup
          label="Side"
          name="side"
          defaultValue="partner"
          options={[
            {
              value: 'partner',
              label: 'Partner',
              hint: 'A service provider that works with you. Access is given and ends.',
            },
            {
              value: 'outside',
              label: 'Outside',
              hint: 'An auditor or insurer. Sees what there is, not what it says.',
            },
          ]}
        />
        <FormActions>
          <Button type="submit" variant="primary" isPending={add.isPending}>
            Add party
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
