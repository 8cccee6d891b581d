import { useReactFlow, useStore } from '@xyflow/react'
import Minus from 'lucide-react/icons/minus'
import Plus from 'lucide-react/icons/plus'
import { Button, IconButton } from '../../../ui/Button.tsx'
import css from './Canvas.module.css'

/** Closer, farther, all of it. */
export function ZoomBar({ minZoom, maxZoom, onFit }: { minZoom: number; maxZoom: number; onFit: () => void }) {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow()
  const zoom = useStore(({ transform }) => transform[2])
  return (
    <div className={css['zoom']} role="group" aria-label="Zoom">
      <IconButton icon={Minus} label="Zoom out" aria-disabled={zoom <= minZoom} onClick={() => void zoomOut()} />
      <Button variant="quiet" tooltip="Back to 100 %" onClick={() => void zoomTo(1)}>
        {`${Math.round(zoom * 100)} %`}
      </Button>
      <IconButton icon={Plus} label="Zoom in" aria-disabled={zoom >= maxZoom} onClick={() => void zoomIn()} />
      <Button variant="quiet" onClick={onFit}>
        Fit
      </Button>
    </div>
  )
}
