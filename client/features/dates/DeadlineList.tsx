import { Link } from 'react-router'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { NoOwner, Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { deadlinePath, deadlineTitle, deadlineWords, deedWords, markOf, referenceOf } from './words.ts'
import type { Due } from './use-deadlines.ts'
import css from './dates.module.css'

interface DeadlineListProps {
  due: readonly Due[]
  hasSeveralOrganizations: boolean
}

/** What is to be done by a day: each row leads to where it is decided. */
export function DeadlineList({ due, hasSeveralOrganizations }: DeadlineListProps) {
  return (
    <ul className={css['due']}>
      {due.map((deadline) => (
        <li key={deadline.key}>
          <Link to={deadlinePath(deadline.slug, deadline)} className={css['dueRow']}>
            <FreshnessMark {...markOf(deadline)} />
            <span className={css['dueTitle']}>{deadlineTitle(deadline)}</span>
            <Reference>{referenceOf(deadline) ?? ''}</Reference>
            <span className={css['dueWhere']}>
              {hasSeveralOrganizations
                ? deadline.organization
                : deadline.kind === 'watched'
                  ? deadline.document?.title
                  : deadline.incident?.title}
            </span>
            <span className={css['dueOwner']}>{deadline.owner ? <Person {...deadline.owner} /> : <NoOwner />}</span>
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
