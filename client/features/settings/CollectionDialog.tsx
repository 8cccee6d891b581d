import { lazy, Suspense, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import { listCollections, type Collection } from '#contract/organizations.ts'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { readyFor, state } from '../../platform/organization-keys.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Checkbox, Select, TextArea, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDuration, plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import type { Wish } from '../../vault/stating.ts'
import { Notice } from '../sign-in/Notice.tsx'
import { insistCollectionIs } from './shown-grant.ts'
import css from './settings.module.css'

const RequiredReading = lazy(async () => ({
  default: (await import('../reading/RequiredReading.tsx')).RequiredReading,
}))
const fields = ['name', 'description', 'restricted', 'leaseMinutes']

interface Written {
  name: string
  description: string
  restricted: boolean
  /** Of a collection that is there already. */
  leaseMinutes: number | undefined
}

const writtenIn = (data: FormData): Written => ({
  name: textIn(data, 'name'),
  description: textIn(data, 'description'),
  restricted: data.has('restricted'),
  leaseMinutes: data.has('leaseMinutes') ? Number(textIn(data, 'leaseMinutes')) : undefined,
})

export function NewCollectionDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const save = useSave(
    ({ name, description, restricted }) =>
      state(slug, 'to make a collection', [
        { type: 'collection', collection: uuidv7(), custody: uuidv7(), name, description, restricted },
      ]),
    'made',
    onClose,
  )
  return (
    <Dialog isOpen onClose={onClose} title="New collection">
      <Form onSubmit={save.submit} errors={save.errors} label="New collection">
        <CollectionFields />
        <FormActions>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            Make collection
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

export function CollectionDialog(props: { slug: string; collection: Collection; onClose: () => void }) {
  const { slug, collection, onClose } = props
  const { id: collectionId, documents } = collection
  const [restricted, setRestricted] = useState(collection.restricted)
  const save = useSave(
    (written) => stateOf(slug, 'to change a collection', collection, changes(collection, written)),
    'saved',
    onClose,
  )
  return (
    <Dialog isOpen onClose={onClose} title={collection.name}>
      <Form onSubmit={save.submit} errors={save.errors} label={collection.name}>
        <CollectionFields collection={collection} onRestricted={setRestricted} />
        {restricted !== collection.restricted && (
          <p className={css['warning']}>
            {restricted
              ? 'Editors and readers without a grant lose sight of its documents at once. A document whose owner cannot open it any more counts as having none.'
              : 'Every editor and reader can open these documents at once.'}
          </p>
        )}
        <FormActions>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            Save collection
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
      <Suspense>
        <RequiredReading slug={slug} collectionId={collectionId} />
      </Suspense>
      <div className={css['danger']}>
        {documents > 0 ? (
          <p>
            It holds <Link to={`/o/${slug}/runbooks?collection=${collectionId}`}>{plural(documents, 'document')}</Link>:
            move them before you archive it.
          </p>
        ) : (
          <Archive slug={slug} collection={collection} onClose={onClose} />
        )}
      </div>
    </Dialog>
  )
}

function Archive({ slug, collection, onClose }: { slug: string; collection: Collection; onClose: () => void }) {
  const queries = useQueryClient()
  const archive = useMutation({
    mutationFn: () =>
      stateOf(slug, 'to archive a collection', collection, [
        { type: 'collection.set', collection: collection.id, archived: true },
      ]),
    onSuccess: async (isDone) => {
      if (!isDone) return
      onClose()
      toast({ words: `${collection.name} archived` })
      await queries.invalidateQueries({ queryKey: [listCollections.path] })
    },
  })
  return (
    <>
      {archive.isError && <Notice {...failureOf(archive.error)} />}
      <p>It is empty. Archiving puts it away and ends the access that was given to it.</p>
      <Button isPending={archive.isPending} onClick={() => archive.mutate()}>
        Archive {collection.name}
      </Button>
    </>
  )
}

/** Whom a collection is open to and for how long is changed under the name that was signed, or not at all. */
async function stateOf(slug: string, why: string, shown: Collection, wishes: Wish[]): Promise<boolean> {
  if (!(await readyFor(slug, why))) return false
  await insistCollectionIs(slug, shown)
  return state(slug, why, wishes)
}

/** What is other than before, as one statement; none where nothing is. */
function changes(was: Collection, { name, description, restricted, leaseMinutes }: Written): Wish[] {
  const isCalledOther = name.trim() !== was.name || description.trim() !== was.description
  const set = {
    ...(isCalledOther && { called: { name, description } }),
    ...(restricted !== was.restricted && { restricted }),
    ...(leaseMinutes !== undefined && leaseMinutes !== was.leaseMinutes && { leaseMinutes }),
  }
  return Object.keys(set).length > 0 ? [{ type: 'collection.set', collection: was.id, ...set }] : []
}

/** In minutes: what a partner's technician is mostly given. */
const leaseChoices = [60, 120, 240, 480, 1_440, 4_320, 10_080, 44_640]

function LeaseField({ minutes }: { minutes: number }) {
  const [chosen, setChosen] = useState(String(minutes))
  const choices = leaseChoices.includes(minutes) ? leaseChoices : [...leaseChoices, minutes].sort((a, b) => a - b)
  return (
    <Select
      label="Longest lease"
      name="leaseMinutes"
      width="short"
      hint="For how long at most somebody can ask to open a credential in it."
      value={chosen}
      onChange={setChosen}
      options={choices.map((each) => ({ value: String(each), label: formatDuration(each * 60_000) }))}
    />
  )
}

function CollectionFields(props: { collection?: Collection; onRestricted?: (restricted: boolean) => void }) {
  const { collection, onRestricted } = props
  return (
    <>
      <TextField label="Name" name="name" width="long" autoComplete="off" defaultValue={collection?.name} />
      <TextArea
        label="What for"
        name="description"
        isOptional
        rows={2}
        maxLength={300}
        defaultValue={collection?.description}
      />
      <Checkbox
        label="Restricted"
        name="restricted"
        defaultChecked={collection?.restricted}
        hint="Only owners, admins and people with a grant open its documents. The title and state of each stay visible to auditors."
        onChange={(event) => onRestricted?.(event.currentTarget.checked)}
      />
      {collection && <LeaseField minutes={collection.leaseMinutes} />}
    </>
  )
}

function useSave(send: (written: Written) => Promise<boolean>, deed: string, onClose: () => void) {
  const queries = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const save = useMutation({
    mutationFn: send,
    onMutate: () => setErrors({}),
    onSuccess: async (isDone, { name }) => {
      if (!isDone) return
      onClose()
      toast({ words: `${name} ${deed}` })
      await queries.invalidateQueries({ queryKey: [listCollections.path] })
    },
    onError: (error) => setErrors(fieldErrorsOf(error, fields)),
  })
  const submit = (data: FormData) => {
    if (save.isPending) return
    const written = writtenIn(data)
    if (written.name.trim() === '') return setErrors({ name: 'Enter a name' })
    save.mutate(written)
  }
  return { submit, errors, isPending: save.isPending }
}
