import { useSearchParams } from 'react-router'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { AccessReviewTab } from './AccessReviewTab.tsx'
import { MyAccess, MyAccessTools } from './MyAccess.tsx'
import { RequestsTab } from './RequestsTab.tsx'
import { RotationsTab } from './RotationsTab.tsx'
import { WhoOpensTab } from './WhoOpensTab.tsx'
import css from './access.module.css'

const tabNames = ['requests', 'who', 'rotations', 'review', 'mine'] as const

/** Who can open what, who asks to, and what must change since. Those who do not oversee it see their own. */
export default function AccessPage() {
  const membership = useOrganization()
  const { slug, role, organization } = membership
  const [parameters, setParameters] = useSearchParams()
  const oversees = isKeyHolder(membership) || role === 'auditor'
  const wanted = parameters.get('tab')
  // The notices of requests and reviews lead here with what they are about.
  const led = parameters.has('review') ? 'review' : 'requests'
  const tab = tabNames.find((name) => name === wanted) ?? led
  const heading = oversees ? 'Access' : 'My access'
  return (
    <PageFrame title={[heading, organization]} heading={heading}>
      <div className={css['page']}>
        {oversees ? (
          <Tabs
            label="Access"
            selected={tab}
            onSelect={(next) => setParameters({ tab: next }, { replace: true })}
            tabs={[
              {
                id: 'requests',
                label: 'Requests',
                content: <RequestsTab slug={slug} asked={parameters.get('request')} />,
              },
              { id: 'who', label: 'Who can open what', content: <WhoOpensTab slug={slug} /> },
              { id: 'rotations', label: 'To rotate', content: <RotationsTab slug={slug} /> },
              { id: 'review', label: 'Review', content: <AccessReviewTab slug={slug} /> },
              { id: 'mine', label: 'Mine', content: <Mine slug={slug} /> },
            ]}
          />
        ) : (
          <Mine slug={slug} />
        )}
      </div>
    </PageFrame>
  )
}

const Mine = ({ slug }: { slug: string }) => (
  <>
    <MyAccessTools />
    <MyAccess slug={slug} heading="h2" />
  </>
)
