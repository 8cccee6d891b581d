import { useEffect, type ReactNode } from 'react'
import { Heading } from '../../ui/PageFrame.tsx'
import { ServerSees } from './ServerSees.tsx'
import css from './Door.module.css'

/** The frame of every page before the vault: which vault this is, one form, what the server can see. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Runkeep`
  }, [title])
  return (
    <div className={css['page']}>
      <header className={css['brand']}>
        <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="7" className={css['square']} />
          <circle cx="16" cy="16" r="9.5" className={css['ring']} />
          <path d="M16 16V9.8A6.2 6.2 0 1 1 9.8 16Z" className={css['sector']} />
        </svg>
        <span>
          <strong>Runkeep</strong> at <code className={css['host']}>{location.host}</code>
        </span>
      </header>
      <main id="main" className={css['main']}>
        <Heading className={css['title'] as string}>{title}</Heading>
        {lead && <div className={css['lead']}>{lead}</div>}
        {children}
      </main>
      <footer className={css['footer']}>
        <ServerSees />
      </footer>
    </div>
  )
}
