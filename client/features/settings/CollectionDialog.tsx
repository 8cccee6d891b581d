import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import {
  archiveCollection,
  changeCollection,
  createCollection,
  listCollections,
  type Collection,
} from '#contract/organizations.ts'
import { call } from '../../platform/api.ts'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { isProblem } from '../../platform/query-client.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Checkbox, TextArea, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import css from './settings.module.css'

const fields = ['name', 'description', 'restricted']

interface Written {
  name: string
  description: string
  restricted: boolean
}

const writtenIn = (data: FormData): Written => ({
  name: textIn(data, 'name'),
  description: textIn(data, 'description'),
  restricted: data.has('restricted'),
})

export function NewCollectionDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const save = useSave((written) => call(createCollection, { slug, id: uuidv7(), ...written }), 'made', onClose)
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
  const { id: collectionId, revision, documents } = collection
  const [restricted, setRestricted] = useState(collection.restricted)
  const save = useSave(
    (written) => call(changeCollection, { slug, collectionId, revision, ...written }),
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
    mutationFn: () => call(archiveCollection, { slug, collectionId: collection.id }),
    onSuccess: async () => {
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
    </>
  )
}

function useSave(send: (written: Written) => Promise<unknown>, deed: string, onClose: () => void) {
  const queries = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const save = useMutation({
    mutationFn: send,
    onMutate: () => setErrors({}),
    onSuccess: async (_done, { name }) => {
      onClose()
      toast({ words: `${name} ${deed}` })
      await queries.invalidateQueries({ queryKey: [listCollections.path] })
    },
    onError: (error) =>
      setErrors(
        isProblem(error, 'changed-meanwhile')
          ? { '': 'Somebody saved this collection while you had it open. Close this and open it again to see theirs.' }
          : fieldErrorsOf(error, fields),
      ),
  })
  const submit = (data: FormData) => {
    if (save.isPending) return
    const written = writtenIn(data)
    if (written.name.trim() === '') return setErrors({ name: 'Enter a name' })
    save.mutate(written)
  }
  return { submit, errors, isPending: save.isPending }
}
