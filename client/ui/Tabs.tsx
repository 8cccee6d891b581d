import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { NavLink } from 'react-router'
import { cx } from './cx.ts'
import css from './Tabs.module.css'

interface Tab {
  id: string
  label: ReactNode
}

/** Views of one thing on one page: arrow keys move, the panel follows. Where each view has an address, use NavTabs. */
export function Tabs(props: {
  label: string
  tabs: readonly (Tab & { content: ReactNode })[]
  selected?: string
  onSelect?: (id: string) => void
}) {
  const id = useId()
  const [own, setOwn] = useState(props.tabs[0]?.id ?? '')
  const selected = props.selected ?? own
  const select = (next: string) => {
    setOwn(next)
    props.onSelect?.(next)
  }
  return (
    <>
      <TabList id={id} label={props.label} tabs={props.tabs} selected={selected} onSelect={select} />
      <div {...tabPanel(id, selected)} className={css['panel']}>
        {props.tabs.find((tab) => tab.id === selected)?.content}
      </div>
    </>
  )
}

/** What makes an element the panel of a tab of the TabList with this id. */
export function tabPanel(id: string, tab: string) {
  return { id: `${id}-${tab}-panel`, role: 'tabpanel', 'aria-labelledby': `${id}-${tab}` } as const
}

/** The row of tabs alone, for panels that stay on the page while another one is shown. */
export function TabList(props: {
  id: string
  label: string
  tabs: readonly Tab[]
  selected: string
  onSelect: (id: string) => void
}) {
  const { id, tabs, selected, onSelect } = props
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === selected)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
    const next = to === undefined ? undefined : tabs.at(to % tabs.length)
    if (!next) return
    event.preventDefault()
    onSelect(next.id)
    document.getElementById(`${id}-${next.id}`)?.focus()
  }
  return (
    <div className={css['tabs']} role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${id}-${tab.id}`}
          className={css['tab']}
          aria-selected={tab.id === selected}
          aria-controls={tab.id === selected ? `${id}-${tab.id}-panel` : undefined}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}

/** The same look for views with an address of their own. */
export function NavTabs({
  label,
  tabs,
}: {
  label: string
  tabs: readonly { to: string; label: ReactNode; isExact?: boolean }[]
}) {
  return (
    <nav className={css['tabs']} aria-label={label}>
      {tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end={tab.isExact ?? false} className={cx(css['tab'])}>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  )
}
