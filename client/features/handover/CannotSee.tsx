import { useState } from 'react'
import type { Person, Role } from '#contract/values.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { formatDeadline, listWords, plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { useNow } from '../../ui/Time.tsx'
import { failureWords } from '../documents/deeds.ts'
import { openTo } from '../reading/open-to.ts'
import { endOf, type EndChoice } from '../settings/grant-end.ts'
import { firstName } from './words.ts'
import css from './handover.module.css'

/** An owner's access is not over in an hour. */
const ends: readonly { value: EndChoice; label: string }[] = [
  { value: 'never', label: 'With no end' },
  { value: '30 days', label: 'In 30 days' },
  { value: '7 days', label: 'In 7 days' },
]
const named = 4

/** What the chosen person may not see: shown to them, and then theirs; or somebody else is chosen above. */
export function CannotSee(props: {
  slug: string
  taker: { person: Person; role: Role }
  documents: readonly { reference: string; title: string }[]
  onGiven: () => void
}) {
  const { slug, taker, documents, onGiven } = props
  const { timeZone } = useOrganization()
  const now = useNow()
  // A technician's access always has an end.
  const choices = taker.role === 'technician' ? ends.slice(1) : ends
  const [end, setEnd] = useState<EndChoice>(choices[0]?.value ?? '30 days')
  const [isPending, setPending] = useState(false)
  const endsAt = endOf(end, { now, day: '', timeZone })
  const { name } = taker.person
  const words = documents.slice(0, named).map(({ reference, title }) => `${title} (${reference})`)
  const give = async () => {
    if (isPending) return
    setPending(true)
    try {
      if (await openTo(slug, { people: [{ person: taker.person, items: documents }], to: 'documents', endsAt }))
        onGiven()
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  return (
    <div className={css['unseen']} role="group" aria-label={`What ${name} cannot see`}>
      <p role="status">
        <strong>
          {name} cannot see {plural(documents.length, 'document')}
        </strong>
        : {documents.length > named ? `${words.join(', ')} and ${documents.length - named} more` : listWords(words)}.
        Let {firstName(name)} read {documents.length === 1 ? 'it' : 'them'}, or choose somebody else above.
      </p>
      <div className={css['takerActs']}>
        <Select
          label="Access ends"
          width="short"
          value={end}
          onChange={setEnd}
          options={choices}
          hint={endsAt && `${formatDeadline(endsAt, timeZone)}.`}
        />
        <Button isPending={isPending} onClick={() => void give()}>
          Let {firstName(name)} read {documents.length === 1 ? 'it' : `these ${documents.length}`}, and move{' '}
          {documents.length === 1 ? 'it' : 'them'}
        </Button>
      </div>
    </div>
  )
}
