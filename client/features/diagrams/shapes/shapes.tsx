import { memo } from 'react'
import type { Device, Group, GroupKind, Link, Medium, Shape } from '#contract/diagrams.ts'
import { groupLayoutOf, layoutOf, type Box, type TextLine } from '../geometry.ts'
import type { LinkPath, LinkWord } from '../link-paths.ts'
import { grid, groupOutlines, linkSigns, outlines, roundRect, type Outline } from './outlines.ts'
import { fonts, paints } from './paints.ts'
import { letters, lineHeights } from './text-lines.ts'

/**
 * The pieces of a drawing as plain SVG, for the page that shows it and, inside its nodes, for the editor. They carry
 * presentation attributes only (no styles, no classes), so that what is exported is what was seen.
 */

/** The sign of a shape or of a kind of group, for palettes, tables and chips: 48 × 48 units in a square of `size`. */
export function ShapeSign({ of, size = 20 }: { of: Shape | GroupKind; size?: number }) {
  const outline = of in outlines ? outlines[of as Shape] : groupOutlines[of as GroupKind]
  return (
    <svg width={size} height={size} viewBox={`0 0 ${grid} ${grid}`} aria-hidden focusable="false">
      <OutlineDrawing outline={outline} stroke={size < 32 ? 2.6 : 1.5} ground="none" />
    </svg>
  )
}

function OutlineDrawing({ outline, stroke, ground }: { outline: Outline; stroke: number; ground: string }) {
  return (
    <g stroke="currentColor" strokeWidth={stroke} strokeLinecap="round" strokeLinejoin="round" fill="none">
      {outline.body && <path d={outline.body} fill={ground} />}
      {outline.lines && <path d={outline.lines} />}
      {outline.dots && <path d={outline.dots} fill="currentColor" stroke="none" />}
    </g>
  )
}

/** A picture of 48 × 48 units in a square box; its line keeps its width however large it is. */
function Picture({ outline, box, stroke }: { outline: Outline; box: Box; stroke: number }) {
  const scale = box.width / grid
  return (
    <g transform={`translate(${box.x} ${box.y}) scale(${scale})`}>
      <OutlineDrawing outline={outline} stroke={stroke / scale} ground={paints.ground} />
    </g>
  )
}

/** A device with its label and first addresses, at its place, or with its corner at 0, 0 where the editor moves it. */
export const DeviceDrawing = memo(function DeviceDrawing({
  device,
  isHotSpot,
}: {
  device: Device
  isHotSpot?: boolean
}) {
  const { box, picture, isCentered, label, addresses } = layoutOf(device)
  return (
    <g color={paints.ink}>
      {picture ? (
        <Picture outline={outlines[device.shape]} box={picture} stroke={1.5} />
      ) : device.shape === 'note' ? (
        <Note box={box} />
      ) : (
        <path
          d={roundRect(box.x, box.y, box.width, box.height, 6)}
          fill={paints.ground}
          fillOpacity={isHotSpot ? 0.82 : 1}
          stroke="currentColor"
          strokeWidth={1.5}
        />
      )}
      <Words lines={label} anchor={isCentered ? 'middle' : 'start'} isStrong={device.shape !== 'note'} />
      <Words lines={addresses} anchor={isCentered ? 'middle' : 'start'} />
    </g>
  )
})

/** A sheet with a folded corner. */
function Note({ box: { x, y, width, height } }: { box: Box }) {
  const fold = Math.min(14, width / 4, height / 3)
  const body = `M${x} ${y}h${width - fold}l${fold} ${fold}v${height - fold}h${-width}z`
  return (
    <g stroke={paints.line} strokeWidth={1} strokeLinejoin="round">
      <path d={body} fill={paints.sunken} />
      <path d={`M${x + width - fold} ${y}v${fold}h${fold}`} fill={paints.ground} />
    </g>
  )
}

function Words({ lines, anchor, isStrong }: { lines: TextLine[]; anchor: 'start' | 'middle'; isStrong?: boolean }) {
  return lines.map(({ text, x, y, isMono }) => (
    <text
      key={y}
      x={x}
      y={y}
      textAnchor={anchor}
      fontFamily={isMono ? fonts.machine : fonts.words}
      fontSize={isMono || !isStrong ? letters.small : letters.label}
      fontWeight={isMono || !isStrong ? 400 : 550}
      fill={isMono ? paints.quiet : paints.ink}
    >
      {text}
    </text>
  ))
}

/** A group's frame and name, at its place; what stands in it is drawn after it. */
export const GroupDrawing = memo(function GroupDrawing({ group }: { group: Group }) {
  const { box, sign, label, address } = groupLayoutOf(group)
  const { x, y, width, height } = box
  const frame = groupFrames[group.kind]
  return (
    <g color={paints.quiet}>
      <path
        d={roundRect(x, y, width, height, frame.radius)}
        fill={frame.ground}
        fillOpacity={frame.opacity}
        stroke={frame.stroke}
        strokeWidth={frame.width}
        strokeDasharray={frame.dashes}
      />
      {group.kind === 'rack' && width > 48 && (
        <path
          d={`M${x + 6} ${y + 32}v${Math.max(height - 40, 0)}M${x + width - 6} ${y + 32}v${Math.max(height - 40, 0)}`}
          stroke={paints.line}
          strokeWidth={1}
          strokeDasharray="2 6"
          fill="none"
        />
      )}
      <Picture outline={groupOutlines[group.kind]} box={sign} stroke={1.25} />
      <Words lines={[label]} anchor="start" isStrong />
      {address && <Words lines={[address]} anchor="start" />}
    </g>
  )
})

const groupFrames = {
  site: { radius: 12, ground: paints.sunken, opacity: 0.7, stroke: paints.line, width: 1.5, dashes: undefined },
  subnet: { radius: 8, ground: paints.ground, opacity: 0.7, stroke: paints.line, width: 1, dashes: '7 4' },
  rack: { radius: 4, ground: paints.ground, opacity: 0.9, stroke: paints.quiet, width: 2, dashes: undefined },
  area: { radius: 8, ground: 'none', opacity: 1, stroke: paints.line, width: 1, dashes: '1.5 4' },
} as const

/** A link's line, its words and its ports; drawn under the devices that it joins. */
export const LinkDrawing = memo(function LinkDrawing({ link, path }: { link: Pick<Link, 'medium'>; path: LinkPath }) {
  return (
    <g>
      <LinkLine medium={link.medium} d={path.d} />
      <LinkWords medium={link.medium} path={path} />
    </g>
  )
})

/** How each medium looks: told apart by its line alone. */
export function LinkLine({ medium, d, ink = paints.quiet }: { medium: Medium; d: string; ink?: string }) {
  if (medium === 'fibre') {
    return (
      <g fill="none" strokeLinejoin="round">
        <path d={d} stroke={ink} strokeWidth={4.5} />
        <path d={d} stroke={paints.ground} strokeWidth={1.8} />
      </g>
    )
  }
  const { width, dashes, cap } = lines[medium]
  return (
    <path
      d={d}
      fill="none"
      stroke={ink}
      strokeWidth={width}
      strokeDasharray={dashes}
      strokeLinecap={cap}
      strokeLinejoin="round"
    />
  )
}

const lines = {
  copper: { width: 1.5, dashes: undefined, cap: 'butt' },
  wireless: { width: 1.5, dashes: '7 5', cap: 'butt' },
  vpn: { width: 2, dashes: '0.1 5', cap: 'round' },
  other: { width: 1, dashes: undefined, cap: 'butt' },
} as const

/** What stands on a link; the line is broken under it. */
export function LinkWords({ medium, path }: { medium: Medium; path: LinkPath }) {
  const { middle, words, wordsBox, fromPort, toPort } = path
  const sign = medium === 'vpn' || medium === 'wireless' ? linkSigns[medium] : undefined
  const top = wordsBox ? wordsBox.y : middle.y
  return (
    <g>
      {wordsBox && (
        <path
          d={roundRect(wordsBox.x, wordsBox.y, wordsBox.width, wordsBox.height, 4)}
          fill={paints.ground}
          fillOpacity={0.94}
        />
      )}
      {words.map((text, index) => (
        <text
          key={index}
          x={middle.x}
          y={top + 13 + index * lineHeights.small}
          textAnchor="middle"
          fontFamily={fonts.words}
          fontSize={letters.small}
          fill={index === 0 ? paints.ink : paints.quiet}
        >
          {text}
        </text>
      ))}
      {sign && <LinkSign sign={sign} x={wordsBox ? wordsBox.x - 16 : middle.x - 8} y={middle.y - 8} />}
      {fromPort && <Port word={fromPort} />}
      {toPort && <Port word={toPort} />}
    </g>
  )
}

function LinkSign({ sign, x, y }: { sign: { body: string; lines: string }; x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path d={roundRect(-1, 0, 18, 16, 4)} fill={paints.ground} />
      <g fill="none" stroke={paints.quiet} strokeWidth={1.4} strokeLinecap="round" strokeLinejoin="round">
        {sign.body && <path d={sign.body} fill={paints.ground} />}
        <path d={sign.lines} />
      </g>
    </g>
  )
}

function Port({ word: { text, x, y, anchor } }: { word: LinkWord }) {
  return (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      fontFamily={fonts.machine}
      fontSize={11}
      fill={paints.quiet}
      stroke={paints.ground}
      strokeWidth={3}
      strokeLinejoin="round"
      paintOrder="stroke"
    >
      {text}
    </text>
  )
}
