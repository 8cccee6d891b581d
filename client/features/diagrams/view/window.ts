import type { Box, Point, Size } from '../geometry.ts'

/** What of a drawing is seen: its middle, in pixels of the drawing, and how many pixels of the screen one of them takes. */
export interface Window {
  center: Point
  zoom: number
}

export const leastZoom = 0.05
export const mostZoom = 4
/** A small drawing is not blown up. */
const largestFit = 1.2
const margin = 24

export const clampZoom = (zoom: number): number => Math.min(mostZoom, Math.max(leastZoom, zoom))

/** All of it. @param size of the screen's part, in its pixels */
export function fitting(bounds: Box, size: Size): Window {
  const zoom = Math.min(
    size.width / (bounds.width + 2 * margin),
    size.height / (bounds.height + 2 * margin),
    largestFit,
  )
  return {
    center: { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 },
    zoom: Math.max(leastZoom, zoom),
  }
}

/** How it opens: all of it, or on a phone, where that could not be read, its upper left part. */
export function opening(bounds: Box, size: Size): Window {
  const fit = fitting(bounds, size)
  if (size.width >= 640 || fit.zoom >= leastReadable) return fit
  const start = (from: number, room: number) => from - margin / 2 + room / 2 / leastReadable
  return {
    zoom: leastReadable,
    center: {
      x: size.width / leastReadable > bounds.width ? fit.center.x : start(bounds.x, size.width),
      y: size.height / leastReadable > bounds.height ? fit.center.y : start(bounds.y, size.height),
    },
  }
}
const leastReadable = 0.7

/** Nearer or farther by a factor, with one point of the drawing staying where it is. */
export function zoomed({ center, zoom }: Window, factor: number, at: Point): Window {
  const next = clampZoom(zoom * factor)
  const share = zoom / next
  return { zoom: next, center: { x: at.x + (center.x - at.x) * share, y: at.y + (center.y - at.y) * share } }
}

/** Elsewhere by pixels of the screen: what lies there comes nearer. The middle stays within the drawing. */
export function panned({ center, zoom }: Window, by: Point, bounds: Box): Window {
  return { zoom, center: within({ x: center.x + by.x / zoom, y: center.y + by.y / zoom }, bounds) }
}

/** A box in the middle of what is not covered at the right, large enough to be read. */
export function showing(box: Box, { zoom }: Window, coveredRight: number): Window {
  const next = Math.max(zoom, 0.9)
  return {
    zoom: next,
    center: { x: box.x + box.width / 2 + coveredRight / 2 / next, y: box.y + box.height / 2 },
  }
}

/** Whether a box is seen, with a little room around it. */
export function sees({ center, zoom }: Window, size: Size, box: Box, coveredRight = 0): boolean {
  const [width, height] = [size.width / zoom, size.height / zoom]
  const [left, top] = [center.x - width / 2, center.y - height / 2]
  const right = left + width - coveredRight / zoom
  return box.x >= left && box.y >= top && box.x + box.width <= right && box.y + box.height <= top + height
}

/**
 * Where a window puts the drawing on a part of the screen. A transform, for a browser moves what stands under one without
 * laying its words out anew, as it does for every other `viewBox`: of 500 devices and 600 links a frame takes the main
 * thread 8 ms in place of 23 (Chromium on this machine).
 */
export function transformOf({ center, zoom }: Window, { width, height }: Size): string {
  const near = (value: number) => Math.round(value * 100) / 100
  return `translate(${near(width / 2 - center.x * zoom)} ${near(height / 2 - center.y * zoom)}) scale(${zoom})`
}

const within = ({ x, y }: Point, box: Box): Point => ({
  x: Math.min(Math.max(x, box.x), box.x + box.width),
  y: Math.min(Math.max(y, box.y), box.y + box.height),
})
