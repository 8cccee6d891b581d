import { useRef } from 'react'
import { Link } from 'react-router'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { NoOwner, Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { deadlinePath, deadlineWords, deedWords, markOf } from './words.ts'
import type { Due } from './use-deadlines.ts'
import css from './dates.module.css'

interface DeadlineListProps {
  due: readonly Due[]
  hasSeveralOrganizations: boolean
  /** Beside other things: name, day, nothing more. */
  isShort?: boolean
  /** J and K move over it, and on to the table below. */
  hasKeys?: boolean
}

/** What is to be done by a day: each row leads to where it is decided. */
export function DeadlineList({ due, hasSeveralOrganizations, isShort, hasKeys }: DeadlineListProps) {
  const list = useRef<HTMLUListElement>(null)
  return (
    <ul ref={list} className={css['due']} data-short={isShort || undefined}>
      {hasKeys && <ListKeys list={list} />}
      {due.map((deadline) => (
        <li key={deadline.key}>
          <Link to={deadlinePath(deadline.slug, deadline)} className={css['dueRow']}>
            <FreshnessMark {...markOf(deadline)} />
            <span className={css['dueTitle']}>
              {deadline.kind === 'notice' || deadline.kind === 'contract_end' ? (
                <>
                  {deadline.document.title}: {deadline.title}
                </>
              ) : (
                deadline.title
              )}
            </span>
            {!isShort && (
              <>
                <Reference>{deadline.contract ?? deadline.document.reference}</Reference>
                <span className={css['dueWhere']}>
                  {hasSeveralOrganizations
                    ? deadline.organization
                    : deadline.kind === 'watched'
                      ? deadline.document.title
                      : ''}
                </span>
                <span className={css['dueOwner']}>{deadline.owner ? <Person {...deadline.owner} /> : <NoOwner />}</span>
              </>
            )}
            <span className={css['dueDeed']}>{deedWords(deadline)}</span>
            <span className={css['dueDay']}>
              <FreshnessText state={markOf(deadline).state}>{deadlineWords(deadline)}</FreshnessText>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** J and K move over it as in a table, down into the one that follows, and up out of that one's first row. */
function ListKeys({ list }: { list: React.RefObject<HTMLUListElement | null> }) {
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('a') ?? [])]
  const at = () => links().indexOf(document.activeElement as HTMLElement)
  const below = () => document.querySelector<HTMLElement>('main table [data-row-link]')
  const isAbove = () => below() === null || document.activeElement === below()
  const group = 'In lists'
  useShortcut({
    keys: 'J',
    label: 'Next',
    group,
    act: () => (links()[at() + 1] ?? below())?.focus(),
    // From nowhere, J begins with the table: with this list where there is no table.
    when: () => at() >= 0 || below() === null,
  })
  useShortcut({
    keys: 'K',
    label: 'Previous',
    group,
    act: () => (at() < 0 ? links().at(-1) : links()[at() - 1])?.focus(),
    when: () => at() > 0 || (at() < 0 && isAbove()),
  })
  return null
}
