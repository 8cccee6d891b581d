import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  ConnectionMode,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type EdgeChange,
  type NodeChange,
  type ReactFlowProps,
} from '@xyflow/react'
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx'
import { boundsOf, boxOf, centerOf, step, type Box } from '../geometry.ts'
import { guidesOf, type Guide } from './arrange.ts'
import { keyActs } from './canvas-keys.ts'
import { moved, resized } from './canvas-changes.ts'
import { ConnectionLine, Guides, UnderPicture } from './CanvasLayers.tsx'
import { edgesOf, nodesOf, type FlowEdge, type FlowNode } from './flow-elements.ts'
import { DeviceNode, GroupNode } from './nodes.tsx'
import { LinkEdge } from './LinkEdge.tsx'
import { ConnectingContext, EditingContext } from './editing-context.ts'
import { useStable } from './use-stable.ts'
import { placedAt, placedOf } from './deeds.ts'
import { useClipboard } from './use-clipboard.ts'
import type { Editing } from './use-editing.ts'
import { ZoomBar } from './ZoomBar.tsx'
import './flow.css'
import css from './Canvas.module.css'

const nodeTypes = { device: DeviceNode, group: GroupNode }
const edgeTypes = { link: LinkEdge }
const snapGrid: [number, number] = [step, step]
const fitOptions = { padding: 0.12, maxZoom: 1 }
const alsoKeys = ['Control', 'Meta']
const proOptions = { hideAttribution: true }
const minZoom = 0.1
const maxZoom = 3

type Handlers = Required<
  Pick<
    ReactFlowProps<FlowNode, FlowEdge>,
    | 'onNodesChange'
    | 'onEdgesChange'
    | 'onNodeClick'
    | 'onEdgeClick'
    | 'onNodeDoubleClick'
    | 'onEdgeDoubleClick'
    | 'onNodeDragStop'
    | 'onSelectionDragStop'
    | 'onConnectStart'
    | 'onConnectEnd'
    | 'onConnect'
    | 'isValidConnection'
    | 'onPaneClick'
    | 'onMoveStart'
    | 'onMoveEnd'
    | 'onInit'
  >
>

interface CanvasProps {
  editing: Editing
  /** Address of the picture that lies under the devices, once it is at hand. */
  picture: string | undefined
  onOpenFields: () => void
  /** The palette finds out here where something was let go. */
  dropRef: RefObject<((clientX: number, clientY: number) => { x: number; y: number } | undefined) | undefined>
}

/** The sheet: React Flow moves, zooms and connects; what the drawing is stays with the editor. */
export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Sheet {...props} />
    </ReactFlowProvider>
  )
}

function Sheet({ editing, picture, onOpenFields, dropRef }: CanvasProps) {
  const { drawing, selection, current, linkingFrom, apply, select, setCurrent, sheetRef } = editing
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const wrapper = useRef<HTMLDivElement>(null)
  const [nodes, setNodes] = useState<FlowNode[]>(() => nodesOf([], drawing, selection, current))
  const [edges, setEdges] = useState<FlowEdge[]>(() => edgesOf([], drawing, selection, current))
  const [guides, setGuides] = useState<readonly Guide[]>([])
  const [isConnecting, setConnecting] = useState(false)
  const help = useId()
  // An empty sheet stays where it is: else the first device would jump to its middle.
  const [isFitted] = useState(() => placedOf(drawing).length > 0)

  const [synced, setSynced] = useState({ drawing, selection, current })
  if (synced.drawing !== drawing || synced.selection !== selection || synced.current !== current) {
    setSynced({ drawing, selection, current })
    setNodes(nodesOf(nodes, drawing, selection, current))
    setEdges(edgesOf(edges, drawing, selection, current))
  }

  const hasPicture = drawing.picture !== undefined
  const latest = useStable({ drawing: () => drawing })

  const element = useCallback((id: string) => wrapper.current?.querySelector<HTMLElement>(`[data-id="${id}"]`), [])
  useEffect(() => {
    sheetRef.current = {
      middle: () => {
        const box = wrapper.current?.getBoundingClientRect()
        return box ? flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 }) : { x: 0, y: 0 }
      },
      focus: (id) => {
        // Now, so that the next key already arrives there, however soon it comes; what was just made is drawn first.
        if (!element(id)) flushSync(() => {})
        const there = element(id)
        if (there) there.focus({ preventScroll: true })
        else requestAnimationFrame(() => element(id)?.focus({ preventScroll: true }))
      },
      hasFocus: () => wrapper.current?.contains(document.activeElement) === true,
      fit: () => {
        const all = hasPicture ? boundsOf(latest.drawing()) : undefined
        void (all ? flow.fitBounds(all, { padding: 0.06 }) : flow.fitView(fitOptions))
      },
    }
    return () => {
      sheetRef.current = undefined
    }
  }, [sheetRef, flow, element, hasPicture, latest])
  useEffect(() => {
    dropRef.current = (clientX, clientY) => {
      const box = wrapper.current?.getBoundingClientRect()
      if (!box || clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom)
        return undefined
      return flow.screenToFlowPosition({ x: clientX, y: clientY })
    }
    return () => {
      dropRef.current = undefined
    }
  }, [dropRef, flow])

  const others = useMemo(
    () =>
      placedOf(drawing)
        .filter(({ id }) => !selection.has(id))
        .map((each) => [each, boxOf(each)] as const),
    [drawing, selection],
  )

  function onNodesChange(changes: NodeChange<FlowNode>[]): void {
    followSelection(changes)
    const placed = lineUp(changes)
    setNodes((before) => applyNodeChanges(placed, before))
  }
  function onEdgesChange(changes: EdgeChange<FlowEdge>[]): void {
    followSelection(changes)
    setEdges((before) => applyEdgeChanges(changes, before))
  }
  const pending = useRef<Set<string>>(undefined)
  /** React Flow tells first what is no longer chosen and then what is: both in one go. */
  function followSelection(changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]): void {
    const told = changes.filter((change) => change.type === 'select')
    if (told.length === 0) return
    const next = pending.current ?? new Set(selection)
    for (const { id, selected } of told) {
      if (selected) next.add(id)
      else next.delete(id)
    }
    pending.current = next
    queueMicrotask(() => (pending.current = undefined))
    select(next)
  }

  /** One element that is dragged is drawn to where it lines up with another one. */
  function lineUp(changes: NodeChange<FlowNode>[]): NodeChange<FlowNode>[] {
    const [only, ...more] = changes.filter((change) => change.type === 'position' && change.dragging)
    if (only?.type !== 'position' || !only.position || more.length > 0) return changes
    const placed = placedAt(drawing, only.id)
    if (!placed) return changes
    const outer = placed.group === undefined ? undefined : placedAt(drawing, placed.group)
    const { width, height } = boxOf(placed)
    const box: Box = { x: only.position.x + (outer?.x ?? 0), y: only.position.y + (outer?.y ?? 0), width, height }
    const near = others.flatMap(([other, otherBox]) => (other.group === placed.id ? [] : [otherBox]))
    const { x, y, guides: lines } = guidesOf(box, near, 5)
    if (lines.length > 0 || guides.length > 0) setGuides(lines)
    if (x === 0 && y === 0) return changes
    const position = { x: only.position.x + x, y: only.position.y + y }
    return changes.map((change) => (change === only ? { ...only, position } : change))
  }

  function onDragStop(dragged: readonly FlowNode[]): void {
    setGuides([])
    const next = moved(drawing, nodes, dragged)
    if (next !== drawing) return apply(next)
    setNodes((before) => nodesOf(before, drawing, selection, current, true))
  }

  const onKeyDown = (event: KeyboardEvent) =>
    keyActs(event, editing, {
      focus: (id) => {
        setCurrent(id)
        sheetRef.current?.focus(id)
        const target = placedAt(drawing, id)
        if (target) keepInSight(centerOf(boxOf(target)))
      },
      openFields: onOpenFields,
      zoom: (by) => void (by > 0 ? flow.zoomIn() : flow.zoomOut()),
      fit: () => sheetRef.current?.fit(),
    })

  function keepInSight({ x, y }: { x: number; y: number }): void {
    const box = wrapper.current?.getBoundingClientRect()
    const at = flow.flowToScreenPosition({ x, y })
    if (!box) return
    const isIn = at.x > box.left + 40 && at.x < box.right - 40 && at.y > box.top + 40 && at.y < box.bottom - 40
    if (!isIn) void flow.setCenter(x, y, { zoom: flow.getZoom() })
  }

  const editingValue = useMemo(
    () => ({ drawing, apply, resize: (id: string, box: Box) => apply(resized(drawing, id, box)), linkingFrom }),
    [drawing, apply, linkingFrom],
  )
  useClipboard(wrapper, editing)
  // React Flow tells all of its elements whenever a handler is another one: these stay the same.
  const stable = useStable<Handlers>({
    onNodesChange,
    onEdgesChange,
    onNodeClick: (_event, { id }) => {
      if (linkingFrom !== undefined && id !== linkingFrom) editing.link(linkingFrom, id)
      else setCurrent(id)
      element(id)?.focus({ preventScroll: true })
    },
    onEdgeClick: (_event, { id }) => {
      setCurrent(id)
      element(id)?.focus({ preventScroll: true })
    },
    onNodeDoubleClick: onOpenFields,
    onEdgeDoubleClick: onOpenFields,
    onNodeDragStop: (_event, _node, dragged) => onDragStop(dragged),
    onSelectionDragStop: (_event, dragged) => onDragStop(dragged),
    onConnectStart: () => setConnecting(true),
    onConnectEnd: () => setConnecting(false),
    onConnect: ({ source, target }) => void editing.link(source, target),
    isValidConnection: ({ source, target }) => source !== target,
    onPaneClick: () => {
      editing.stopLinking()
      select([])
    },
    // While it moves, the sheet is one picture to the browser; at rest it is sharp.
    onMoveStart: () => wrapper.current?.setAttribute('data-moving', ''),
    onMoveEnd: () => wrapper.current?.removeAttribute('data-moving'),
    onInit: () => hasPicture && sheetRef.current?.fit(),
  })
  return (
    <EditingContext value={editingValue}>
      <ConnectingContext value={isConnecting}>
        <div
          ref={wrapper}
          className={css['sheet']}
          data-connecting={isConnecting || undefined}
          data-linking={linkingFrom !== undefined || undefined}
          onKeyDown={onKeyDown}
        >
          <ReactFlow<FlowNode, FlowEdge>
            aria-label="Drawing"
            aria-describedby={help}
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            {...stable}
            connectionMode={ConnectionMode.Loose}
            connectionLineComponent={ConnectionLine}
            connectionRadius={24}
            connectOnClick={false}
            snapToGrid
            snapGrid={snapGrid}
            minZoom={minZoom}
            maxZoom={maxZoom}
            fitView={isFitted}
            fitViewOptions={fitOptions}
            zIndexMode="manual"
            elevateNodesOnSelect={false}
            nodesFocusable={false}
            edgesFocusable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            panActivationKeyCode={null}
            selectionKeyCode="Shift"
            multiSelectionKeyCode={alsoKeys}
            zoomOnDoubleClick={false}
            proOptions={proOptions}
          >
            <Background gap={24} size={1} />
            {drawing.picture && <UnderPicture picture={drawing.picture} src={picture} />}
            <Guides guides={guides} />
          </ReactFlow>
          <VisuallyHidden>
            <p id={help}>
              Arrow keys go from element to element, or move what is chosen: by a step of the grid, with Shift by a
              pixel. Space chooses, Enter opens the fields, L begins a link, Delete takes away, Escape lets go. The list
              has all of it, too.
            </p>
          </VisuallyHidden>
          <ZoomBar minZoom={minZoom} maxZoom={maxZoom} onFit={() => sheetRef.current?.fit()} />
          {drawing.devices.length + drawing.groups.length === 0 && !drawing.picture && (
            <p className={css['empty']}>Drag a shape here, or choose one and press Enter</p>
          )}
          {linkingFrom !== undefined && (
            <p className={css['linking']} role="status">
              Choose the other end of the link. <kbd>Esc</kbd> gives up.
            </p>
          )}
        </div>
      </ConnectingContext>
    </EditingContext>
  )
}
