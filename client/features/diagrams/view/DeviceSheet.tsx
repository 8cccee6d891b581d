import { lazy, Suspense } from 'react'
import { labelOf } from '#contract/diagrams/twin.ts'
import type { Document } from '#contract/documents.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { DocumentLinks } from '../../documents/DocumentLinks.tsx'
import { ShapeSign } from '../shapes/shapes.tsx'
import { BoundRecord } from './BoundRecord.tsx'
import { linkInWords, linksOf, typeOf } from './element-words.ts'
import type { Prepared } from './prepared.ts'
import type { Placed } from './reading-order.ts'
import type { Standing } from './standing.ts'
import css from './sheet.module.css'

const SystemKit = lazy(async () => ({ default: (await import('./SystemKit.tsx')).SystemKit }))

interface DeviceSheetProps {
  slug: string
  document: Document
  of: Prepared
  element: Placed
  standing: Standing | undefined
  onOpen: (id: string) => void
  onClose: () => void
}

/** One device or group: its addresses, what it is plugged into, and the records that it stands for. */
export function DeviceSheet({ slug, document, of, element, standing, onOpen, onClose }: DeviceSheetProps) {
  const { drawing, order } = of
  const links = linksOf(drawing, element.id)
  const group = order.find(({ id }) => id === element.group)
  const inside = 'shape' in element ? [] : order.filter((each) => each.group === element.id)
  const systems =
    standing?.records.flatMap(({ chip }) => (chip?.kind === 'system' && !chip.archived ? [chip] : [])) ?? []
  const bound = new Set(element.bound)
  const address = `${location.origin}${location.pathname}?device=${element.id}`
  return (
    <Sheet
      title={document.reference}
      onClose={onClose}
      takesFocus
      actions={
        <p className={css['acts']}>
          <span className={css['quiet']}>Link to this {'shape' in element ? 'device' : 'group'}</span>
          <CopyButton text={address} what={`link to ${labelOf(element)}`} />
        </p>
      }
    >
      <article className={css['sheet']}>
        <header className={css['head']}>
          <ShapeSign of={'shape' in element ? element.shape : element.kind} size={40} />
          <div>
            <h3>{labelOf(element)}</h3>
            <p className={css['quiet']}>
              {typeOf(element)}
              {group && (
                <>
                  {' in '}
                  <button type="button" className={css['go']} onClick={() => onOpen(group.id)}>
                    {labelOf(group)}
                  </button>
                </>
              )}
            </p>
          </div>
        </header>
        {element.addresses.length > 0 && (
          <section aria-label="Addresses">
            <h4>{element.addresses.length === 1 ? 'Address' : 'Addresses'}</h4>
            <ul className={css['addresses']}>
              {element.addresses.map((each) => (
                <li key={each}>
                  <span translate="no">{each}</span>
                  <CopyButton text={each} what={each} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {standing && (
          <section aria-label="What it stands for">
            <h4>Stands for</h4>
            <ul className={css['records']}>
              {standing.records.map((record) => (
                <li key={record.reference}>
                  <BoundRecord slug={slug} from={document.id} {...record} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {systems.map((system) => (
          <Suspense key={system.reference}>
            <SystemKit slug={slug} system={system} from={document.id} leavesOut={bound} />
          </Suspense>
        ))}
        {links.length > 0 && (
          <section aria-label="Links">
            <h4>{links.length === 1 ? 'Link' : 'Links'}</h4>
            <ul className={css['links']}>
              {links.map(({ link, other, port, otherPort }) => (
                <li key={link.id}>
                  {port && <code>{port}</code>}
                  <span>
                    to{' '}
                    <button type="button" className={css['go']} onClick={() => onOpen(other.id)}>
                      {labelOf(other)}
                    </button>
                    {otherPort && <code>{otherPort}</code>}
                  </span>
                  <span className={css['quiet']}>{linkInWords(link)}</span>
                  {link.notes.trim() && <p className={css['notes']}>{link.notes.trim()}</p>}
                </li>
              ))}
            </ul>
          </section>
        )}
        {inside.length > 0 && (
          <section aria-label="In it">
            <h4>In it</h4>
            <ul className={css['inside']}>
              {inside.map((each) => (
                <li key={each.id}>
                  <button type="button" className={css['go']} onClick={() => onOpen(each.id)}>
                    {labelOf(each)}
                  </button>
                  <span className={css['quiet']}>{typeOf(each)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {element.notes.trim() && (
          <section aria-label="Notes">
            <h4>Notes</h4>
            <p className={css['notes']}>{element.notes.trim()}</p>
          </section>
        )}
        {document.usedIn.length > 0 && (
          <section aria-label="Used in">
            <h4>This diagram is used in</h4>
            <DocumentLinks slug={slug} documents={document.usedIn} />
          </section>
        )}
      </article>
    </Sheet>
  )
}
