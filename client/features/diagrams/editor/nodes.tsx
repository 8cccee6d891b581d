import { memo, use, useState, type ReactNode } from 'react'
import { Handle, NodeResizer, Position, type NodeProps } from '@xyflow/react'
import type { Device, Group } from '#contract/diagrams.ts'
import { isBoxed } from '../geometry.ts'
import { DeviceDrawing, GroupDrawing } from '../shapes/shapes.tsx'
import { ConnectingContext, useOnSheet } from './editing-context.ts'
import type { DeviceFlowNode, GroupFlowNode } from './flow-elements.ts'
import css from './Canvas.module.css'

/** A device on the sheet: its drawing with its corner at 0, 0, and the dots from which links are drawn. */
export const DeviceNode = memo(function DeviceNode({ data, selected }: NodeProps<DeviceFlowNode>) {
  const { element, isHotSpot } = data
  return (
    <Linkable isSelected={selected} hasWordsBelow={!isBoxed(element.shape)}>
      {selected && isBoxed(element.shape) && <Resizer element={element} />}
      <svg className={css['drawing']} aria-hidden focusable="false">
        <DeviceDrawing device={atCorner(element)} isHotSpot={isHotSpot} />
      </svg>
    </Linkable>
  )
})

export const GroupNode = memo(function GroupNode({ data, selected }: NodeProps<GroupFlowNode>) {
  return (
    <Linkable isSelected={selected} hasWordsBelow={false}>
      {selected && <Resizer element={data.element} />}
      <svg className={css['drawing']} aria-hidden focusable="false">
        <GroupDrawing group={atCorner(data.element)} />
      </svg>
    </Linkable>
  )
})

/** A handle is dear, and there may be a thousand elements: only where a link could begin or end has it. */
function Linkable(props: { isSelected: boolean; hasWordsBelow: boolean; children: ReactNode }) {
  const isConnecting = use(ConnectingContext)
  const [isNear, setNear] = useState(false)
  return (
    <div className={css['element']} onPointerEnter={() => setNear(true)} onPointerLeave={() => setNear(false)}>
      {props.children}
      {(isNear || isConnecting || props.isSelected) && <LinkHandle hasWordsBelow={props.hasWordsBelow} />}
    </div>
  )
}

const atCorner = <Element extends Device | Group>(element: Element): Element => ({ ...element, x: 0, y: 0 })

/** Covers the whole element, so that a link may be let go anywhere on it; only its dots begin one. */
const LinkHandle = memo(function LinkHandle({ hasWordsBelow }: { hasWordsBelow: boolean }) {
  return (
    <Handle type="source" position={Position.Top} className={css['handle']}>
      <i data-side="top" />
      <i data-side="right" />
      {!hasWordsBelow && <i data-side="bottom" />}
      <i data-side="left" />
    </Handle>
  )
})

function Resizer({ element }: { element: Device | Group }) {
  const { resize } = useOnSheet()
  return (
    <NodeResizer
      minWidth={48}
      minHeight={32}
      lineClassName={css['resizeLine'] as string}
      handleClassName={css['resizeHandle'] as string}
      onResizeEnd={(_event, { x, y, width, height }) => resize(element.id, { x, y, width, height })}
    />
  )
}
