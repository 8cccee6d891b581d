import { useState, type DragEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import GripVertical from 'lucide-react/icons/grip-vertical'
import { orderLanes, type LaneLine } from '#contract/responsibilities.ts'
import { call } from '../../platform/api.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { ArrowDown, ArrowUp } from '../../ui/icons.ts'
import { announce } from '../../ui/LiveAnnouncer.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'
import css from './responsibilities.module.css'

/** The lanes in their order, to be moved by dragging or by buttons. Every move is saved at once. */
export function OrderLanes(props: { slug: string; lanes: readonly LaneLine[]; onDone: () => void }) {
  const { slug, lanes, onDone } = props
  const client = useQueryClient()
  const [order, setOrder] = useState<readonly LaneLine[]>(lanes)
  const [dragged, setDragged] = useState<string>()
  const saving = useMutation({
    // One after the other: the last move is what stays.
    scope: { id: 'lane-order' },
    mutationFn: (next: readonly LaneLine[]) => call(orderLanes, { slug, lanes: next.map(({ id }) => id) }),
    onError: (error) => {
      toast({ words: `The order was not saved. ${failureWords(error)}` })
      setOrder(lanes)
    },
  })
  const save = (next: readonly LaneLine[]) => {
    setOrder(next)
    saving.mutate(next)
  }
  const moveTo = (id: string, to: number) => {
    const lane = order.find((each) => each.id === id)
    if (!lane || to < 0 || to >= order.length || order[to] === lane) return
    const rest = order.filter((each) => each !== lane)
    save([...rest.slice(0, to), lane, ...rest.slice(to)])
    announce(`${lane.name}: place ${to + 1} of ${order.length}`)
  }
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault()
    if (dragged) moveTo(dragged, to)
    setDragged(undefined)
  }
  const done = () => {
    refresh(client)
    onDone()
  }
  return (
    <section className={css['ordering']} aria-label="Order of the lanes">
      <p className={css['orderNote']}>
        Drag a lane, or move it by its buttons. What is first is offered first in an incident.
        <Button variant="primary" onClick={done}>
          Done
        </Button>
      </p>
      <ol className={css['order']}>
        {order.map((lane, index) => (
          <li
            key={lane.id}
            draggable
            data-dragged={dragged === lane.id || undefined}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              event.dataTransfer.setData('text/plain', lane.name)
              setDragged(lane.id)
            }}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={(event) => drop(event, index)}
            onDragEnd={() => setDragged(undefined)}
          >
            <span className={css['grip']}>
              <Icon of={GripVertical} />
            </span>
            <span className={css['orderName']}>{lane.name}</span>
            <IconButton icon={ArrowUp} label={`Move ${lane.name} up`} onClick={() => moveTo(lane.id, index - 1)} />
            <IconButton icon={ArrowDown} label={`Move ${lane.name} down`} onClick={() => moveTo(lane.id, index + 1)} />
          </li>
        ))}
      </ol>
    </section>
  )
}
