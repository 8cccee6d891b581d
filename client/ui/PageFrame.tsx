import { useEffect, useRef, type ReactNode } from 'react'
import { Link, NavigationType, useLocation, useNavigationType } from 'react-router'
import { Kbd } from './Kbd.tsx'
import { Reference } from './Reference.tsx'
import css from './PageFrame.module.css'

export interface Crumb {
  label: string
  to?: string
  /** A reference: mono. */
  isReference?: boolean
}

export interface PageFrameProps {
  /** Of the browser's tab, most particular first: `['RB-14', 'Runbooks', 'Calder & Wick']`. */
  title: readonly string[]
  /** List pages carry their h1 in the top bar; pages of one thing have breadcrumbs there and a PageTitle in the body. */
  heading?: string | undefined
  /** Beside the heading: "6 need you · 41 of 52 verified". */
  summary?: ReactNode
  crumbs?: readonly Crumb[] | undefined
  actions?: ReactNode
  /** Slim banner between bar and page. */
  banner?: ReactNode
  /** What stands beside the text: 332 px on wide screens, below it on narrow ones. */
  rail?: ReactNode
  railLabel?: string
  /** Sticks to the lower edge: the keys of this page. */
  footer?: ReactNode
  children: ReactNode
}

/** The frame that stays in every state: top bar, main, perhaps a rail. */
export function PageFrame(props: PageFrameProps) {
  const title = props.title.join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <header className={css['bar']} data-no-print>
        {props.crumbs && <Crumbs crumbs={props.crumbs} />}
        {props.heading && <Heading className={css['heading'] as string}>{props.heading}</Heading>}
        {props.summary && <div className={css['summary']}>{props.summary}</div>}
        {props.actions && <div className={css['actions']}>{props.actions}</div>}
      </header>
      {props.banner}
      <div className={css['columns']} data-rail={props.rail ? '' : undefined}>
        <main id="main" tabIndex={-1} className={css['main']}>
          {props.children}
        </main>
        {props.rail && (
          <aside className={css['rail']} aria-label={props.railLabel ?? 'Beside the text'}>
            <div className={css['railInner']}>{props.rail}</div>
          </aside>
        )}
      </div>
      {props.footer}
    </>
  )
}

/** The room of a text page: margins as in a book, 68 characters wide; with `isWide` all there is, for a drawing. */
export function PageBody({ children, isWide }: { children: ReactNode; isWide?: boolean | undefined }) {
  return (
    <div className={css['body']} data-wide={isWide || undefined}>
      {children}
    </div>
  )
}

/** The one h1 of a page of one thing, with its meta line below. */
export function PageTitle({ children, meta }: { children: ReactNode; meta?: ReactNode }) {
  return (
    <>
      <Heading className={css['title'] as string}>{children}</Heading>
      {meta && <div className={css['meta']}>{meta}</div>}
    </>
  )
}

/** A part of the rail or of a form page under a small heading. */
export function RailCard({ title, keys, children }: { title: string; keys?: string; children: ReactNode }) {
  return (
    <section className={css['card']}>
      <h2 className={css['cardTitle']}>
        {title}
        {keys && <Kbd keys={keys} />}
      </h2>
      {children}
    </section>
  )
}

/** The keys of a list, along the lower edge. */
export function KeyLegend({ keys }: { keys: readonly (readonly [keys: readonly string[], words: string])[] }) {
  return (
    <div className={css['legend']} aria-hidden="true" data-no-print>
      {keys.map(([names, words]) => (
        <span key={words}>
          {names.map((name) => (
            <Kbd key={name} keys={name} />
          ))}{' '}
          {words}
        </span>
      ))}
    </div>
  )
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav className={css['crumbs']} aria-label="Breadcrumbs">
      <ol>
        {crumbs.map((crumb, index) => {
          const words = crumb.isReference ? <Reference>{crumb.label}</Reference> : crumb.label
          const isLast = index === crumbs.length - 1
          return (
            <li key={crumb.label} aria-current={isLast ? 'page' : undefined}>
              {crumb.to && !isLast ? <Link to={crumb.to}>{words}</Link> : words}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

/** Where the focus went last. Only a new path moves it: filters and peeks in the query string do not. */
let focusedPath: string | undefined

export function Heading({ className, children }: { className: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  const how = useNavigationType()
  useEffect(() => {
    const isFirst = focusedPath === undefined
    if (focusedPath === pathname) return
    focusedPath = pathname
    if (isFirst) return
    if (how !== NavigationType.Pop) scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [pathname, how])
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  )
}
