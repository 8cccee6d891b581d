import { Link, useNavigate } from 'react-router'
import type { Kind } from '#contract/values.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isProblem } from '../../platform/query-client.ts'
import { readsAllActivity, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { PageTitle } from '../../ui/PageFrame.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { activityPath, listPath } from './addresses.ts'
import { kindNames } from './words.ts'

/** A document that does not open: in view but not that far, or the server is in trouble. Unknown ones look made up. */
export function DocumentTrouble(props: { reference: string; kind: Kind; error: Error; onRetry: () => void }) {
  const { reference, kind, error, onRetry } = props
  const membership = useOrganization()
  const { slug } = membership
  const navigate = useNavigate()
  if (!isProblem(error, 'not-permitted')) return <Failed what={reference} error={error} onRetry={onRetry} />
  return (
    <>
      <PageTitle>{reference}</PageTitle>
      <EmptyState
        actions={
          <>
            <Button
              onClick={() => void navigate(listPath(slug, kind))}
            >{`All ${kindNames[kind].many.toLowerCase()}`}</Button>
            {readsAllActivity(membership) && <Link to={activityPath(slug, reference)}>Activity</Link>}
          </>
        }
      >
        {error.facts.detail ?? `You can see ${reference} but not open it.`}
      </EmptyState>
    </>
  )
}
