import type { Found, Hit } from './palette-index.ts'

/** What the palette and its Worker say to each other. */
export type ToPaletteWorker =
  /** Fetches the indexes of these organizations anew and forgets all others. */
  | { is: 'load'; slugs: readonly string[] }
  | { is: 'find'; id: number; text: string; slugs: readonly string[] }
  | { is: 'recent'; id: number; visited: readonly string[]; slugs: readonly string[] }

export type FromPaletteWorker =
  | { is: 'found'; id: number; found: Found }
  | { is: 'recent'; id: number; hits: Hit[] }
  /** `failed`: organizations whose index could not be fetched; what was known of them stays. */
  | { is: 'loaded'; failed: readonly string[]; isSignedOut: boolean }
