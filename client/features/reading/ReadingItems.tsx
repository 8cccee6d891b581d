import { Link } from 'react-router'
import type { ReadingItem } from '#contract/reading-lists.ts'
import { Button } from '../../ui/Button.tsx'
import { FreshnessMark } from '../../ui/FreshnessMark.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Check, ExternalLink } from '../../ui/icons.ts'
import { Reference } from '../../ui/Reference.tsx'
import { Time } from '../../ui/Time.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { documentPath, historyPath } from '../documents/addresses.ts'
import { itemAddress, minutesWords } from './words.ts'
import css from './reading.module.css'

interface ReadingItemsProps {
  slug: string
  list: string
  /** Who gave the list to the reader, and so knows who can open what is shut. */
  ask: string | undefined
  sections: readonly { title: string; items: readonly ReadingItem[] }[]
  next: string | undefined
  onRead: (item: ReadingItem) => void
  isPending: boolean
}

/** The list in its order: what, why, how long, and whether it is read. */
export function ReadingItems({ slug, list, ask, sections, next, onRead, isPending }: ReadingItemsProps) {
  return sections.map((section, at) => (
    <section key={`${at} ${section.title}`} aria-label={section.title}>
      <h2 className={css['section']}>{section.title}</h2>
      <ol className={css['items']}>
        {section.items.map((item) => (
          <li key={item.id} data-next={item.id === next || undefined} data-read={item.mine === 'read' || undefined}>
            <span className={css['mark']}>
              {item.mine === 'read' ? <Icon of={Check} size={16} /> : null}
              <VisuallyHidden>{item.mine === 'read' ? 'Read' : item.id === next ? 'Next' : 'Not read'}</VisuallyHidden>
            </span>
            <div className={css['what']}>
              <p className={css['name']}>
                <ItemLink slug={slug} list={list} item={item} ask={ask} />
                {item.reference && <Reference>{item.reference}</Reference>}
                {item.state && item.intervalDays !== undefined && item.state !== 'verified' && (
                  <FreshnessMark
                    state={item.state}
                    intervalDays={item.intervalDays}
                    daysLeft={item.daysLeft}
                    size={14}
                  />
                )}
              </p>
              {item.why && <p className={css['why']}>{item.why}</p>}
              {item.isArchived && !item.isClosed && (
                <p className={css['why']}>Archived: nobody is asked to read it. Take it out of the list.</p>
              )}
              {item.mine === 'again' && item.reference && item.readRevision !== undefined && (
                <p className={css['again']}>
                  Changed since you read version {item.readRevision}.{' '}
                  <Link to={`${historyPath(slug, item.reference)}?from=${item.readRevision}&to=${item.revision ?? ''}`}>
                    See what changed
                  </Link>
                </p>
              )}
            </div>
            <span className={css['aside']}>
              {isShut(item) ? null : item.mine === 'read' && item.readAt ? (
                <Time at={item.readAt} />
              ) : (
                minutesWords(item.minutes)
              )}
            </span>
            {!isShut(item) && item.mine !== 'read' && (
              <Button
                variant="quiet"
                isPending={isPending}
                onClick={() => onRead(item)}
                {...(item.id === next && { keys: 'M' })}
              >
                Mark read<VisuallyHidden> {item.title}</VisuallyHidden>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  ))
}

const isShut = ({ isClosed, isArchived }: ReadingItem): boolean => isClosed || isArchived

function ItemLink(props: { slug: string; list: string; item: ReadingItem; ask: string | undefined }) {
  const { slug, list, item, ask } = props
  const to = itemAddress(slug, list, item, documentPath)
  if (!to) return <span className={css['aside']}>Not open to you yet. Ask {ask ?? 'a key holder'} for access.</span>
  if (item.reference) return <Link to={to}>{item.title}</Link>
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {item.title}
      <Icon of={ExternalLink} size={13} />
    </a>
  )
}
