import { secretFieldOf } from '#contract/secret-scan/rules.ts'
import { parseReference, type CollectionId, type Reference } from '#contract/values.ts'
import { toast } from '../../../ui/Toast.tsx'
import { CredentialFromText } from '../../credentials/CredentialFromText.tsx'
import { putReference } from './put-reference.ts'
import type { SecretNoticeProps } from './SecretNotice.tsx'
import { secretsIn, type FoundSecret, type Texts } from './secrets-in-fields.ts'

interface MakeCredentialProps extends SecretNoticeProps {
  secret: FoundSecret
  onClose: () => void
}

/** What was found becomes a credential in the same collection, and its reference takes its place wherever it stood. */
export function MakeCredential(props: MakeCredentialProps) {
  const { slug, secret, writing, note, onClose } = props
  const replace = async (reference: Reference) => {
    const { title, summary, body } = writing
    const { note: nextNote, ...next } = await replaced({ title, summary, body, note }, secret.value, reference)
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

/** The same value goes wherever it was found. Only the text shows chips; elsewhere the reference stands by itself. */
async function replaced(texts: Texts, value: string, reference: Reference): Promise<Texts> {
  const next = { ...texts }
  const same = (await secretsIn(texts)).filter((secret) => secret.value === value)
  // From the last to the first, so that no place moves before its turn.
  for (const { field, from, to } of same.toReversed())
    next[field] =
      field === 'body'
        ? putReference(next.body, { from, to }, reference)
        : next[field].slice(0, from) + reference + next[field].slice(to)
  return next
}

/** "AWS access key, Cameras do not record" */
function titleFor({ label }: FoundSecret, title: string): string {
  const what = label.replace(/^an? /, '')
  return [what.charAt(0).toUpperCase() + what.slice(1), title.trim()].filter(Boolean).join(', ').slice(0, 200)
}
