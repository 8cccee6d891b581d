import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Reference } from '../../ui/Reference.tsx'
import css from './HomePage.module.css'

/** What is to be done, one below the other. */
export const WorkRows = ({ children }: { children: ReactNode }) => <ul className={css['rows']}>{children}</ul>

/** One thing to be done: what it is, and below it what one has to know before going there. */
export function WorkRow(props: {
  to: string
  /** 15 px: a mark, a ring, a person's square. */
  mark: ReactNode
  title: ReactNode
  reference?: string | undefined
  /** Joined by dots; what is absent is left out. */
  detail: readonly ReactNode[]
}) {
  const { to, mark, title, reference, detail } = props
  const said = detail.filter((each) => each !== undefined && each !== false && each !== '')
  return (
    <li>
      <Link to={to} className={css['work']}>
        <span className={css['mark']}>{mark}</span>
        <span className={css['title']}>{title}</span>
        {reference && (
          <span className={css['reference']}>
            <Reference>{reference}</Reference>
          </span>
        )}
        <span className={css['detail']}>
          {said.map((each, at) => (
            <span key={at}>
              {at > 0 && ' · '}
              {each}
            </span>
          ))}
        </span>
      </Link>
    </li>
  )
}
