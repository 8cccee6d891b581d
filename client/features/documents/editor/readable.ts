import { textOf } from '#contract/content.ts'
import type { Writing } from './writing.ts'

/** The text as it is read and compared, of whatever kind. */
export const readable = ({ body, content }: Pick<Writing, 'body' | 'content'>): string =>
  content ? textOf(content) : body
