import { memo } from 'react'
import { labelOf, mediumNames } from '#contract/diagrams/twin.ts'
import { cx } from '../../../ui/cx.ts'
import { plural } from '../../../ui/format.ts'
import { Reference } from '../../../ui/Reference.tsx'
import { ReferenceChip } from '../../../ui/ReferenceChip.tsx'
import { documentPath } from '../../documents/addresses.ts'
import { ShapeSign } from '../shapes/shapes.tsx'
import { typeOf } from './element-words.ts'
import type { Prepared } from './prepared.ts'
import type { Placed } from './reading-order.ts'
import { DriftMark } from './StandingMark.tsx'
import type { Standing } from './standing.ts'
import css from './tables.module.css'

interface TwinTablesProps {
  slug: string
  of: Prepared
  standing: ReadonlyMap<string, Standing>
  onOpen: (id: string) => void
}

/** Everything that the drawing says, as two tables: to be read aloud, on a phone, and on paper. */
export const TwinTables = memo(function TwinTables({ slug, of, standing, onOpen }: TwinTablesProps) {
  const { order, drawing } = of
  const byId = new Map(order.map((element) => [element.id, element]))
  const has = {
    addresses: order.some(({ addresses }) => addresses.length > 0),
    group: order.some(({ group }) => group !== undefined),
    bound: standing.size > 0,
    notes: drawing.links.some(({ notes }) => notes.trim() !== ''),
  }
  const name = (element: Placed | undefined) =>
    element && (
      <button type="button" className={css['go']} onClick={() => onOpen(element.id)}>
        {labelOf(element)}
      </button>
    )
  return (
    <>
      <section className={css['section']} aria-labelledby="devices">
        <h2 id="devices">
          Devices <span className={css['count']}>{plural(drawing.devices.length, 'device')}</span>
        </h2>
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col" data-width="wide">
                Name
              </th>
              <th scope="col" data-width="small">
                Type
              </th>
              {has.addresses && (
                <th scope="col" data-width="addresses">
                  Addresses
                </th>
              )}
              {has.group && (
                <th scope="col" data-width="small">
                  Stands in
                </th>
              )}
              {has.bound && (
                <th scope="col" data-width="wide">
                  Stands for
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {order.map((element) => (
              <tr key={element.id} data-is={'shape' in element ? 'device' : 'group'}>
                <th scope="row">
                  <span className={css['name']}>
                    <ShapeSign of={'shape' in element ? element.shape : element.kind} />
                    {name(element)}
                  </span>
                </th>
                <td className={css['type']}>{typeOf(element)}</td>
                {has.addresses && (
                  <td className={cx(css['mono'], css['addresses'])} translate="no">
                    {element.addresses.map((address) => (
                      <span key={address}>{address}</span>
                    ))}
                  </td>
                )}
                {has.group && (
                  <td data-label="in">{element.group !== undefined && labelOf(byId.get(element.group))}</td>
                )}
                {has.bound && (
                  <td>
                    <Records slug={slug} standing={standing.get(element.id)} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {drawing.links.length > 0 && (
        <section className={css['section']} aria-labelledby="links">
          <h2 id="links">
            Links <span className={css['count']}>{plural(drawing.links.length, 'link')}</span>
          </h2>
          <table className={css['table']}>
            <thead>
              <tr>
                <th scope="col" data-width="wide">
                  From
                </th>
                <th scope="col" data-width="wide">
                  To
                </th>
                <th scope="col">Kind</th>
                <th scope="col">Speed</th>
                <th scope="col">Label</th>
                {has.notes && <th scope="col">Notes</th>}
              </tr>
            </thead>
            <tbody>
              {drawing.links.map((link) => (
                <tr key={link.id}>
                  <th scope="row">
                    {name(byId.get(link.from))} {link.fromPort && <code>{link.fromPort}</code>}
                  </th>
                  <td data-label="to">
                    {name(byId.get(link.to))} {link.toPort && <code>{link.toPort}</code>}
                  </td>
                  <td>{mediumNames[link.medium]}</td>
                  <td>{link.speed}</td>
                  <td>{link.label}</td>
                  {has.notes && <td className={css['notes']}>{link.notes.trim()}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
})

function Records({ slug, standing }: { slug: string; standing: Standing | undefined }) {
  return (
    <span className={css['records']}>
      {standing?.records.map(({ reference, chip, drift }) => (
        <span key={reference} className={css['record']}>
          {chip ? <ReferenceChip chip={chip} to={documentPath(slug, reference)} /> : <Reference>{reference}</Reference>}
          {drift && (
            <span className={css['drift']}>
              <DriftMark /> {drift}
            </span>
          )}
        </span>
      ))}
    </span>
  )
}
