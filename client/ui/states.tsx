import { useEffect, useState, type ReactNode } from 'react'
import { announce } from './LiveAnnouncer.tsx'
import css from './states.module.css'

/** Nothing here yet: one line, one act, perhaps one link. Also for "no results", with the way out as the act. */
export function EmptyState({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div className={css['state']}>
      <p>{children}</p>
      {actions && <div className={css['actions']}>{actions}</div>}
    </div>
  )
}

/** What failed, what is safe, one act, a small code for whoever is asked. */
export function ErrorState(props: {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  code?: string | undefined
}) {
  return (
    <div className={css['state']} role="alert">
      <p>
        <strong>{props.title}</strong>
      </p>
      {props.children && <p>{props.children}</p>}
      <div className={css['actions']}>
        {props.actions}
        {props.code && <span className={css['code']}>{props.code}</span>}
      </div>
    </div>
  )
}

/** Nothing for 150 ms, then rows of true height; said once after a second. */
export function LoadingRows({ what, rows = 8 }: { what: string; rows?: number }) {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const show = setTimeout(() => setShown(true), 150)
    const say = setTimeout(() => announce(`Loading ${what}`), 1_000)
    return () => {
      clearTimeout(show)
      clearTimeout(say)
    }
  }, [what])
  return (
    <div className={css['loading']} aria-busy="true" data-loading={what}>
      {isShown && Array.from({ length: rows }, (_, row) => <div key={row} className={css['row']} />)}
    </div>
  )
}

/** The same for a page of text: a title and some lines. */
export function LoadingText({ what }: { what: string }) {
  return (
    <div className={css['text']}>
      <LoadingRows what={what} rows={6} />
    </div>
  )
}
