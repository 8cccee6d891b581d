import { placeholdersIn } from '#contract/run-state.ts'

const fenced = /^[ \t>*+-]*(`{3,}|~{3,})[^\n]*\n[^]*?(?:^[ \t>]*\1|$(?![^]))/gm
const inline = /(`+)[^`\n](?:[^\n]*?[^`\n])??\1(?!`)/g

/** What the commands of a text want to have filled in, each once, in the order of the text. */
export function placeholdersOf(text: string): string[] {
  if (!text.includes('{{')) return []
  const code = [...text.matchAll(fenced), ...text.replace(fenced, '').matchAll(inline)]
  return placeholdersIn(code.map(([piece]) => piece).join('\n'))
}
