import type { Reference } from '#contract/values.ts'
import type { TextField, Texts } from './secrets-in-fields.ts'

interface Place {
  from: number
  to: number
}

/**
 * Puts a reference wherever a secret was found, and wherever else it stands, word for word. Only the text shows chips;
 * in titles and notes the reference stands by itself.
 */
export function putEverywhere(
  texts: Texts,
  value: string,
  found: readonly (Place & { field: TextField })[],
  reference: Reference,
): Texts {
  const next = { ...texts }
  for (const field of Object.keys(texts) as TextField[]) {
    const places = found.filter((place) => place.field === field)
    // From the last to the first, so that no place moves before its turn.
    for (const place of [...places, ...elsewhere(texts[field], value, places)].sort((a, b) => b.from - a.from))
      next[field] =
        field === 'body'
          ? putReference(next.body, place, reference)
          : next[field].slice(0, place.from) + reference + next[field].slice(place.to)
  }
  return next
}

/** Where else it stands as a whole word. What is short, or only letters or digits, may be a word of its own there. */
function elsewhere(text: string, value: string, known: readonly Place[]): Place[] {
  if (value.length < 6 || !/[A-Za-z]/.test(value) || !/[^A-Za-z]/.test(value)) return []
  const places: Place[] = []
  for (let from = text.indexOf(value); from !== -1; from = text.indexOf(value, from + value.length)) {
    const to = from + value.length
    const isPart = /\w/.test(text.charAt(from - 1)) || /\w/.test(text.charAt(to))
    if (!isPart && !known.some((place) => place.from < to && from < place.to)) places.push({ from, to })
  }
  return places
}

/**
 * Puts a reference where a secret stands. In code a reference is only words, so code that holds nothing but the secret
 * gives way to it; of other code the secret becomes `CR-31`, and the reference follows the code.
 */
export function putReference(text: string, place: Place, reference: Reference): string {
  const chip = `[[${reference}]]`
  const block = fenceAround(text, place.from)
  if (block) {
    const { from, to, prefix } = block
    const inside = text.slice(block.insideFrom, block.insideTo)
    if (isOnly(inside, text.slice(place.from, place.to))) return text.slice(0, from) + prefix + chip + text.slice(to)
    return exchanged(text, place, reference, to, `\n${prefix.trimEnd()}\n${prefix}${chip}`)
  }
  const span = spanAround(text, place)
  if (!span) return text.slice(0, place.from) + chip + text.slice(place.to)
  const isAlone = isOnly(text.slice(span.from, span.to).replace(/^`+|`+$/g, ''), text.slice(place.from, place.to))
  if (isAlone) return text.slice(0, span.from) + chip + text.slice(span.to)
  return exchanged(text, place, reference, span.to, ` (${chip})`)
}

/** @param addition what stands at `end` then, once: another secret of the same code may have put it there */
function exchanged(text: string, { from, to }: Place, reference: Reference, end: number, addition: string): string {
  const rest = text.slice(end)
  return text.slice(0, from) + reference + text.slice(to, end) + (rest.startsWith(addition) ? '' : addition) + rest
}

const isOnly = (inside: string, secret: string): boolean => inside.replace(/^[\s>]+/, '').trimEnd() === secret

/** The block of code that a place lies in, fences included. `prefix` is what its lines are indented or quoted by. */
function fenceAround(text: string, at: number) {
  let open: { from: number; insideFrom: number; prefix: string; mark: string } | undefined
  for (let from = 0; from <= text.length;) {
    const end = text.indexOf('\n', from)
    const to = end === -1 ? text.length : end
    const fence = /^([ \t>]*)(`{3,}|~{3,})([^\n]*)$/.exec(text.slice(from, to).replace(/\r$/, ''))
    const [, prefix = '', mark = '', rest = ''] = fence ?? []
    if (open && mark.startsWith(open.mark) && rest.trim() === '') {
      if (at < to) return { from: open.from, insideFrom: open.insideFrom, insideTo: from, to, prefix: open.prefix }
      open = undefined
    } else if (!open && mark && !(mark.startsWith('`') && rest.includes('`'))) {
      if (from > at) return undefined
      open = { from, insideFrom: to + 1, prefix, mark }
    } else if (!open && from > at) return undefined
    if (end === -1) break
    from = end + 1
  }
  return undefined
}

/** The code span of one line that a place lies in, its backticks included. */
function spanAround(text: string, { from, to }: Place): Place | undefined {
  const lineFrom = text.lastIndexOf('\n', from - 1) + 1
  const lineEnd = text.indexOf('\n', to)
  const line = text.slice(lineFrom, lineEnd === -1 ? text.length : lineEnd)
  const runs = [...line.matchAll(/`+/g)]
  for (let index = 0; index < runs.length; index++) {
    const start = runs[index] as RegExpExecArray
    const closing = runs.findIndex((run, later) => later > index && run[0].length === start[0].length)
    const end = runs[closing]
    if (!end) continue
    const span = { from: lineFrom + start.index, to: lineFrom + end.index + end[0].length }
    if (span.from <= from && to <= span.to) return span
    index = closing
  }
  return undefined
}
