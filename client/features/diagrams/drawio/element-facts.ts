import { parseReference, formatReference, type Reference } from '#contract/values.ts'
import { withoutAddresses } from './addresses-in.ts'
import { linkOf, tidyLines } from './html-text.ts'
import type { LeftOutList } from './left-out.ts'
import { oneLine } from './link-words.ts'
import { marks } from './our-marks.ts'
import type { Item } from './scene.ts'

/** What an element says, in the fields that ours have. */
export interface Facts {
  label: string
  addresses: string[]
  notes: string
  bound: Reference[]
}

const most = { label: 200, address: 120, addresses: 30, bound: 10 }
const ours = new Set<string>(Object.values(marks))
const isAddress =
  /^(?:ip|ipv[46]|ip[ _-]?address(?:es)?|addr(?:ess)?|mac|mac[ _-]?address|host[ _-]?name|fqdn|(?:mgmt|management)[ _-]?(?:ip|address)|subnet|cidr|vlan)$/i

/** Of a shape that somebody drew in draw.io: its words, the words that joined it, its data. */
export function factsOf(item: Item, more: readonly string[], isNote: boolean, left: LeftOutList): Facts {
  const words = [item.words, ...more].filter(Boolean).join('\n')
  const data = dataOf(item, left)
  if (isNote) {
    const [first = '', ...rest] = words.split('\n')
    const isLong = first.length > most.label
    const notes = [...(isLong ? [first] : []), ...rest, ...data.addresses, ...data.notes]
    return { label: cut(first, most.label), addresses: [], notes: shortened(notes.join('\n'), 4_000, left), bound: [] }
  }
  const { label, addresses } = withoutAddresses(words)
  const name = oneLine(label)
  const notes = [...(name.length > most.label ? [label] : []), ...data.notes]
  return {
    label: cut(name, most.label),
    addresses: [...new Set([...addresses, ...data.addresses])].slice(0, most.addresses),
    notes: shortened(notes.join('\n'), 4_000, left),
    bound: [],
  }
}

/** Of what we wrote: to the letter, but for a label that somebody has changed in draw.io since. */
export function ownFacts(item: Item, shown: string): Facts {
  const { data } = item.cell
  return {
    label: cut(ownText(item, marks.label, shown, item.words), most.label),
    addresses: ownLines(data.get(marks.addresses), most.address).slice(0, most.addresses),
    notes: notesOf(item),
    bound: boundOf(data.get(marks.bound)),
  }
}

export const notesOf = ({ cell }: Item): string => wellFormed((cell.data.get(marks.notes) ?? '').slice(0, 4_000))

/** Our text where draw.io still shows it, else what it shows now. */
export function ownText({ cell }: Item, mark: string, shown: string, now: string): string {
  const kept = cell.data.get(mark) ?? ''
  return tidyLines(shown) === now ? oneLineOf(kept) : oneLine(now)
}

function dataOf({ cell, words }: Item, left: LeftOutList): { addresses: string[]; notes: string[] } {
  const addresses: string[] = []
  const notes: string[] = []
  for (const [name, value] of cell.data) {
    if (ours.has(name) || name === 'placeholders' || value.trim() === '') continue
    if (name === 'link') {
      const link = linkOf(value)
      if (link === 'unsafe') left.add('script', words)
      else if (link === undefined) left.add('jump', words)
      else notes.push(`Link: ${link}`)
    } else if (isAddress.test(name)) addresses.push(...ownLines(value, most.address))
    else notes.push(name === 'tooltip' ? tidyLines(value) : `${oneLine(name.replace(/_/g, ' '))}: ${tidyLines(value)}`)
  }
  return { addresses, notes }
}

function boundOf(written: string | undefined): Reference[] {
  const references = (written ?? '').split(/\s+/).flatMap((text) => {
    const found = parseReference(text)
    return found ? [formatReference(found.kind, found.number)] : []
  })
  return [...new Set(references)].slice(0, most.bound)
}

const ownLines = (text: string | undefined, longest: number): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => cut(oneLineOf(line), longest))
    .filter(Boolean)

/** A line as it is kept: trimmed, no control characters; spaces within stay. */
// eslint-disable-next-line no-control-regex -- what a line must not have
export const oneLineOf = (text: string): string => wellFormed(text.replace(/[\u0000-\u001f\u007f]/g, ' ').trim())

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\u0000', '')

/** Never through the middle of a letter. */
export const cut = (text: string, longest: number): string =>
  text.length <= longest
    ? text
    : text
        .slice(0, longest - 1)
        .replace(/\p{Surrogate}$/u, '')
        .trimEnd()
        .concat('…')

function shortened(text: string, longest: number, left: LeftOutList): string {
  if (text.length <= longest) return text
  left.add('cut', text)
  return cut(text, longest)
}
