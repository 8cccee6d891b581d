/**
 * The colours of a drawing, as its SVG attributes name them: inks and grounds of the page, never more, for colour means
 * state. Who exports a drawing puts fixed values in their place.
 */
export const paints = {
  ink: 'var(--ink)',
  quiet: 'var(--ink-2)',
  faint: 'var(--ink-3)',
  line: 'var(--line-strong)',
  ground: 'var(--surface)',
  sunken: 'var(--sunken)',
  focus: 'var(--focus)',
} as const

export const fonts = { words: 'var(--sans)', machine: 'var(--mono)' } as const
