import { createContext, use } from 'react'
import type { Drawing } from '#contract/diagrams.ts'
import type { Box } from '../geometry.ts'

/** What the pieces on the sheet need of the editor. */
export interface OnSheet {
  drawing: Drawing
  apply: (drawing: Drawing, act?: string) => void
  resize: (id: string, box: Box) => void
  linkingFrom: string | undefined
}

export const EditingContext = createContext<OnSheet | undefined>(undefined)

/** A link is being drawn: every element is a place to let it go. */
export const ConnectingContext = createContext(false)

export function useOnSheet(): OnSheet {
  const value = use(EditingContext)
  if (!value) throw new Error('A piece of the sheet stands outside of the editor')
  return value
}
