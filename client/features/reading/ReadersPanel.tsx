import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import Download from 'lucide-react/icons/download'
import {
  endAssignment,
  nudgeReader,
  readingProgress,
  type ListReference,
  type ReaderProgress,
} from '#contract/reading-lists.ts'
import type { Role } from '#contract/values.ts'
import { Failed } from '../../platform/Failed.tsx'
import { query } from '../../platform/api.ts'
import { isKeyHolder, useOrganization, useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { formatDay, formatInstant, plural } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Person } from '../../ui/Person.tsx'
import { keepAsFile } from '../../ui/save-file.ts'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { PlainTable } from '../settings/PlainTable.tsx'
import css from './reading.module.css'

const OpenItems = lazy(async () => ({ default: (await import('./OpenItems.tsx')).OpenItems }))

interface ReadersPanelProps {
  slug: string
  list: ListReference
  title: string
  onGive: () => void
}

/** Who has the list, how far everybody is, and a gentle word for who is behind. */
export function ReadersPanel({ slug, list, title, onGive }: ReadersPanelProps) {
  const answer = useQuery(query(readingProgress, { slug, list }))
  const nudging = useDeed(nudgeReader)
  const ending = useDeed(endAssignment)
  const membership = useOrganization()
  const { account } = useSession()
  const mayOpen = isKeyHolder(membership)
  const [opening, setOpening] = useState<ReaderProgress>()
  if (answer.error) return <Failed what="The people" error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <LoadingRows what="the people" rows={4} />
  const { people, assignments } = answer.data
  if (assignments.length === 0)
    return (
      <EmptyState
        actions={
          <Button variant="primary" onClick={onGive}>
            Give to…
          </Button>
        }
      >
        Nobody has this list yet.
      </EmptyState>
    )
  const nudge = (reader: ReaderProgress) =>
    nudging.mutate(
      { slug, list, memberId: reader.person.id },
      {
        onSuccess: () => toast({ words: `${reader.person.name} was reminded` }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  return (
    <div className={css['editor']}>
      <PlainTable
        label="Who is how far"
        rows={people}
        rowKey={({ person }) => person.id}
        columns={[
          { header: 'Person', cell: ({ person }) => <Person {...person} hasFirm /> },
          { header: 'Read', isNumeric: true, cell: ({ read, items }) => `${read}\u00a0of\u00a0${items}` },
          { header: 'State', cell: (reader) => <State reader={reader} /> },
          { header: 'Last', cell: ({ lastReadAt }) => (lastReadAt ? <Seen at={lastReadAt} /> : 'Never') },
          {
            header: 'Remind',
            isHeaderHidden: true,
            cell: (reader) => (
              <span className={css['acts']} data-no-print>
                {mayOpen && reader.closed > 0 && (
                  <Button variant="quiet" onClick={() => setOpening(reader)}>
                    Open to {firstName(reader)}…
                  </Button>
                )}
                {reader.read < reader.items && (
                  <Button variant="quiet" onClick={() => nudge(reader)} tooltip={remindedWords(reader)}>
                    Remind {firstName(reader)}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      <p className={css['acts']} data-no-print>
        <Button icon={Download} onClick={() => void save(people, title)}>
          Save as CSV
        </Button>
        <Button onClick={() => print()}>Print</Button>
      </p>
      <h2 className={css['heading']}>Given to</h2>
      <ul className={css['lists']}>
        {assignments.map(({ id, person, role, party, dueOn, assignedBy, assignedAt }) => (
          <li key={id} className={css['list']}>
            <span className={css['title']}>{person?.name ?? (role ? allOf[role] : `Everybody of ${party}`)}</span>
            <span className={css['aside']}>
              {dueOn ? `until ${formatDay(dueOn)}, ` : ''}by {assignedBy}, <Seen at={assignedAt} />
            </span>
            <Button
              variant="quiet"
              data-no-print
              onClick={() =>
                ending.mutate(
                  { slug, list, assignmentId: id },
                  {
                    onSuccess: () => toast({ words: `${list} taken back. What was read stays on the record.` }),
                    onError: (error) => toast({ words: failureWords(error) }),
                  },
                )
              }
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
      <p className={css['printed']}>
        {`${membership.organization}, reading list ${list}. Printed ${formatInstant(new Date().toISOString())} by ${account.name}.`}
      </p>
      {opening && (
        <Suspense>
          <OpenItems slug={slug} list={list} person={opening.person} onClose={() => setOpening(undefined)} />
        </Suspense>
      )}
    </div>
  )
}

/** In words on the screen, to the minute on paper. */
const Seen = ({ at }: { at: string }) => (
  <>
    <span data-no-print>
      <Time at={at} />
    </span>
    <span className={css['printed']}>{formatInstant(at)}</span>
  </>
)

const allOf: Record<Role, string> = {
  owner: 'All owners',
  admin: 'All admins',
  editor: 'All editors',
  reader: 'All readers',
  auditor: 'All auditors',
  technician: 'All technicians',
}

const firstName = ({ person }: ReaderProgress): string => person.name.split(' ')[0] ?? person.name

const remindedWords = ({ nudgedAt }: ReaderProgress): string | undefined =>
  nudgedAt && `Reminded on ${formatInstant(nudgedAt)}`

function State({ reader: { doneAt, isLate, dueOn, closed, items, read } }: { reader: ReaderProgress }) {
  const shut = closed > 0 ? `, ${plural(closed, 'item')} not open to them` : ''
  if (items === 0 && closed > 0)
    return <span>{`Nothing of it is open to them${dueOn ? `, until ${formatDay(dueOn)}` : ''}`}</span>
  if (doneAt && items > 0) return <FreshnessText state="verified">{`Through${shut}`}</FreshnessText>
  if (isLate && dueOn) return <FreshnessText state="overdue">{`Late since ${formatDay(dueOn)}${shut}`}</FreshnessText>
  return <span>{`${read === 0 ? 'Not begun' : 'Reading'}${dueOn ? `, until ${formatDay(dueOn)}` : ''}${shut}`}</span>
}

async function save(people: readonly ReaderProgress[], title: string): Promise<void> {
  const { csvOf } = await import('../../ui/csv.ts')
  const fields = ['Person', 'Party', 'Items', 'Read', 'Not open to them', 'Due', 'Last read', 'Through']
  const rows = people.map(({ person, items, read, closed, dueOn, lastReadAt, doneAt }) => [
    person.name,
    person.party,
    items,
    read,
    closed,
    dueOn,
    lastReadAt,
    doneAt,
  ])
  keepAsFile(`reading-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`, csvOf(fields, rows))
}
