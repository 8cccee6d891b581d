import { useId } from 'react'
import type { Device, Drawing, Group } from '#contract/diagrams.ts'
import { boxOf, centerOf, grown, type Box, type Point } from '../geometry.ts'
import { along, lengthOf, linkPathsOf, type LinkPath } from '../link-paths.ts'
import { DeviceDrawing, GroupDrawing, LinkDrawing } from '../shapes/shapes.tsx'
import { Layers } from '../view/Layers.tsx'
import { framed, type Prepared } from '../view/prepared.ts'
import { ChangeSign } from './ChangeMark.tsx'
import type { DrawingChanges, ElementChange } from './compare-drawings.ts'
import css from './compare.module.css'

interface ChangedPictureProps {
  before: Drawing
  after: Prepared
  changes: DrawingChanges
}

/**
 * Both versions in one picture: what stayed is faint, what is new has a solid frame and a plus, what is gone stands where it
 * stood, hatched, with a minus; what was moved leaves a dotted frame behind and an arrow; what was changed has two frames.
 */
export function ChangedPicture({ before, after, changes }: ChangedPictureProps) {
  const hatch = useId()
  const { shift } = changes
  const oldPaths = linkPathsOf(before)
  return (
    <g aria-hidden="true">
      <defs>
        <pattern id={hatch} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v8" className={css['hatch']} />
        </pattern>
        <marker
          id={`${hatch}-head`}
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <path d="M1 1 9 5 1 9" className={css['head']} />
        </marker>
      </defs>
      <g className={css['stayed']}>
        <Layers of={after} />
      </g>
      {/* What is gone, where it stood. */}
      <g transform={`translate(${shift.x} ${shift.y})`}>
        {changes.elements.map((element) => (
          <Gone key={element.id} of={element} paths={oldPaths} hatch={hatch} />
        ))}
        {changes.elements.map((element) => (
          <LeftBehind key={element.id} of={element} paths={oldPaths} shift={shift} head={`url(#${hatch}-head)`} />
        ))}
      </g>
      {changes.elements.map((element) => (
        <Now key={element.id} of={element} paths={after.paths} />
      ))}
    </g>
  )
}

const isShown = ({ change, movedWith }: ElementChange) => change !== 'moved' || movedWith === undefined

function Gone({ of, paths, hatch }: { of: ElementChange; paths: ReadonlyMap<string, LinkPath>; hatch: string }) {
  if (of.change !== 'removed' || !of.before) return null
  if (of.kind === 'link') {
    const path = paths.get(of.id)
    return (
      path && (
        <g>
          <g className={css['gone']}>
            <LinkDrawing link={of.before} path={path} />
          </g>
          <path d={path.d} className={css['struck']} />
          <Sign change="removed" at={middleOf(path)} />
        </g>
      )
    )
  }
  const box = framed(of.before)
  return (
    <g>
      <g className={css['gone']}>
        <Drawn element={of.before} />
      </g>
      <rect {...box} rx={8} fill={`url(#${hatch})`} />
      <rect {...box} rx={8} className={css['frame']} data-is="removed" />
      <Sign change="removed" at={cornerOf(box)} />
    </g>
  )
}

/** Where something stood that is elsewhere now, and the way it went. */
function LeftBehind(props: { of: ElementChange; paths: ReadonlyMap<string, LinkPath>; shift: Point; head: string }) {
  const { of, paths, shift, head } = props
  if (!of.isMoved || of.movedWith !== undefined || !of.before || !of.after) return null
  if (of.kind === 'link') {
    const path = paths.get(of.id)
    return path && <path d={path.d} className={css['was']} />
  }
  const [from, to] = [framed(of.before), framed(of.after)]
  const [start, end] = [centerOf(from), centerOf({ ...to, x: to.x - shift.x, y: to.y - shift.y })]
  const long = Math.hypot(end.x - start.x, end.y - start.y)
  // Ends before the frame that it leads to.
  const stop = long > 60 ? along([start, end], long - Math.min(to.width, to.height) / 2 - 6) : undefined
  return (
    <g>
      <rect {...from} rx={8} className={css['was']} />
      {stop && <path d={`M${start.x} ${start.y}L${stop.x} ${stop.y}`} className={css['way']} markerEnd={head} />}
    </g>
  )
}

function Now({ of, paths }: { of: ElementChange; paths: ReadonlyMap<string, LinkPath> }) {
  if (of.change === 'removed' || !of.after || !isShown(of)) return null
  if (of.kind === 'link') {
    const path = paths.get(of.id)
    return (
      path && (
        <g>
          <LinkDrawing link={of.after} path={path} />
          <Sign change={of.change} at={middleOf(path)} />
        </g>
      )
    )
  }
  const box = framed(of.after)
  return (
    <g>
      {/* A group's ground would cover what stands in it. */}
      {of.kind === 'device' && <DeviceDrawing device={of.after} />}
      <rect {...box} rx={8} className={css['frame']} data-is={of.change} />
      {of.change === 'changed' && <rect {...grown(box, 4)} rx={11} className={css['frame']} data-is="changed" />}
      <Sign change={of.change} at={cornerOf(box)} />
    </g>
  )
}

const Drawn = ({ element }: { element: Device | Group }) =>
  'shape' in element ? <DeviceDrawing device={element} /> : <GroupDrawing group={element} />

const cornerOf = ({ x, y }: Box): Point => ({ x: x - 4, y: y - 8 })
const middleOf = ({ points, wordsBox }: LinkPath): Point => {
  const { x, y } = along(points, lengthOf(points) / 2)
  return { x: x - 9, y: wordsBox ? wordsBox.y - 20 : y - 9 }
}

function Sign({ change, at }: { change: ElementChange['change']; at: Point }) {
  return (
    <g transform={`translate(${at.x} ${at.y})`}>
      <ChangeSign of={change} />
    </g>
  )
}

/** What of a change is brought into view. */
export function placeOf(of: ElementChange, before: Drawing, after: Prepared, shift: Point): Box | undefined {
  if (of.kind !== 'link') {
    if (of.after) return framed(of.after)
    return of.before && moved(framed(of.before), shift)
  }
  const path = of.after ? after.paths.get(of.id) : linkPathsOf(before).get(of.id)
  if (!path) return undefined
  const at = along(path.points, lengthOf(path.points) / 2)
  const box = { x: at.x - 60, y: at.y - 60, width: 120, height: 120 }
  return of.after ? box : moved(box, shift)
}

/** All that both versions cover together. */
export function boundsOfBoth(before: Drawing, after: Prepared, { elements, shift }: DrawingChanges): Box[] {
  const old = elements.flatMap(({ kind, before }) =>
    kind === 'link' || !before ? [] : [moved('shape' in before ? framed(before) : boxOf(before), shift)],
  )
  const corners = before.links.flatMap(({ id, points }) =>
    elements.some((element) => element.id === id && element.before)
      ? points.map(({ x, y }) => moved({ x, y, width: 0, height: 0 }, shift))
      : [],
  )
  return [after.bounds, ...old, ...corners]
}

const moved = (box: Box, by: Point): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y })
