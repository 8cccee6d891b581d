import { Link } from 'react-router'
import type { Handover } from '#contract/handovers.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Check } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { isDone, steps, stepWords, type Step } from './words.ts'
import css from './handover.module.css'

/** The six steps, in any order: how much is left of each. */
export function StepNav({ handover, current }: { handover: Handover; current: Step }) {
  return (
    <nav aria-label="Steps" data-no-print>
      <ol className={css['steps']}>
        {steps.map((step, index) => {
          const done = isDone(step, handover)
          return (
            <li key={step.id}>
              <Link
                to={`?step=${step.id}`}
                className={css['step']}
                aria-current={step === current ? 'step' : undefined}
                data-done={done || undefined}
                preventScrollReset
              >
                <span className={css['number']} aria-hidden="true">
                  {done ? <Icon of={Check} size={14} /> : index + 1}
                </span>
                <span className={css['stepName']}>{step.name}</span>
                <span className={css['stepLeft']}>
                  {stepWords(step, handover)}
                  {done && <VisuallyHidden>, done</VisuallyHidden>}
                </span>
              </Link>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
