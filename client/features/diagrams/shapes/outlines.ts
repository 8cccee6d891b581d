import type { GroupKind, Shape } from '#contract/diagrams.ts'

/**
 * Our own drawings of what stands in a network, as SVG path data on a grid of 48 × 48 units, to be stroked 1.5 units wide
 * in the ink of the page, with round caps and joins. Colour is kept for states.
 */
export interface Outline {
  /** Closed: filled with the surface, so that links end at it, and stroked. */
  body: string
  /** Stroked only. */
  lines?: string
  /** Filled with ink: lamps, lenses. */
  dots?: string
  /** What it covers of the grid, where that is not all but a margin of 5: x, y, width, height. Links end there. */
  covers?: readonly [number, number, number, number]
}

/** Units of the grid that outlines are drawn on. */
export const grid = 48

/** A rectangle with round corners, clockwise. */
export function roundRect(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2)
  const [w, h] = [width - 2 * r, height - 2 * r]
  return `M${x + r} ${y}h${w}a${r} ${r} 0 0 1 ${r} ${r}v${h}a${r} ${r} 0 0 1 ${-r} ${r}h${-w}a${r} ${r} 0 0 1 ${-r} ${-r}v${-h}a${r} ${r} 0 0 1 ${r} ${-r}z`
}

const dot = (x: number, y: number, size = 2.4) => roundRect(x - size / 2, y - size / 2, size, size, 0.8)

export const outlines: Record<Shape, Outline> = {
  internet: {
    body: roundRect(5, 5, 38, 38, 15),
    lines: 'M24 5c-6 5-9 11.5-9 19s3 14 9 19c6-5 9-11.5 9-19s-3-14-9-19zM5 24h38M8 14.5h32M8 33.5h32',
  },
  firewall: {
    covers: [5, 9, 38, 30],
    body: roundRect(5, 9, 38, 30, 3),
    lines: 'M5 19h38M5 29h38M24 9v10M15 19v10M33 19v10M24 29v10',
  },
  router: {
    body: roundRect(6, 6, 36, 36, 9),
    lines:
      'M24 20.5V11.5M20.5 15l3.5-3.5 3.5 3.5M24 27.5v9M20.5 33l3.5 3.5 3.5-3.5M11.5 24h8.5M16.5 20.5L20 24l-3.5 3.5M36.5 24H28M31.5 20.5L28 24l3.5 3.5',
  },
  switch: {
    covers: [4, 14, 40, 20],
    body: roundRect(4, 14, 40, 20, 3),
    lines: 'M10 29v-5h4.5v5M18 29v-5h4.5v5M26 29v-5h4.5v5M34 29v-5h4.5v5',
    dots: dot(11, 19) + dot(16, 19) + dot(21, 19),
  },
  access_point: {
    covers: [7, 8, 34, 34],
    body: roundRect(7, 33, 34, 9, 4),
    lines: 'M18.5 26.5a8 8 0 0 1 11 0M13.5 20.5a15.5 15.5 0 0 1 21 0M8.5 14.5a23 23 0 0 1 31 0M24 30.5V33',
    dots: dot(34, 37.5),
  },
  load_balancer: {
    body: roundRect(6, 6, 36, 36, 6),
    lines:
      'M11.5 24h24M32 20.5l3.5 3.5-3.5 3.5M17 24c5 0 5-10 10.5-10h8M32 10.5l3.5 3.5-3.5 3.5M17 24c5 0 5 10 10.5 10h8M32 30.5l3.5 3.5-3.5 3.5',
  },
  server: {
    covers: [12, 4, 24, 40],
    body: roundRect(12, 4, 24, 40, 3),
    lines: 'M17 11h14M17 17h14M17 23h14M17 38h5',
    dots: dot(30, 38),
  },
  vm: {
    body: roundRect(5, 14, 29, 29, 3),
    lines: 'M14 14V8a3 3 0 0 1 3-3h23a3 3 0 0 1 3 3v23a3 3 0 0 1-3 3h-6M15.5 22.5v12l9.5-6z',
  },
  storage: {
    body: roundRect(5, 6, 38, 11, 3) + roundRect(5, 18.5, 38, 11, 3) + roundRect(5, 31, 38, 11, 3),
    lines: 'M11 11.5h14M11 24h14M11 36.5h14',
    dots: dot(36, 11.5) + dot(36, 24) + dot(36, 36.5),
  },
  database: {
    covers: [8, 5, 32, 38],
    body: 'M8 11.5C8 7.9 15.2 5 24 5s16 2.9 16 6.5v25C40 40.1 32.8 43 24 43S8 40.1 8 36.5z',
    lines: 'M8 11.5C8 15.1 15.2 18 24 18s16-2.9 16-6.5M8 24c0 3.6 7.2 6.5 16 6.5S40 27.6 40 24',
  },
  pc: {
    covers: [4, 7, 40, 34],
    body: roundRect(4, 7, 40, 26, 3),
    lines: 'M24 33v8M15 41h18M4 27h40',
  },
  laptop: {
    covers: [4, 9, 40, 31],
    body: `${roundRect(9, 9, 30, 22, 3)}M4 35h40v1.5a3.5 3.5 0 0 1-3.5 3.5h-33A3.5 3.5 0 0 1 4 36.5z`,
    lines: 'M20 35v1.5h8V35',
  },
  phone: {
    covers: [13, 4, 22, 40],
    body: roundRect(13, 4, 22, 40, 4),
    lines: 'M21 9h6M21 38.5h6',
  },
  printer: {
    body: `${roundRect(5, 16, 38, 19, 3)}M14 16V5h20v11zM14 28h20v15H14z`,
    lines: 'M19 33.5h10M19 38h7',
    dots: dot(37, 22),
  },
  camera: {
    covers: [4, 11, 37, 30],
    body: `${roundRect(4, 11, 29, 15, 3)}M33 14.5h8v8h-8z`,
    lines: 'M17 26v6.5a3 3 0 0 1-3 3H7M7 30v11M9 18.5h8',
    dots: dot(37, 18.5, 3),
  },
  ups: {
    covers: [7, 5, 34, 38],
    body: roundRect(7, 10, 34, 33, 3),
    lines: 'M14 10V5.5h5V10M29 10V5.5h5V10M25.5 17.5l-7 10h11l-7 9.5',
  },
  cloud: {
    covers: [4, 11, 41, 28],
    body: 'M13.5 39A9.5 9.5 0 0 1 11 20.3 13 13 0 0 1 35.8 17.3 11 11 0 0 1 34 39z',
  },
  person: {
    covers: [7, 5, 34, 38],
    body: `${roundRect(16, 5, 16, 17, 6)}M7 43v-4a11 11 0 0 1 11-11h12a11 11 0 0 1 11 11v4z`,
  },
  device: {
    body: roundRect(4, 11, 40, 26, 4),
    lines: 'M12 21h24M12 27h14',
  },
  note: {
    body: 'M7 8a3 3 0 0 1 3-3h20l11 11v24a3 3 0 0 1-3 3H10a3 3 0 0 1-3-3z',
    lines: 'M30 5v8a3 3 0 0 0 3 3h8M14 23h20M14 29h20M14 35h12',
  },
}

/** Stands before the name of a group, and in the palette. */
export const groupOutlines: Record<GroupKind, Outline> = {
  site: {
    body: 'M6 43V10a3 3 0 0 1 3-3h17a3 3 0 0 1 3 3v33zM29 21h10a3 3 0 0 1 3 3v19H29z',
    lines: 'M13 15h3M19 15h3M13 22h3M19 22h3M13 29h3M19 29h3M15 43v-7h5v7M35 28h1M35 34h1',
  },
  subnet: {
    body: roundRect(17, 5, 14, 11, 2) + roundRect(4, 32, 14, 11, 2) + roundRect(30, 32, 14, 11, 2),
    lines: 'M24 16v8M11 32v-5a3 3 0 0 1 3-3h20a3 3 0 0 1 3 3v5',
  },
  rack: {
    body: roundRect(9, 4, 30, 40, 3),
    lines: 'M14 4v40M34 4v40M14 12h20M14 20h20M14 28h20M14 36h20',
  },
  area: {
    body: '',
    lines:
      'M5 12V8a3 3 0 0 1 3-3h4M19 5h10M36 5h4a3 3 0 0 1 3 3v4M43 19v10M43 36v4a3 3 0 0 1-3 3h-4M29 43H19M12 43H8a3 3 0 0 1-3-3v-4M5 29V19',
  },
}

/** Small signs on links, on a grid of 16 × 16 units: a lock for a VPN, waves for wireless. */
export const linkSigns = {
  vpn: { body: roundRect(3, 7, 10, 7, 1.5), lines: 'M5 7V5a3 3 0 0 1 6 0v2' },
  wireless: { body: '', lines: 'M2 6.5a9 9 0 0 1 12 0M4.5 9.5a5.5 5.5 0 0 1 7 0M7 12.4a2 2 0 0 1 2 0' },
} as const
