import { useSession } from '../../platform/session.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import css from './page.module.css'

/** Somebody who was removed from the last organization still has an account. */
export function NoOrganizationPage() {
  const { account, waiting } = useSession()
  const [first] = waiting
  return (
    <PageFrame title={['No organization', 'Runkeep']} crumbs={[{ label: 'Home' }]}>
      <PageBody>
        <PageTitle>{first ? `${first.organization} is about to open` : 'You belong to no organization'}</PageTitle>
        {first ? (
          <p className={css['text']}>
            As soon as a key holder is unlocked, you are let in: this page goes on by itself. Nobody has to press
            anything.
          </p>
        ) : (
          <p className={css['text']}>
            Your account, {account.email}, is in none at the moment. A key holder can invite you by a link; open it in
            this browser to join.
          </p>
        )}
      </PageBody>
    </PageFrame>
  )
}
