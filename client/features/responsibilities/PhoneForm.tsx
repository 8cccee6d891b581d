import { useState } from 'react'
import { setPartyPhone, setPhone } from '#contract/responsibilities.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import css from './responsibilities.module.css'

interface PhoneFormProps {
  slug: string
  /** Whose number: a member's or a party's. */
  of: { memberId: string } | { partyId: string }
  /** In what is said when it is saved: "Tom Ashworth", "your". */
  name: string
  phone: string | undefined
  label: string
  hint?: string
}

/** The number under which somebody is called in an outage. */
export function PhoneForm({ slug, of, name, phone, label, hint }: PhoneFormProps) {
  const [text, setText] = useState(phone ?? '')
  const [errors, setErrors] = useState<FieldErrors>({})
  const ofMember = useDeed(setPhone)
  const ofParty = useDeed(setPartyPhone)
  const isPending = ofMember.isPending || ofParty.isPending
  const submit = () => {
    if (isPending) return
    setErrors({})
    const number = text.trim()
    const written = { slug, ...(number && { phone: number }) }
    const done = {
      onSuccess: () => toast({ words: number ? `${name} is called at ${number}` : `${name}: number removed` }),
      onError: (error: Error) => setErrors(fieldErrorsOf(error, ['phone'])),
    }
    if ('memberId' in of) ofMember.mutate({ ...written, ...of }, done)
    else ofParty.mutate({ ...written, ...of }, done)
  }
  return (
    <Form onSubmit={submit} errors={errors} className={css['phoneForm']} label={label}>
      <TextField
        label={label}
        name="phone"
        type="tel"
        width="medium"
        isOptional
        hint={hint}
        maxLength={40}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" isPending={isPending}>
        Set number
      </Button>
    </Form>
  )
}
