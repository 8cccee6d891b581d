import { secretFieldOf } from '#contract/secret-scan/rules.ts'
import { parseReference, type CollectionId, type Reference } from '#contract/values.ts'
import { toast } from '../../../ui/Toast.tsx'
import { CredentialFromText } from '../../credentials/CredentialFromText.tsx'
import { putEverywhere } from './put-reference.ts'
import type { SecretNoticeProps } from './SecretNotice.tsx'
import { secretsIn, type FoundSecret } from './secrets-in-fields.ts'

export interface MakeCredentialProps extends SecretNoticeProps {
  secret: FoundSecret
  onClose: () => void
}

/** What was found becomes a credential in the same collection, and its reference takes its place wherever it stood. */
export function MakeCredential(props: MakeCredentialProps) {
  const { slug, secret, writing, note, onClose } = props
  const replace = async (reference: Reference) => {
    const { title, summary, body } = writing
    const texts = { title, summary, body, note }
    const same = (await secretsIn(texts)).filter(({ value }) => value === secret.value)
    const { note: nextNote, ...next } = putEverywhere(texts, secret.value, same, reference)
    props.change(next)
    if (nextNote !== note) props.setNote(nextNote)
    toast({ words: `${reference} has it now and stands in its place. Save to keep it so` })
  }
  return (
    <CredentialFromText
      organization={slug}
      collectionId={writing.collectionId as CollectionId}
      suggestedTitle={titleFor(secret, writing.title)}
      value={secret.value}
      fieldKind={secretFieldOf(secret.rule)}
      onMade={(made) => {
        if (parseReference(made)) void replace(made as Reference)
        onClose()
      }}
      onClose={onClose}
    />
  )
}

/** "AWS access key, Cameras do not record" */
function titleFor({ label }: FoundSecret, title: string): string {
  const what = label.replace(/^an? /, '')
  return [what.charAt(0).toUpperCase() + what.slice(1), title.trim()].filter(Boolean).join(', ').slice(0, 200)
}
