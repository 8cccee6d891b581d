import type { Budget, XmlReader } from './xml.ts'
import { readXml } from './xml.ts'
import { DrawioError } from './drawio-error.ts'
import { limits } from './limits.ts'

export interface XY {
  x: number
  y: number
}

/** A cell of draw.io's model, as it stands in the file: a shape, a line, a layer. */
export interface Cell {
  id: string
  /** As written: HTML where the style says `html=1`. */
  label: string
  /** Of `<object>` and `<UserObject>`: everything else that was written of it, by name. */
  data: ReadonlyMap<string, string>
  style: string
  parent: string | undefined
  isVertex: boolean
  isEdge: boolean
  isHidden: boolean
  isFolded: boolean
  source: string | undefined
  target: string | undefined
  /** Of shapes relative to the parent; of what hangs on a line or shape by parts of it (`isRelative`). */
  x: number
  y: number
  width: number
  height: number
  isRelative: boolean
  offset: XY
  sourcePoint: XY | undefined
  targetPoint: XY | undefined
  points: XY[]
  /** Its size while unfolded, where it is folded. */
  unfolded: { width: number; height: number } | undefined
}

/**
 * Collects the cells below one `mxGraphModel`. Use `open` and `close` as the reader of XML within that element.
 * @throws DrawioError 'too-many'
 */
export class CellReader implements Required<Pick<XmlReader, 'close'>> {
  readonly cells: Cell[] = []
  #object: { data: Map<string, string>; id: string; label: string } | undefined
  #cell: Cell | undefined
  #isInPoints = false

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    const of = (key: string) => attributes.get(key)
    if (name === 'object' || name === 'UserObject') {
      const data = new Map([...attributes].filter(([key]) => key !== 'id' && key !== 'label'))
      this.#object = { data, id: of('id') ?? '', label: of('label') ?? '' }
    } else if (name === 'mxCell') this.#begin(of)
    else if (!this.#cell) return
    else if (name === 'mxGeometry' && (of('as') ?? 'geometry') === 'geometry') this.#place(this.#cell, of)
    else if (name === 'Array') this.#isInPoints = of('as') === 'points'
    else if (name === 'mxPoint') this.#point(this.#cell, of('as'), { x: number(of('x')), y: number(of('y')) })
    else if (name === 'mxRectangle' && of('as') === 'alternateBounds')
      this.#cell.unfolded = { width: number(of('width')), height: number(of('height')) }
  }

  close(name: string): void {
    if (name === 'Array') this.#isInPoints = false
    else if (name === 'object' || name === 'UserObject') this.#object = undefined
    else if (name === 'mxCell') this.#cell = undefined
  }

  #begin(of: (key: string) => string | undefined): void {
    if (this.cells.length >= limits.cellsOfPage)
      throw new DrawioError(
        'too-many',
        `A page of this file has more than ${limits.cellsOfPage.toLocaleString('en')} shapes and lines. Split it in draw.io.`,
      )
    const object = this.#object
    this.#cell = {
      id: object?.id || of('id') || '',
      label: object?.label ?? of('value') ?? '',
      data: object?.data ?? nothing,
      style: of('style') ?? '',
      parent: of('parent'),
      isVertex: of('vertex') === '1',
      isEdge: of('edge') === '1',
      isHidden: of('visible') === '0',
      isFolded: of('collapsed') === '1',
      source: of('source'),
      target: of('target'),
      x: 0,
      y: 0,
      width: 0,
      height: 0,
      isRelative: false,
      offset: { x: 0, y: 0 },
      sourcePoint: undefined,
      targetPoint: undefined,
      points: [],
      unfolded: undefined,
    }
    this.cells.push(this.#cell)
  }

  #place(cell: Cell, of: (key: string) => string | undefined): void {
    cell.x = number(of('x'))
    cell.y = number(of('y'))
    cell.width = Math.max(0, number(of('width')))
    cell.height = Math.max(0, number(of('height')))
    cell.isRelative = of('relative') === '1'
  }

  #point(cell: Cell, as: string | undefined, point: XY): void {
    if (this.#isInPoints) cell.points.push(point)
    else if (as === 'offset') cell.offset = point
    else if (as === 'sourcePoint') cell.sourcePoint = point
    else if (as === 'targetPoint') cell.targetPoint = point
  }
}

const nothing: ReadonlyMap<string, string> = new Map()

/** What is no number, or beyond any sheet of paper, is 0 or the edge. */
function number(text: string | undefined): number {
  const value = Number(text ?? 0)
  return Number.isFinite(value) ? Math.min(Math.max(value, -10_000_000), 10_000_000) : 0
}

/** The cells of a packed page. */
export function cellsOf(xml: string, budget: Budget): Cell[] {
  const reader = new CellReader()
  const found = { isModel: false }
  readXml(
    xml,
    {
      open({ name, attributes }) {
        if (name === 'mxGraphModel') found.isModel = true
        else if (found.isModel) reader.open(name, attributes)
      },
      close: (name) => reader.close(name),
    },
    budget,
  )
  if (!found.isModel)
    throw new DrawioError('damaged', 'A page of this file has no drawing in it. Save it again in draw.io.')
  return reader.cells
}
