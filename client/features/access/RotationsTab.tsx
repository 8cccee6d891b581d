import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { listRotations, type RotationTask } from '#contract/access.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { classNames } from '../credentials/words.ts'
import { documentPath, editPath } from '../documents/addresses.ts'
import css from './access.module.css'

/** @param about a name; of what was asked for, why, or who asked. */
const causeWords = (cause: RotationTask['cause'], about: string): string =>
  ({ left: `${about} saw this and has left`, used: `${about} broke the glass`, asked: `Asked for: ${about}` })[cause]

/** Secrets that must change. Nothing closes a line but a newly saved secret. */
export function RotationsTab({ slug }: { slug: string }) {
  const open = useQuery(query(listRotations, { slug }))
  const closed = useQuery(query(listRotations, { slug, open: 'false' }))
  if (!open.data) {
    return open.error ? (
      <Failed what="The rotation list" error={open.error} onRetry={() => void open.refetch()} />
    ) : (
      <LoadingRows what="the rotation list" rows={4} />
    )
  }
  return (
    <>
      {open.data.items.length === 0 ? (
        <EmptyState>Nothing waits to be rotated.</EmptyState>
      ) : (
        <ul className={css['list']} aria-label="To rotate">
          {open.data.items.map((task) => (
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
      {closed.data && closed.data.items.length > 0 && (
        <section className={css['section']}>
          <h2>Rotated</h2>
          <ul className={css['list']}>
            {closed.data.items.map((task) => (
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
        </section>
      )}
    </>
  )
}
