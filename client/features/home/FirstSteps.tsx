import type { Membership } from '#contract/accounts.ts'
import { isKeyHolder } from '../../platform/session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { CodeBox } from '../../ui/CodeBox.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { listPath } from '../documents/addresses.ts'
import css from './HomePage.module.css'

/** An organization that keeps nothing yet: what to do first, in the order in which it pays off. */
export function FirstSteps({ membership }: { membership: Membership }) {
  const { slug, organization } = membership
  if (!isKeyHolder(membership) && membership.role !== 'editor')
    return <EmptyState>Nothing is kept for {organization} yet, or nothing that you can see.</EmptyState>
  return (
    <section className={css['first']} aria-labelledby={`first-${slug}`}>
      <h2 id={`first-${slug}`}>{organization} keeps nothing yet</h2>
      <ol>
        <li>
          <h3>Name what can break</h3>
          <p>The internet line, mail, the ERP. Runbooks belong to a system, and an outage starts there.</p>
          <ButtonLink to={`${listPath(slug, 'system')}/new`} variant="primary">
            New system
          </ButtonLink>
        </li>
        <li>
          <h3>Write down what only you know</h3>
          <p>One runbook: what somebody else would have to do while you are away.</p>
          <ButtonLink to={`${listPath(slug, 'runbook')}/new`}>New runbook</ButtonLink>
        </li>
        <li>
          <h3>Bring what you have</h3>
          <p>A folder of Markdown files comes in with one command. Running it again updates, and never doubles.</p>
          <CodeBox text={importCommand(slug)} />
        </li>
        {isKeyHolder(membership) && (
          <li>
            <h3>Let the others in</h3>
            <p>Your deputy first: somebody must be able to open this without you.</p>
            <ButtonLink to={`/o/${slug}/settings/members`}>Invite people</ButtonLink>
          </li>
        )}
      </ol>
    </section>
  )
}

/** Typed on any machine that has Runkeep; the address is this one. */
const importCommand = (slug: string): string =>
  `npm exec runkeep -- import markdown ./our-wiki --organization ${slug} --collection "General" --create-collection --url ${location.origin}`
