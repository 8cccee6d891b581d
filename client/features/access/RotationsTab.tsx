import { Link } from 'react-router'
import { listRotations, type RotationTask } from '#contract/access.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { classNames } from '../credentials/words.ts'
import { documentPath, editPath } from '../documents/addresses.ts'
import { byTime, FilterTools, Nothing, useFilters } from './filters.tsx'
import { More, usePages } from './use-pages.tsx'
import css from './access.module.css'

const shows = [
  { value: 'all', label: 'All causes' },
  { value: 'left', label: 'Somebody left' },
  { value: 'used', label: 'Glass broken' },
  { value: 'asked', label: 'Asked for' },
] as const

/** @param about a name; of what was asked for, why, or who asked. */
const causeWords = (cause: RotationTask['cause'], about: string): string =>
  ({ left: `${about} saw this and has left`, used: `${about} broke the glass`, asked: `Asked for: ${about}` })[cause]

/** Secrets that must change. Nothing closes a line but a newly saved secret. */
export function RotationsTab({ slug }: { slug: string }) {
  const filters = useFilters(shows, byTime)
  const { show, order, text } = filters
  const narrowed = { slug, order, ...(text !== '' && { text }), ...(show !== 'all' && { cause: show }) }
  const open = usePages([listRotations.path, { ...narrowed, open: 'true' }], (from, options) =>
    call(listRotations, { ...narrowed, ...from }, options),
  )
  const closed = usePages([listRotations.path, { ...narrowed, open: 'false' }], (from, options) =>
    call(listRotations, { ...narrowed, open: 'false', ...from }, options),
  )
  const failed = [open, closed].find(({ isError }) => isError)
  return (
    <>
      <FilterTools filters={filters} label="Search rotations" />
      {failed && <Failed what="The rotation list" error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && open.isPending && <LoadingRows what="the rotation list" rows={4} />}
      {!failed && open.data && open.items.length === 0 && (
        <Nothing filters={filters}>Nothing waits to be rotated.</Nothing>
      )}
      {!failed && open.items.length > 0 && (
        <ul className={css['list']} aria-label="To rotate">
          {open.items.map((task) => (
            <li key={task.id}>
              <span>
                <Link to={documentPath(slug, task.document.reference)}>
                  {task.document.reference} {task.document.title}
                </Link>{' '}
                {task.document.class !== 'standard' && <Badge>{classNames[task.document.class]}</Badge>}
              </span>
              <span className={css['aside']}>
                {causeWords(task.cause, task.about)} · <Time at={task.openedAt} />
              </span>
              <span className={css['acts']}>
                <ButtonLink to={editPath(slug, task.document.reference)}>Rotate</ButtonLink>
              </span>
            </li>
          ))}
        </ul>
      )}
      <More pages={open} what="to rotate" />
      {!failed && closed.items.length > 0 && (
        <section className={css['section']}>
          <h2>Rotated</h2>
          <ul className={css['list']}>
            {closed.items.map((task) => (
              <li key={task.id}>
                <Link to={documentPath(slug, task.document.reference)}>
                  {task.document.reference} {task.document.title}
                </Link>
                <span className={css['aside']}>
                  {causeWords(task.cause, task.about)}. Changed <Time at={task.closedAt ?? task.openedAt} /> by{' '}
                  {task.closedBy}
                </span>
              </li>
            ))}
          </ul>
          <More pages={closed} what="that were rotated" />
        </section>
      )}
    </>
  )
}
