import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { createCredential, saveCredential, type Credential, type CredentialClass } from '#contract/credentials.ts'
import { openDocument, type Document } from '#contract/documents.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { call, Unreachable } from '../../platform/api.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import type { FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'
import { useSecretWarnings } from '../documents/secret-guard.ts'
import type { Writing } from '../documents/editor/writing.ts'
import { fetchCredential } from './open-secret.ts'
import { isSameSecret, totpFault, typedFields, type SecretForm } from './secret-form.ts'

/** Everything of a credential that a person writes. `body` of the writing is its addresses, one a line. */
export interface CredentialForm {
  writing: Writing
  secretClass: CredentialClass
  /** Days, as they are typed; empty for never by the calendar. */
  rotationDays: string
  /** Undefined while an existing secret has not been opened: then it stays as it is. */
  secret: SecretForm | undefined
}

/** What an existing credential began from. */
export interface Begun {
  document: Document
  credential: Credential
  /** As it was opened, if it was. */
  secret: SecretForm | undefined
}

const fieldNames = [
  'title',
  'body',
  'collectionId',
  'rotationDays',
  'totp',
  'intervalDays',
  'ownerId',
  'deputyId',
  'tags',
  'related',
  'note',
]

const readers = 'This is not sealed: everybody who sees the credential reads it.'

/** Seals and saves. `save` answers with the reference; undefined where the person turned back or something is wrong. */
export function useSaveCredential(begun: Begun | undefined) {
  const { slug, organizationId } = useOrganization()
  const client = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isPending, setPending] = useState(false)
  const warningsFor = useSecretWarnings(readers)

  async function save(form: CredentialForm, note: string): Promise<string | undefined> {
    if (isPending) return undefined
    const faults = faultsOf(form, begun)
    setPending(true)
    try {
      const { title, summary, body } = form.writing
      const open = { title, summary, body, saveNote: note }
      const wrong = Object.keys(faults).length > 0 ? faults : await warningsFor(open, begun ? 'Save' : 'Keep it')
      setErrors(wrong)
      if (Object.keys(wrong).length > 0) return undefined
      if (!(await readyFor(slug, 'to seal what you have written'))) return undefined
      const reference = await (begun ? change(form, begun, note) : create(form))
      refresh(client)
      return reference
    } catch (error) {
      setErrors(fieldErrorsOf(error, fieldNames))
      return undefined
    } finally {
      setPending(false)
    }
  }

  async function create(form: CredentialForm): Promise<string> {
    const id = uuidv7()
    const reference = await createWithoutFiles(id, form)
    if (form.secret && form.secret.files.length > 0) await addFiles(reference, form)
    return reference
  }

  /** Files are sent to a credential that is there: they come with its second version. */
  async function addFiles(reference: string, form: CredentialForm): Promise<void> {
    try {
      const [document, credential] = await Promise.all([
        call(openDocument, { slug, reference }),
        fetchCredential(slug, reference),
      ])
      const before = form.secret && { ...form.secret, files: [] }
      await change(form, { document, credential, secret: before }, 'Files added')
    } catch (error) {
      // The credential itself is kept, and the files are where they were: there is nothing to lose.
      toast({ words: `${reference} is kept, but not its files: ${failureWords(error)}. Add them under Edit` })
    }
  }

  async function createWithoutFiles(id: string, form: CredentialForm): Promise<string> {
    const secret = await doing(slug, 'sealSecret', {
      organizationId,
      shown: shownIn(id, form),
      revision: 1,
      // Files come once it is there.
      fields: typedFields({ ...(form.secret as SecretForm), files: [] }),
      holders: [],
    })
    const input = { slug, id, ...saidIn(form), related: form.writing.related, secret }
    return (await call(createCredential, input as never)).reference
  }

  async function change(form: CredentialForm, { document, credential, secret: before }: Begun, note: string) {
    const { id, address, class: secretClass, current, holders } = credential
    const shownBefore = {
      documentId: id,
      title: document.title,
      address,
      class: secretClass,
      collectionId: document.collectionId,
    }
    const isChanged =
      form.secret !== undefined &&
      (needsSeal(form, document, credential) || !isSameSecret(form.secret, before as SecretForm))
    const { reference, revision } = document
    const place = { slug, organizationId, reference, documentId: id }
    const hasFiles = isChanged && [form.secret, before].some((secret) => secret && secret.files.length > 0)
    // Few credentials have files.
    const withFiles = hasFiles ? await import('./sealed-files.ts') : undefined
    const sent = form.secret && (await withFiles?.sendFiles(place, form.secret))
    try {
      const secret = await doing(slug, 'sealSecret', {
        organizationId,
        shown: shownIn(id, form),
        revision: revision + 1,
        ...(isChanged && form.secret && { fields: typedFields(sent?.form ?? form.secret, before) }),
        previous: { version: current, shown: shownBefore },
        holders,
      })
      const said = { ...saidIn(form), related: form.writing.related, note, secret }
      await call(saveCredential, { slug, reference, revision, ...said } as never)
    } catch (error) {
      // Without an answer nobody knows whether they are needed: the next save will.
      if (!(error instanceof Unreachable)) await sent?.takeBack()
      throw error
    }
    // What is left lying is taken away with the next save.
    if (sent) await withFiles?.tidyFiles(place, sent.form).catch(() => undefined)
    return reference
  }

  return { save, errors, isPending, setErrors }
}

/** Another class or collection has other keys: the secret is sealed anew for them. */
export const needsSeal = (form: CredentialForm, document: Document, credential: Credential): boolean =>
  form.secretClass !== credential.class || form.writing.collectionId !== document.collectionId

const addressIn = ({ writing }: CredentialForm): string =>
  writing.body
    .split('\n')
    .flatMap((line) => line.trim() || [])
    .join('\n')

const shownIn = (documentId: string, form: CredentialForm) => ({
  documentId,
  title: form.writing.title.trim(),
  address: addressIn(form),
  class: form.secretClass,
  collectionId: form.writing.collectionId,
})

function saidIn(form: CredentialForm) {
  const { summary, collectionId, tags, ownerId, deputyId, criticality, intervalDays } = form.writing
  return {
    title: form.writing.title.trim(),
    summary: summary.trim(),
    address: addressIn(form),
    class: form.secretClass,
    ...(form.rotationDays !== '' && { rotationDays: Number(form.rotationDays) }),
    collectionId,
    tags: [...tags],
    ...(ownerId && { ownerId }),
    ...(deputyId && { deputyId }),
    criticality,
    intervalDays: Number(intervalDays),
  }
}

function faultsOf(form: CredentialForm, begun: Begun | undefined): FieldErrors {
  const { title, collectionId } = form.writing
  const days = Number(form.rotationDays)
  const totp = form.secret && totpFault(form.secret.totp)
  const isClosed = begun !== undefined && form.secret === undefined && needsSeal(form, begun.document, begun.credential)
  return {
    ...(title.trim() === '' && { title: 'Give it a name, like “FortiGate admin, head office”' }),
    ...(collectionId === '' && { collectionId: 'Choose a collection' }),
    ...(form.rotationDays !== '' &&
      !(Number.isInteger(days) && days >= 1 && days <= 1825) && { rotationDays: 'Enter days, from 1 to 1825' }),
    ...(totp && { totp }),
    ...(isClosed && { '': 'Another class or collection needs the secret sealed anew: open it first.' }),
  }
}
