import type { Reference } from '#contract/values.ts'

/** A Markdown text as the screen shows it: plain data, made in the Worker. There is no HTML anywhere in it. */
export type MdBlock =
  | { is: 'heading'; level: number; slug: string; inline: MdInline[] }
  | { is: 'paragraph'; inline: MdInline[] }
  | { is: 'code'; text: string; language: string }
  /** `isLead`: "Use this when …". */
  | { is: 'quote'; blocks: MdBlock[]; isLead: boolean }
  | { is: 'list'; start: number | undefined; items: MdItem[] }
  | { is: 'table'; align: MdAlign[]; header: MdInline[][]; rows: MdInline[][][] }
  | { is: 'rule' }
  /** Raw HTML is words like any other. */
  | { is: 'html'; text: string }
  /** The expected result of a step. */
  | { is: 'expect'; inline: MdInline[] }

export interface MdItem {
  blocks: MdBlock[]
  /** Of a step: its place among all steps of the text, and whether the text itself ticks it. */
  step: { index: number; isDone: boolean } | undefined
}

export type MdAlign = 'center' | 'left' | 'right' | null

export type MdInline =
  | string
  | { is: 'strong' | 'em' | 'del'; inline: MdInline[] }
  | { is: 'code'; text: string }
  | { is: 'link'; href: string; inline: MdInline[] }
  | { is: 'image'; href: string; alt: string }
  | { is: 'reference'; reference: Reference; written: string }
  | { is: 'break' }

/** The words of an inline text, without marks. */
export function wordsOf(inline: readonly MdInline[]): string {
  return inline
    .map((each) => {
      if (typeof each === 'string') return each
      switch (each.is) {
        case 'code':
          return each.text
        case 'image':
          return each.alt
        case 'reference':
          return each.reference
        case 'break':
          return ' '
        default:
          return wordsOf(each.inline)
      }
    })
    .join('')
}
