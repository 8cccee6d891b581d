import { useSession } from '../../platform/session.ts'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { MyAccess, MyAccessTools } from './MyAccess.tsx'
import css from './access.module.css'

/** What is open to me, in every organization that I work for: the technician’s page. */
export default function MyAccessPage() {
  const { memberships } = useSession()
  return (
    <PageFrame title={['My access', 'Runkeep']} heading="My access">
      <MyAccessTools />
      <div className={css['page']}>
        {memberships.map(({ slug, organization }) => (
          <section key={slug} className={css['section']} aria-label={organization}>
            <h2>{organization}</h2>
            <MyAccess slug={slug} heading="h3" />
          </section>
        ))}
      </div>
    </PageFrame>
  )
}
