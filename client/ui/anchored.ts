export type Placement = 'bottom start' | 'bottom end' | 'top start' | 'top end' | 'right top'

const gap = 4
const margin = 8

/** Puts a shown popover beside its anchor, on the other side where there is no room, and never out of sight. */
export function placeBeside(box: HTMLElement, anchor: HTMLElement, placement: Placement): void {
  const at = anchor.getBoundingClientRect()
  box.style.maxHeight = `${innerHeight - 2 * margin}px`
  const { width, height } = box.getBoundingClientRect()
  const [side, align] = placement.split(' ') as ['bottom' | 'top' | 'right', 'start' | 'end' | 'top']

  const below = at.bottom + gap
  const above = at.top - gap - height
  const fitsBelow = below + height <= innerHeight - margin
  const top =
    side === 'right' ? at.top : (side === 'bottom' ? fitsBelow || above < margin : above < margin) ? below : above
  const left = side === 'right' ? at.right + gap : align === 'end' ? at.right - width : at.left

  box.style.left = `${clamp(left, innerWidth - width - margin)}px`
  box.style.top = `${clamp(top, innerHeight - height - margin)}px`
}

const clamp = (value: number, most: number) => Math.max(margin, Math.min(value, most))
