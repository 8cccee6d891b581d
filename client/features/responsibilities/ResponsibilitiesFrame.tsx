import type { ReactNode } from 'react'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { PageFrame, type PageFrameProps } from '../../ui/PageFrame.tsx'
import { NavTabs } from '../../ui/Tabs.tsx'
import { lanesPath } from './words.ts'
import css from './responsibilities.module.css'

/** The frame of the pages about who does what: lanes, who is away, what is on whose hands. */
export function ResponsibilitiesFrame(
  props: Omit<PageFrameProps, 'title' | 'crumbs'> & { heading: string; children: ReactNode },
) {
  const membership = useOrganization()
  const { slug, organization, role } = membership
  const to = lanesPath(slug)
  const { heading, children, ...frame } = props
  return (
    <PageFrame
      {...frame}
      heading={heading}
      title={heading === 'Responsibilities' ? [heading, organization] : [heading, 'Responsibilities', organization]}
    >
      <div className={css['tabs']} data-no-print>
        <NavTabs
          label="Responsibilities"
          tabs={[
            { to, label: 'Lanes', isExact: true },
            { to: `${to}/away`, label: 'Who is away' },
            ...(isKeyHolder(membership) || role === 'auditor' ? [{ to: `${to}/workload`, label: 'Workload' }] : []),
          ]}
        />
      </div>
      {children}
    </PageFrame>
  )
}
