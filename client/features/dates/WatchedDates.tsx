import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import Plus from 'lucide-react/icons/plus'
import { useLocation } from 'react-router'
import { listWatched, type WatchedDate } from '#contract/dates.ts'
import type { Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { Ellipsis } from '../../ui/icons.ts'
import { Menu } from '../../ui/Menu.tsx'
import { Person } from '../../ui/Person.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { markOf, watchedWords, watchNames } from './words.ts'
import css from './dates.module.css'

const WatchDialog = lazy(async () => ({ default: (await import('./WatchDialog.tsx')).WatchDialog }))
const EndWatchDialog = lazy(async () => ({ default: (await import('./EndWatchDialog.tsx')).EndWatchDialog }))

type Asked = { act: 'add' } | { act: 'change' | 'renew' | 'end'; date: WatchedDate }

/** Dates to watch of a system or a vendor, the soonest first. `?date=…` brings one into sight. */
export function WatchedDates({ slug, document }: { slug: string; document: Document }) {
  const { reference, level, archivedAt } = document
  const dates = useQuery(query(listWatched, { slug, reference }))
  const [asked, setAsked] = useState<Asked>()
  const named = new URLSearchParams(useLocation().search).get('date')
  const mayEdit = level >= levels.edit && !archivedAt
  const items = dates.data?.items
  const close = () => setAsked(undefined)
  return (
    <section className={css['section']} aria-labelledby="dates-to-watch">
      <header className={css['header']}>
        <h2 id="dates-to-watch">Dates to watch</h2>
        {mayEdit && (
          <Button variant="quiet" icon={Plus} onClick={() => setAsked({ act: 'add' })} data-no-print>
            Add date
          </Button>
        )}
      </header>
      {dates.isPending && <LoadingRows what="its dates" rows={2} />}
      {dates.isError && !items && <Failed what="Its dates" error={dates.error} onRetry={() => void dates.refetch()} />}
      {items?.length === 0 && (
        <p className={css['none']}>None yet: a domain, a certificate, a licence, a warranty, or whatever runs out.</p>
      )}
      {items && items.length > 0 && (
        <ul className={css['list']}>
          {items.map((date) => (
            <Row
              key={date.id}
              date={date}
              isNamed={date.id === named}
              onAct={mayEdit ? (act) => setAsked({ act, date }) : undefined}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {asked && asked.act !== 'end' && (
          <WatchDialog
            slug={slug}
            document={document}
            date={asked.act === 'add' ? undefined : asked.date}
            isRenewal={asked.act === 'renew'}
            onClose={close}
          />
        )}
        {asked?.act === 'end' && <EndWatchDialog slug={slug} date={asked.date} onClose={close} />}
      </Suspense>
    </section>
  )
}

interface RowProps {
  date: WatchedDate
  isNamed: boolean
  onAct: ((act: 'change' | 'renew' | 'end') => void) | undefined
}

function Row({ date, isNamed, onAct }: RowProps) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isNamed) row.current?.scrollIntoView({ block: 'center' })
  }, [isNamed])
  const { name, kind, owner, note, state, before } = date
  return (
    <li ref={row} className={css['row']} data-named={isNamed || undefined}>
      <div className={css['name']}>
        <strong>{name}</strong> <span className={css['aside']}>{watchNames[kind]}</span>
      </div>
      <FreshnessLabel {...markOf(date)}>{watchedWords(date)}</FreshnessLabel>
      {owner && <Person {...owner} />}
      {onAct && (
        <div className={css['acts']} data-no-print>
          <Button variant={state === 'later' ? 'quiet' : 'default'} onClick={() => onAct('renew')}>
            Renewed
          </Button>
          <Menu
            label={`Acts on ${name}`}
            groups={[
              [
                { id: 'change', label: 'Change', onAct: () => onAct('change') },
                { id: 'end', label: 'Watch it no longer', onAct: () => onAct('end') },
              ],
            ]}
          >
            <IconButton icon={Ellipsis} label={`More about ${name}`} />
          </Menu>
        </div>
      )}
      {note.trim() !== '' && <p className={css['note']}>{note}</p>}
      {before.length > 0 && (
        <details className={css['before']}>
          <summary>{before.length === 1 ? 'Renewed once' : `Renewed ${before.length} times`}</summary>
          <ul>
            {before.map(({ on, at, by }) => (
              <li key={at}>
                Until {formatDay(on)}, renewed by {by} on {formatDay(at)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}
