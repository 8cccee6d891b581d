import { parseReference } from '#contract/values.ts'

/** What the palette's text asks for. Its first character can turn it to acts or people. */
export interface Asked {
  mode: 'find' | 'actions' | 'people' | 'incidents'
  /** Without the character that chose the mode. */
  words: string
  /** Has a filter like `is:overdue`: only the server knows those. */
  hasFilter: boolean
}

const modes: Readonly<Record<string, Asked['mode']>> = { '>': 'actions', '@': 'people', '!': 'incidents' }

const filter = /(?:^|\s)(?:kind|tag|owner|is|system|in|collection|criticality):\S*/i

export function readQuery(text: string): Asked {
  const trimmed = text.trimStart()
  const mode = modes[trimmed.charAt(0)] ?? 'find'
  const words = (mode === 'find' ? trimmed : trimmed.slice(1)).trim()
  return { mode, words, hasFilter: mode === 'find' && filter.test(words) }
}

/** Texts that are worth a question to the server, and later a line among the gaps. */
export const isSearch = ({ mode, words }: Asked): boolean =>
  mode === 'find' && words.length >= 2 && parseReference(words) === undefined
