import type { Handover } from '#contract/handovers.ts'
import { formatDay, listWords, plural } from '../../ui/format.ts'
import { placeWords, readingWords } from './words.ts'
import css from './Report.module.css'

/** Everything that nobody has taken, by name; of secrets whether they are to be rotated; who still gets in. */
export function ReportLeft({ handover }: { handover: Handover }) {
  const { documents, contracts, dates, lanes, contacts, reading, secrets, access } = handover.items
  // Of a partner each line says whose it is.
  const whose = (person: { name: string } | undefined) =>
    handover.person ? undefined : (person?.name ?? handover.party)
  const groups: [string, string[]][] = [
    [
      'Documents',
      documents.map(({ reference, title, as, person }) => {
        const of = [whose(person), as === 'deputy' && 'deputy'].filter(Boolean).join(', ')
        return `${reference} ${title}${of && ` (${of})`}`
      }),
    ],
    ['Contracts', contracts.map(({ reference, title, vendor }) => `${reference} ${title} of ${vendor}`)],
    ['Watched dates', dates.map(({ name, document }) => `${name} of ${document}`)],
    [
      'Responsibilities',
      lanes.map((lane) => [`${lane.name}:`, whose(lane.person), placeWords(lane)].filter(Boolean).join(' ')),
    ],
    ['Vendors that name them', contacts.map(({ reference, title, says }) => `${reference} ${title}: ${says}`)],
    ['Reading lists', reading.map((list) => `${list.reference} ${list.title}: ${readingWords(list)}`)],
    ['Secrets', secretLines(secrets)],
  ]
  const found = groups.filter(([, lines]) => lines.length > 0)
  const present = access.members.filter(({ isMember }) => isMember)
  const gone = access.members.filter(({ isMember }) => !isMember)
  return (
    <>
      <section>
        <h2>Left</h2>
        {found.length === 0 ? (
          <p>Nothing.</p>
        ) : (
          found.map(([title, lines]) => (
            <div key={title} className={css['group']}>
              <h3>
                {title} <span className={css['aside']}>{lines.length}</span>
              </h3>
              <ul>
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          ))
        )}
      </section>
      <section>
        <h2>Keys and access</h2>
        <ul className={css['plain']}>
          {gone.length > 0 && (
            <li>{`Removed, with new keys for what they could open: ${listWords(gone.map(({ person }) => person.name))}.`}</li>
          )}
          {present.length > 0 && <li>{`Still here: ${listWords(present.map(({ person }) => person.name))}.`}</li>}
          <li>
            {access.grants + access.leases + access.sessions === 0
              ? 'No grant, lease or session is open to them.'
              : `Open to them: ${plural(access.grants, 'grant')}, ${plural(access.leases, 'lease')}, ${plural(access.sessions, 'session')}.`}
          </li>
          {access.cards > 0 && <li>{`${plural(access.cards, 'recovery card')} noted as theirs.`}</li>}
          {access.followUps > 0 && <li>{`${plural(access.followUps, 'follow-up')} of theirs still open.`}</li>}
        </ul>
      </section>
    </>
  )
}

function secretLines(secrets: Handover['items']['secrets']): string[] {
  return [...Map.groupBy(secrets, ({ reference }) => reference)].map(([reference, some]) => {
    const seen = some.filter(({ exposure }) => exposure === 'revealed')
    const last = seen
      .flatMap(({ lastAt }) => lastAt ?? [])
      .sort()
      .at(-1)
    const who = listWords((seen.length > 0 ? seen : some).map(({ person }) => person.name))
    const how = seen.length > 0 ? `seen by ${who}${last ? ` until ${formatDay(last)}` : ''}` : `within reach of ${who}`
    const task = some.some(({ hasTask }) => hasTask) ? 'on the rotation list' : 'not on the rotation list'
    return `${reference} ${some[0]?.title ?? ''}: ${how}, ${task}`
  })
}
