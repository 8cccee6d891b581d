import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import type { Drawing } from '#contract/diagrams.ts'
import { twinOf } from '#contract/diagrams/twin.ts'
import { grown, type Size } from '../geometry.ts'
import { Layers } from '../view/Layers.tsx'
import { prepared } from '../view/prepared.ts'
import { asData } from './as-data.ts'
import { fixPaints } from './fixed-paints.ts'

export interface SvgFile extends Size {
  /** A whole document of its own. */
  text: string
}

const margin = 24
const svgSpace = 'http://www.w3.org/2000/svg'

/**
 * A drawing as an SVG file of its own: on white, faces by name, its title and everything that it says as `title` and
 * `desc`. @param pictureAddress where the picture under the devices is: it becomes part of the file
 */
export async function drawingSvg(drawing: Drawing, title: string, pictureAddress?: string): Promise<SvgFile> {
  const of = prepared(drawing)
  const { x, y, width, height } = grown(of.bounds, margin)
  const picture = pictureAddress === undefined ? undefined : await asData(pictureAddress)
  const svg = render(
    <svg xmlns={svgSpace} viewBox={`${x} ${y} ${width} ${height}`} width={width} height={height} role="img">
      <title>{title}</title>
      <desc>{twinOf(drawing)}</desc>
      <rect x={x} y={y} width={width} height={height} fill="#FFFFFF" />
      <Layers of={of} pictureHref={picture} />
    </svg>,
  )
  fixPaints(svg)
  for (const hidden of svg.querySelectorAll('[aria-hidden]')) hidden.removeAttribute('aria-hidden')
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`,
    width,
    height,
  }
}

/** Rendered apart from the page: nothing of it is ever shown. */
function render(drawn: React.ReactElement): SVGSVGElement {
  const host = document.createElement('div')
  const root = createRoot(host)
  flushSync(() => root.render(drawn))
  const svg = host.querySelector('svg')?.cloneNode(true)
  root.unmount()
  if (!(svg instanceof SVGSVGElement)) throw new Error('The drawing could not be written')
  return svg
}
