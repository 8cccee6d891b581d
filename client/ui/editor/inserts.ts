import type { Kind } from '#contract/values.ts'

/** What `/` offers, and the Insert menu where there is no keyboard. */
export interface Insert {
  id: string
  label: string
  detail: string
  /** The text that goes in; `|` marks where the cursor stands afterwards. Starts a line of its own unless `isInline`. */
  text: string
  isInline?: boolean
  /** Goes on with choosing a document of this kind. */
  picks?: Kind
}

export const inserts: readonly Insert[] = [
  { id: 'step', label: 'Step', detail: 'with its expected result', text: '- [ ] |. **Expect:** ' },
  { id: 'runbook', label: 'Runbook', detail: 'a chip that opens it', text: '[[|', isInline: true, picks: 'runbook' },
  { id: 'system', label: 'System', detail: 'a chip that opens it', text: '[[|', isInline: true, picks: 'system' },
  { id: 'command', label: 'Code', detail: 'commands to copy', text: '```\n|\n```\n' },
  { id: 'table', label: 'Table', detail: 'two columns', text: '| | Address |\n| --- | --- |\n| Name | |\n' },
  { id: 'heading', label: 'Heading', detail: 'a part of the text', text: '## |' },
  { id: 'when', label: 'Use this when', detail: 'the lead of a runbook', text: '> Use this when |' },
]

/** The text to put in and where the cursor then stands in it. */
export function insertion({ text, isInline }: Insert, isLineStart: boolean): { text: string; cursor: number } {
  const whole = isInline || isLineStart ? text : `\n${text}`
  const cursor = whole.indexOf('|')
  return { text: whole.slice(0, cursor) + whole.slice(cursor + 1), cursor }
}
