import { useState, type ComponentProps, type ReactNode } from 'react'
import { NavLink } from 'react-router'
import type { LucideIcon } from 'lucide-react'
import { firstLetter } from './format.ts'
import { Icon } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { LiveAnnouncer } from './LiveAnnouncer.tsx'
import { ariaKeys, useShortcut } from './shortcuts.ts'
import { ToastRegion } from './Toast.tsx'
import { TooltipLayer } from './Tooltip.tsx'
import { SkipLink } from './VisuallyHidden.tsx'
import css from './Shell.module.css'

export interface NavItem {
  to: string
  label: string
  icon: LucideIcon
  /** Work that waits for this person; nothing else is counted. */
  count?: number | undefined
  /** `G Q`: goes there from anywhere. */
  keys?: string | undefined
  /** Only this exact address counts as being there. */
  isExact?: boolean | undefined
}

export interface ShellProps {
  /** Organization switcher. */
  top: ReactNode
  search: { onOpen: () => void; icon: LucideIcon }
  sections: readonly { label?: string; items: readonly NavItem[] }[]
  /** Lock, and the person: below. */
  bottom: ReactNode
  /** The phone's bar: at most five. An entry with `onPress` is a button. */
  phone: readonly (NavItem | { label: string; icon: LucideIcon; count?: number; onPress: () => void })[]
  /** Over everything: an incident, offline. */
  banner?: ReactNode
  children: ReactNode
}

/** Sidebar and page on a desk, icons and page on a tablet, page and bottom bar on a phone. */
export function Shell(props: ShellProps) {
  return (
    <div className={css['shell']}>
      <SkipLink />
      <nav className={css['side']} aria-label="Main" data-no-print>
        <div className={css['top']}>{props.top}</div>
        <SearchButton {...props.search} />
        {props.sections.map((section, index) => (
          <div key={section.label ?? index} className={css['section']}>
            {section.label && <h2 className={css['heading']}>{section.label}</h2>}
            <ul>
              {section.items.map((item) => (
                <li key={item.to}>
                  <SideLink {...item} />
                </li>
              ))}
            </ul>
          </div>
        ))}
        <div className={css['bottom']}>{props.bottom}</div>
      </nav>
      <div className={css['page']}>
        {props.banner}
        {props.children}
      </div>
      <nav className={css['phone']} aria-label="Main" data-no-print>
        {props.phone.map((item) =>
          'to' in item ? (
            <NavLink key={item.label} to={item.to} end={item.isExact ?? false}>
              <Icon of={item.icon} size={20} />
              {item.label}
              {item.count ? <Count count={item.count} /> : null}
            </NavLink>
          ) : (
            <button key={item.label} type="button" onClick={item.onPress}>
              <Icon of={item.icon} size={20} />
              {item.label}
              {item.count ? <Count count={item.count} /> : null}
            </button>
          ),
        )}
      </nav>
      <Layers />
    </div>
  )
}

/** What every page needs once: tooltips, toasts, the polite voice. For pages without the shell. */
export function Layers() {
  return (
    <>
      <TooltipLayer />
      <ToastRegion />
      <LiveAnnouncer />
    </>
  )
}

function SearchButton({ onOpen, icon }: ShellProps['search']) {
  useShortcut({ keys: 'Ctrl K', label: 'Search', group: 'Anywhere', act: onOpen, isGlobal: true })
  useShortcut({ keys: '/', act: onOpen })
  return (
    <button
      type="button"
      className={css['search']}
      onClick={onOpen}
      aria-keyshortcuts="Control+K /"
      data-tooltip-clipped="Search"
      data-tooltip-keys="Ctrl K"
    >
      <Icon of={icon} />
      <span className={css['label']}>Search</span>
      <span className={css['keys']} aria-hidden="true">
        <Kbd keys="Ctrl K" />
      </span>
    </button>
  )
}

/** A row of the sidebar that goes somewhere. */
export function SideLink({ to, label, icon, count, keys, isExact }: NavItem) {
  const [link, setLink] = useState<HTMLAnchorElement | null>(null)
  useShortcut(keys && { keys, label, group: 'Anywhere', act: () => link?.click() })
  return (
    <NavLink
      ref={setLink}
      to={to}
      end={isExact ?? false}
      className={css['link'] as string}
      data-tooltip-clipped={label}
    >
      <Icon of={icon} />
      <span className={css['label']}>{label}</span>
      {count ? <Count count={count} /> : null}
    </NavLink>
  )
}

function Count({ count }: { count: number }) {
  return (
    <>
      {' '}
      <b className={css['count']}>{count}</b>
    </>
  )
}

/** A row at the foot of the sidebar with the look of a link: Lock; as the child of a Menu, the person. */
export function SideButton(
  props: Omit<ComponentProps<'button'>, 'children'> & {
    icon?: ReactNode
    label: string
    keys?: string
    onPress?: () => void
  },
) {
  const { icon, label, keys, onPress, ...rest } = props
  useShortcut(keys && onPress && { keys, label, group: 'Anywhere', act: onPress })
  return (
    <button
      type="button"
      {...(onPress && { onClick: onPress })}
      {...rest}
      className={css['link']}
      data-tooltip-clipped={label}
      aria-keyshortcuts={keys && ariaKeys(keys)}
    >
      {icon}
      <span className={css['label']}>{label}</span>
      {keys && (
        <span className={css['keys']} aria-hidden="true">
          <Kbd keys={keys} />
        </span>
      )}
    </button>
  )
}

/** The organization in which one is; as the child of a Menu it opens the switcher. */
export function OrganizationButton({
  name,
  icon,
  ...rest
}: ComponentProps<'button'> & { name: string; icon: LucideIcon }) {
  return (
    <button type="button" {...rest} className={css['organization']} data-tooltip-clipped={name}>
      <span className={css['square']} aria-hidden="true">
        {firstLetter(name)}
      </span>
      <span className={css['label']}>{name}</span>
      <span className={css['chevron']}>
        <Icon of={icon} size={14} />
      </span>
    </button>
  )
}
