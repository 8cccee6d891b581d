import { ViewportPortal, type ConnectionLineComponentProps } from '@xyflow/react'
import type { Drawing } from '#contract/diagrams.ts'
import type { Guide } from './arrange.ts'
import type { FlowNode } from './flow-elements.ts'
import css from './Canvas.module.css'

/** While a link is being drawn. */
export function ConnectionLine({ fromX, fromY, fromNode, toX, toY }: ConnectionLineComponentProps<FlowNode>) {
  const middle = fromY + (fromNode.height ?? 0) / 2
  return <path d={`M${fromX} ${middle}L${toX} ${toY}`} className={css['connecting']} />
}

/** Lines that say with what the dragged element lines up. */
export function Guides({ guides }: { guides: readonly Guide[] }) {
  if (guides.length === 0) return null
  return (
    <ViewportPortal>
      <svg className={css['guides']} aria-hidden>
        {guides.map(({ axis, at, from, to }) => (
          <path
            key={`${axis}${at}`}
            d={axis === 'x' ? `M${at} ${from - 16}V${to + 16}` : `M${from - 16} ${at}H${to + 16}`}
          />
        ))}
      </svg>
    </ViewportPortal>
  )
}

/** The picture under the devices, or its place while it is on its way. */
export function UnderPicture({ picture, src }: { picture: NonNullable<Drawing['picture']>; src: string | undefined }) {
  return (
    <ViewportPortal>
      <svg className={css['picture']} width={picture.width} height={picture.height} aria-hidden>
        {src === undefined ? (
          <rect width={picture.width} height={picture.height} className={css['noPicture']} />
        ) : (
          <image href={src} width={picture.width} height={picture.height} preserveAspectRatio="none" />
        )}
      </svg>
    </ViewportPortal>
  )
}
