import type { ReactNode } from 'react'
import type { Handover } from '#contract/handovers.ts'
import css from './handover.module.css'

/** What every step is given. */
export interface StepProps {
  slug: string
  handover: Handover
  /** Who leaves. */
  name: string
}

/** One part of a step: what it is about, what it means, and what is there. */
export function Part(props: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={css['part']} aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.note && <p className={css['note']}>{props.note}</p>}
      {props.children}
    </section>
  )
}

export const Nothing = ({ children }: { children: ReactNode }) => <p className={css['aside']}>{children}</p>
