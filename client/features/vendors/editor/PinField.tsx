import { useState } from 'react'
import { Link } from 'react-router'
import { defaultRotationDays } from '#contract/credentials.ts'
import type { Document } from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import type { VendorFacts } from '#contract/vendors.ts'
import KeyRound from 'lucide-react/icons/key-round'
import { useOrganization } from '../../../platform/session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/choice-fields.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Form, FormActions } from '../../../ui/Form.tsx'
import { PassphraseField, TextField } from '../../../ui/text-fields.tsx'
import { documentPath } from '../../documents/addresses.ts'
import { emptyWriting } from '../../documents/editor/writing.ts'
import { useCollections } from '../../documents/use-library.ts'
import { emptySecret } from '../../credentials/secret-form.ts'
import { useSaveCredential } from '../../credentials/use-save-credential.ts'
import { without } from './without.ts'
import css from '../vendors.module.css'

interface PinFieldProps {
  vendor: VendorFacts
  change: (vendor: VendorFacts) => void
  suggestedName: string
  collectionId: string
  document: Document | undefined
}

/** The support PIN is sealed as a credential of its own: whoever opens it is on the record, like any other secret. */
export function PinField({ vendor, change, suggestedName, collectionId, document }: PinFieldProps) {
  const { slug } = useOrganization()
  const [isAdding, setAdding] = useState(false)
  const { pin } = vendor
  const title = document?.cited.find(({ reference }) => reference === pin)?.title
  return (
    <div>
      {pin ? (
        <p className={css['acts']}>
          <span>
            Support PIN: sealed as <Link to={documentPath(slug, pin)}>{title ? `${title} (${pin})` : pin}</Link>
          </span>
          <Button variant="quiet" onClick={() => change(without(vendor, 'pin'))}>
            Take it off this vendor
          </Button>
        </p>
      ) : (
        <p className={css['acts']}>
          <Button icon={KeyRound} onClick={() => setAdding(true)}>
            Add a support PIN
          </Button>
          <span className={css['aside']}>Sealed on this device. The server never sees it.</span>
        </p>
      )}
      {isAdding && (
        <AddPin
          suggestedName={suggestedName}
          collectionId={collectionId}
          onMade={(reference) => {
            change({ ...vendor, pin: reference as Reference })
            setAdding(false)
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  )
}

function AddPin(props: {
  suggestedName: string
  collectionId: string
  onMade: (reference: string) => void
  onClose: () => void
}) {
  const { suggestedName, collectionId, onMade, onClose } = props
  const { slug, memberId } = useOrganization()
  const collections = useCollections(slug)
  const [title, setTitle] = useState(suggestedName)
  const [pin, setPin] = useState('')
  const [existing, setExisting] = useState('')
  const [chosen, setChosen] = useState<string>()
  const { save, errors, isPending, setErrors } = useSaveCredential(undefined)
  const choices = collections.forCredentials
  const wanted = chosen ?? choices.find(({ id }) => id === collectionId)?.id ?? choices[0]?.id ?? ''
  const submit = async () => {
    if (existing.trim() !== '') {
      if (/^\s*cr[\s_-]?0*[1-9][0-9]{0,8}\s*$/i.test(existing)) onMade(existing.trim().toUpperCase())
      else setErrors({ existing: 'Enter the reference of a credential, like CR-41' })
      return
    }
    if (pin.trim() === '') {
      setErrors({ pin: 'Enter the PIN' })
      return
    }
    const writing = emptyWriting('credential', { title, collectionId: wanted, ownerId: memberId })
    const rotationDays = String(defaultRotationDays.standard)
    const secret = { ...emptySecret, password: pin.trim() }
    const reference = await save({ writing, secretClass: 'standard', rotationDays, secret }, '')
    if (reference) onMade(reference)
  }
  return (
    <Dialog isOpen onClose={onClose} title="Add a support PIN">
      <Form onSubmit={() => void submit()} errors={errors} label="Support PIN">
        {choices.length > 0 && (
          <>
            <PassphraseField
              label="PIN"
              name="pin"
              autoFocus
              autoComplete="off"
              maxLength={200}
              value={pin}
              onChange={(event) => setPin(event.currentTarget.value)}
            />
            <TextField
              label="Name"
              name="title"
              maxLength={200}
              autoComplete="off"
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
              hint="Not secret: it is found by everybody who may see this collection."
            />
            <Select
              label="Collection"
              name="collectionId"
              value={wanted}
              onChange={setChosen}
              options={choices.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </>
        )}
        <TextField
          label={choices.length > 0 ? 'Or a credential that is here already' : 'A credential that is here already'}
          name="existing"
          isOptional
          isMono
          width="short"
          autoComplete="off"
          value={existing}
          onChange={(event) => setExisting(event.currentTarget.value)}
          hint="Its reference, like CR-41"
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={isPending}>
            Add the PIN
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
