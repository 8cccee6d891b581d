import { Link } from 'react-router'
import type { SystemWithGaps } from '#contract/gaps.ts'
import { useOrganization, useSession } from '../../platform/session.ts'
import { plural } from '../../ui/format.ts'
import { NoOwner } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { documentPath } from '../documents/addresses.ts'
import { criticalityNames } from '../documents/words.ts'
import { reasonWords, remedyOf } from './words.ts'
import css from './gaps.module.css'

/** One row a system: which one, how much hangs on it, and every reason why it stands here, with the way out. */
export function SystemsTable({ slug, items }: { slug: string; items: readonly SystemWithGaps[] }) {
  return (
    <table className={css['systems']} aria-label="Systems that lack something">
      <thead>
        <tr>
          <th scope="col">System</th>
          <th scope="col">Criticality</th>
          <th scope="col">Owner</th>
          <th scope="col">What is missing</th>
        </tr>
      </thead>
      <tbody>
        {items.map((system) => (
          <tr key={system.reference}>
            <th scope="row">
              <Link to={documentPath(slug, system.reference)}>{system.title}</Link>
              <span className={css['aside']}>
                <Reference>{system.reference}</Reference>
                {system.opened90 > 0 && ` · opened ${plural(system.opened90, 'time')} in 90 days`}
              </span>
            </th>
            <td>{criticalityNames[system.criticality]}</td>
            <td>{system.owner ? system.owner.name : <NoOwner />}</td>
            <td>
              <Reasons slug={slug} system={system} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Reasons({ slug, system }: { slug: string; system: SystemWithGaps }) {
  const { role } = useOrganization()
  const me = useSession().account.name
  return (
    <ul className={css['reasons']}>
      {system.gaps.map((part) => {
        const remedy = role === 'auditor' ? undefined : remedyOf(part, slug, system.reference)
        return (
          <li key={part}>
            {reasonWords(part, system, me)}
            {remedy && (
              <>
                {' '}
                <Link to={remedy.to}>
                  {remedy.words}
                  <VisuallyHidden> for {system.title}</VisuallyHidden>
                </Link>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
