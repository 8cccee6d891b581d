import { useState } from 'react'
import { defaultRotationDays, type FieldKind } from '#contract/credentials.ts'
import type { CollectionId } from '#contract/values.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions } from '../../ui/Form.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { emptyWriting } from '../documents/editor/writing.ts'
import { useCollections } from '../documents/use-library.ts'
import { emptySecret, type SecretForm } from './secret-form.ts'
import { useSaveCredential } from './use-save-credential.ts'
import css from './credentials.module.css'

interface CredentialFromTextProps {
  /** Slug. */
  organization: string
  /** Of the text: taken where credentials may be kept there. */
  collectionId: CollectionId
  suggestedTitle: string
  /** The secret that was found in a text. */
  value: string
  fieldKind: FieldKind
  onMade: (reference: string) => void
  onClose: () => void
}

/** Makes a credential of a secret that stood in a text: a name, where it belongs, and it is out of the text. */
export function CredentialFromText(props: CredentialFromTextProps) {
  const { organization, collectionId, suggestedTitle, value, fieldKind, onMade, onClose } = props
  const { memberId } = useOrganization()
  const collections = useCollections(organization)
  const [title, setTitle] = useState(suggestedTitle)
  const [username, setUsername] = useState('')
  const [chosen, setChosen] = useState<string>()
  const { save, errors, isPending } = useSaveCredential(undefined)
  const choices = collections.forCredentials
  const wanted = chosen ?? choices.find(({ id }) => id === collectionId)?.id ?? choices[0]?.id ?? ''

  const submit = async () => {
    const writing = emptyWriting('credential', { title, collectionId: wanted, ownerId: memberId })
    const secret: SecretForm = { ...emptySecret, username, ...secretOf(fieldKind, value) }
    const rotationDays = String(defaultRotationDays.standard)
    const reference = await save({ writing, secretClass: 'standard', rotationDays, secret }, '')
    if (reference) onMade(reference)
  }
  return (
    <Dialog isOpen onClose={onClose} title="Make it a credential">
      {collections.isPending ? (
        <LoadingText what="the collections" />
      ) : choices.length === 0 ? (
        <p>There is no collection here that you may keep credentials in. Key holders give access.</p>
      ) : (
        <Form onSubmit={() => void submit()} errors={errors} label="New credential">
          <p className={css['what']}>
            It is sealed on this device, and its reference takes its place in the text. Earlier versions of the text
            keep it: change the secret itself once it is here.
          </p>
          <TextField
            label="Name"
            name="title"
            autoFocus
            maxLength={200}
            autoComplete="off"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextField
            label="Username"
            name="username"
            isOptional
            isMono
            autoComplete="off"
            spellCheck={false}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <Select
            label="Collection"
            name="collectionId"
            value={wanted}
            onChange={setChosen}
            options={choices.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <FormActions>
            <Button variant="primary" type="submit" isPending={isPending}>
              Make the credential
            </Button>
            <Button onClick={onClose}>Not now</Button>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}

function secretOf(kind: FieldKind, value: string): Partial<SecretForm> {
  if (kind === 'totp') return { totp: value }
  if (kind === 'note') return { note: value }
  if (kind === 'key' || kind === 'secret' || kind === 'text') {
    return { custom: [{ n: 16, kind, label: kind === 'key' ? 'Key' : 'Secret', value }] }
  }
  return { password: value }
}
