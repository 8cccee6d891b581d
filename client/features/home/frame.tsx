import type { ReactNode } from 'react'
import type { Membership } from '#contract/accounts.ts'
import css from './HomePage.module.css'

/** A part of the first page that asks for itself. */
export interface PartProps {
  within: readonly Membership[]
  /** The section around it; there is none where there is nothing to be done. */
  frame: (rows: ReactNode, more?: ReactNode) => ReactNode
}

/** Under a heading of the first page. */
export function Section(props: { title: string; more?: ReactNode; isDigest?: boolean; children: ReactNode }) {
  return (
    <section data-digest={props.isDigest ? '' : undefined}>
      <header className={css['header']}>
        <h2>{props.title}</h2>
        {props.more}
      </header>
      {props.children}
    </section>
  )
}
