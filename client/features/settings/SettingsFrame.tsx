import { useEffect, useRef, type ReactNode } from 'react'
import type { Membership } from '#contract/accounts.ts'
import { isKeyHolder, useSession } from '../../platform/session.ts'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { NavTabs } from '../../ui/Tabs.tsx'
import { useCurrentOrganization } from '../shell/current-organization.ts'
import css from './settings.module.css'

/** The frame of all settings: yours first, then those of the organization, as far as they concern you. */
export function SettingsFrame(props: { title: string; summary?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const { memberships } = useSession()
  const current = useCurrentOrganization(memberships)
  const tabs = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // On a phone the tabs are wider than the screen.
    const open = tabs.current?.querySelector('[aria-current=page]')
    open?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  return (
    <PageFrame
      title={[props.title, 'Settings', current?.organization ?? 'Runkeep']}
      heading={props.title}
      summary={props.summary}
      actions={props.actions}
    >
      <div ref={tabs} className={css['tabs']}>
        <NavTabs
          label="Your settings"
          tabs={[
            { to: '/settings/appearance', label: 'Appearance' },
            { to: '/settings/passphrase', label: 'Passphrase' },
            { to: '/settings/security', label: 'Security' },
            { to: '/settings/notices', label: 'Notices' },
            { to: '/settings/phone-and-absence', label: 'Phone and absence' },
            { to: '/settings/calendar-and-mail', label: 'Calendar and mail' },
          ]}
        />
        {current && <NavTabs label={`Settings of ${current.organization}`} tabs={tabsOf(current)} />}
      </div>
      {props.children}
    </PageFrame>
  )
}

function tabsOf(membership: Membership) {
  const { slug, role } = membership
  const to = (page: string) => `/o/${slug}/settings/${page}`
  const managesPeople = isKeyHolder(membership)
  return [
    ...(managesPeople ? [{ to: to('organization'), label: 'Organization' }] : []),
    ...(managesPeople || role === 'auditor' ? [{ to: to('members'), label: 'Members' }] : []),
    { to: to('collections'), label: 'Collections' },
    { to: to('access'), label: managesPeople || role === 'auditor' ? 'Access' : 'My access' },
    { to: to('hours'), label: 'Hours' },
    { to: to('holidays'), label: 'Holidays' },
    ...(managesPeople ? [{ to: to('recovery'), label: 'Recovery' }] : []),
  ]
}

/** The room of a form page: fields as wide as their answers, nothing wider than a line of text. */
export function SettingsBody({ children }: { children: ReactNode }) {
  return <div className={css['body']}>{children}</div>
}

/** A part of a settings page under its own heading. */
export function SettingsSection(props: { title: string; note?: ReactNode; actions?: ReactNode; children?: ReactNode }) {
  return (
    <section className={css['section']}>
      <header className={css['sectionHeader']}>
        <h2>{props.title}</h2>
        {props.actions && <div className={css['sectionActions']}>{props.actions}</div>}
      </header>
      {props.note && <p className={css['note']}>{props.note}</p>}
      {props.children}
    </section>
  )
}
