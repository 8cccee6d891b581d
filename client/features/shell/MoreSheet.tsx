import { Link, useNavigate } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import LogOut from 'lucide-react/icons/log-out'
import { useSession } from '../../platform/session.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Check } from '../../ui/icons.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import type { NavItem } from '../../ui/Shell.tsx'
import type { LockAct } from './AppShell.tsx'
import css from './MoreSheet.module.css'

/** What the phone's bar has no room for. */
export default function MoreSheet(props: {
  current: Membership | undefined
  items: readonly NavItem[]
  lock: LockAct
  onSignOut: () => void
  onClose: () => void
}) {
  const { current, items, lock, onSignOut, onClose } = props
  const { account, memberships } = useSession()
  const navigate = useNavigate()
  const switchTo = (slug: string) => {
    onClose()
    void navigate(`/o/${slug}`)
  }
  return (
    <Sheet title={current?.organization ?? 'More'} onClose={onClose} takesFocus>
      <ul className={css['list']}>
        {items.map(({ to, label, icon, count }) => (
          <li key={to}>
            <Link to={to} onClick={onClose} className={css['row']}>
              <Icon of={icon} size={20} />
              {label}
              {count ? <b>{count}</b> : null}
            </Link>
          </li>
        ))}
        <li>
          <button
            type="button"
            className={css['row']}
            onClick={() => {
              onClose()
              lock.act()
            }}
          >
            <Icon of={lock.icon} size={20} />
            {lock.label}
          </button>
        </li>
        <li>
          <button type="button" className={css['row']} onClick={onSignOut}>
            <Icon of={LogOut} size={20} />
            <span>
              Sign out
              <small>{account.email}</small>
            </span>
          </button>
        </li>
      </ul>
      {memberships.length > 1 && (
        <section aria-labelledby="more-organizations">
          <h3 id="more-organizations" className={css['heading']}>
            Organizations
          </h3>
          <ul className={css['list']}>
            {memberships.map(({ slug, organization }) => (
              <li key={slug}>
                <button
                  type="button"
                  className={css['row']}
                  aria-current={slug === current?.slug || undefined}
                  onClick={() => switchTo(slug)}
                >
                  <span className={css['square']} aria-hidden="true">
                    {organization.slice(0, 1)}
                  </span>
                  <span>{organization}</span>
                  {slug === current?.slug && <Icon of={Check} />}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Sheet>
  )
}
