import { lazy, Suspense, useMemo, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { placeholdersOf } from './placeholders.ts'
import type { LiveRun } from './use-run.ts'
import css from './runs.module.css'

const FillIn = lazy(async () => ({ default: (await import('./RunDialogs.tsx')).FillIn }))

/** What the commands want to have filled in: asked once, by whoever knows it, and there for all. */
export function RunValues({ run, live }: { run: NonNullable<LiveRun['run']>; live: LiveRun }) {
  const names = useMemo(() => placeholdersOf(run.body), [run.body])
  const { values } = live.standing
  const [isOpen, setOpen] = useState(false)
  if (names.length === 0) return null
  const isMissing = names.some((name) => !values.has(name))
  if ((isMissing || isOpen) && !run.finishedAt)
    return (
      <section className={css['fill']} aria-labelledby="fill-in" data-no-print>
        <h2 id="fill-in">Fill in once, for every command</h2>
        <Suspense>
          <FillIn names={names} live={live} onClose={isMissing ? undefined : () => setOpen(false)} />
        </Suspense>
      </section>
    )
  return (
    <div className={css['values']}>
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{values.get(name)?.text || 'not filled in'}</dd>
          </div>
        ))}
      </dl>
      {!run.finishedAt && (
        <Button variant="quiet" onClick={() => setOpen(true)}>
          Change
        </Button>
      )}
    </div>
  )
}
