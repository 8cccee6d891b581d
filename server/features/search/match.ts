import type { Term } from './read-text.ts'

/**
 * FTS5 expressions. A term's words are letters and digits only and always quoted, so nothing that a person types is read
 * as an operator; what a caller may see is a condition on the `scope` column, whose words no text can hold.
 */

/** Shorter beginnings than the index is made for would read lists without end. */
const shortestPrefix = { text: 3, title: 2 } as const
export type Index = keyof typeof shortestPrefix

export const hasShortPrefix = (terms: readonly Term[]): boolean =>
  terms.some(({ isPrefix, forms }) => isPrefix && forms.some((form) => lastOf(form).length < shortestPrefix.text))

export function termMatch({ forms, isPrefix, complete, also = [] }: Term, index: Index): string {
  const quoted = (form: readonly string[]) => `"${form.join(' ')}"`
  const goesOn = (form: readonly string[]) => isPrefix && lastOf(form).length >= shortestPrefix[index]
  const phrases = complete?.map(quoted) ?? forms.map((form) => quoted(form) + (goesOn(form) ? ' *' : ''))
  phrases.push(...also.map(quoted))
  return phrases.length === 1 ? (phrases[0] as string) : `(${phrases.join(' OR ')})`
}

const lastOf = (form: readonly string[]) => form.at(-1) ?? ''

/** Every word matters. */
export const termsMatch = (terms: readonly Term[], index: Index): string | undefined =>
  terms.length === 0 ? undefined : terms.map((term) => termMatch(term, index)).join(' AND ')

export const inColumns = (columns: string, match: string): string => `{${columns}} : (${match})`

/** What a match is limited to: each part must hold, none of `without` may. */
export interface Limits {
  all: string[]
  without: string[]
}

export function limited(match: string | undefined, { all, without }: Limits): string {
  const parts = [...(match ? [`(${match})`] : []), ...all.map((part) => `(${part})`)]
  const positive = parts.join(' AND ')
  return without.length === 0 ? positive : `(${positive}) NOT (${without.join(' OR ')})`
}

const mark = '\uE000'
const scoped = (...words: string[]) =>
  words.length === 1
    ? `scope : "${mark}${words[0]}"`
    : `scope : (${words.map((word) => `"${mark}${word}"`).join(' OR ')})`

const plainId = (id: string) => id.replaceAll('-', '')
const stage = (isArchived: boolean) => (isArchived ? 'a' : '')

export const ofOrganization = (id: string, isArchived: boolean) => scoped(`${stage(isArchived)}z${plainId(id)}`)
export const ofCollections = (scopes: readonly number[], isArchived: boolean) =>
  scoped(...scopes.map((scope) => `${stage(isArchived)}c${scope}`))
export const ofKind = (kind: string) => scoped(`k${kind}`)
export const ofOwner = (memberId: string) => scoped(`o${plainId(memberId)}`)
export const critical = scoped('v')
/** In the trigram index a word is any piece of text: the space after it ends the number. */
export const atPlaces = (scopes: readonly number[], isArchived: boolean) =>
  `place : (${scopes.map((scope) => `"${mark}${stage(isArchived)}c${scope} "`).join(' OR ')})`
