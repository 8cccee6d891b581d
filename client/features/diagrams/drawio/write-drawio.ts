import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import { boxOf, outerFirst } from '../geometry.ts'
import { groupStyles, mediumStyles, portStyle, shapeStyles } from './drawio-styles.ts'
import {
  addressesPlaceholder,
  fromPortId,
  layerId,
  marks,
  rootId,
  showsAddresses,
  shownOnLink,
  toPortId,
} from './our-marks.ts'

/**
 * A drawing as a draw.io file: one plain page, shapes that draw.io knows, and what draw.io has no place for in attributes
 * of its objects, so that bringing it in again gives the same drawing. A picture that lies under the devices does not go.
 * @param title names the page
 * @param organization the slug: references mean something in it only
 */
export function writeDrawio(
  drawing: Drawing,
  { title, organization }: { title: string; organization?: string },
): string {
  const places = new Map([...drawing.groups, ...drawing.devices].map((element) => [element.id, element]))
  const root = object(
    {
      label: '',
      [marks.format]: drawing.format,
      [marks.organization]: organization,
      [marks.notes]: drawing.notes,
      id: rootId,
    },
    tag('mxCell', {}),
  )
  const cells = [
    root,
    tag('mxCell', { id: layerId, parent: rootId }),
    ...outerFirst(drawing.groups).map((group) => placed(group, places)),
    ...drawing.devices.map((device) => placed(device, places)),
    ...drawing.links.flatMap(linkCells),
  ]
  const model = tag(
    'mxGraphModel',
    {
      grid: '1',
      gridSize: '8',
      guides: '1',
      tooltips: '1',
      connect: '1',
      arrows: '1',
      fold: '1',
      page: '0',
      math: '0',
      shadow: '0',
    },
    tag('root', {}, cells.join('\n')),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('mxfile', { host: 'Runkeep' }, tag('diagram', { id: 'runkeep', name: title }, model))}\n`
}

function placed(element: Device | Group, places: ReadonlyMap<string, Device | Group>): string {
  const { id, label, addresses, notes, bound, group } = element
  const isDevice = 'shape' in element
  const around = group === undefined ? undefined : places.get(group)
  const box = boxOf(element)
  const hasAddresses = showsAddresses(element)
  const usual = [element.width === undefined && 'width', element.height === undefined && 'height'].filter(Boolean)
  return object(
    {
      label: [asHtml(label), hasAddresses && addressesPlaceholder].filter(Boolean).join('<br>'),
      placeholders: hasAddresses ? '1' : undefined,
      [isDevice ? marks.shape : marks.kind]: isDevice ? element.shape : element.kind,
      [marks.label]: label,
      [marks.addresses]: addresses.join('\n'),
      [marks.notes]: notes,
      [marks.bound]: bound.join(' '),
      [marks.usual]: usual.join(' '),
      id,
    },
    tag(
      'mxCell',
      {
        style: isDevice ? shapeStyles[element.shape] : groupStyles[element.kind],
        parent: around ? around.id : layerId,
        vertex: '1',
      },
      tag('mxGeometry', {
        x: written(box.x - (around?.x ?? 0)),
        y: written(box.y - (around?.y ?? 0)),
        width: written(box.width),
        height: written(box.height),
        as: 'geometry',
      }),
    ),
  )
}

function linkCells(link: Link): string[] {
  const corners = link.points.map(({ x, y }) => tag('mxPoint', { x: written(x), y: written(y) })).join('')
  const edge = object(
    {
      label: asHtml(shownOnLink(link)),
      [marks.medium]: link.medium,
      [marks.label]: link.label,
      [marks.speed]: link.speed,
      [marks.fromPort]: link.fromPort,
      [marks.toPort]: link.toPort,
      [marks.notes]: link.notes,
      id: link.id,
    },
    tag(
      'mxCell',
      { style: mediumStyles[link.medium], parent: layerId, source: link.from, target: link.to, edge: '1' },
      tag('mxGeometry', { relative: '1', as: 'geometry' }, corners && tag('Array', { as: 'points' }, corners)),
    ),
  )
  return [
    edge,
    ...(link.fromPort ? [port(fromPortId(link), link, link.fromPort, '-0.75')] : []),
    ...(link.toPort ? [port(toPortId(link), link, link.toPort, '0.75')] : []),
  ]
}

const port = (id: string, link: Link, text: string, at: string): string =>
  tag(
    'mxCell',
    { id, value: asHtml(text), style: portStyle, parent: link.id, vertex: '1', connectable: '0' },
    tag('mxGeometry', { x: at, relative: '1', as: 'geometry' }, tag('mxPoint', { as: 'offset' })),
  )

type Attributes = Readonly<Record<string, string | undefined>>

/** An object of draw.io: a cell with data. What is empty is left out, but for the label. */
const object = (attributes: Attributes, cell: string): string =>
  tag(
    'UserObject',
    Object.fromEntries(Object.entries(attributes).filter(([name, value]) => value || name === 'label')),
    cell,
  )

function tag(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`
}

/** An attribute's text. Breaks of lines stay breaks; what XML 1.0 cannot say at all becomes U+FFFD. */
const escaped = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    // eslint-disable-next-line no-control-regex -- XML 1.0, section 2.2: no such characters
    .replace(/[\u0000-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')

/** Labels are HTML there. */
const asHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** A hundredth of a pixel is enough, and survives being taken from one corner and added to another. */
const written = (value: number): string => String(Math.round(value * 100) / 100)
