import type { Db } from '../../platform/database.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'

const shortestInflected = 4

/**
 * The same terms, where other forms of their words are known: `block` also as blocks, blocked and blocking. English
 * endings; a word of another language that happens to take one is in the vocabulary or it is not.
 * @returns undefined where no other form is known.
 */
export function inflected(db: Db, terms: readonly Term[]): Term[] | undefined {
  const candidates = new Map(terms.map((term) => [term, formsOf(term)]))
  const words = [...new Set([...candidates.values()].flat())]
  if (words.length === 0) return undefined
  const known = new Set(searchQueries(db).knownOf({ words: JSON.stringify(words) })?.words)
  if (known.size === 0) return undefined
  return terms.map((term) => {
    const others = (candidates.get(term) ?? []).filter((word) => known.has(word))
    return others.length === 0 ? term : { ...term, also: others.map((word) => [word]) }
  })
}

function formsOf({ forms, isQuoted }: Term): string[] {
  const [word, ...more] = forms[0] ?? []
  if (isQuoted || word === undefined || more.length > 0) return []
  return word.length < shortestInflected || !/^[a-z]+$/.test(word) ? [] : inflections(word)
}

/** Forms that the word may have, right or not: those that nobody writes are not in the vocabulary. */
export function inflections(word: string): string[] {
  const forms = new Set(stemsOf(word).flatMap(endingsOf))
  forms.delete(word)
  return [...forms]
}

function stemsOf(word: string): string[] {
  const stems = [word]
  const cut = (ending: string, ...instead: string[]) => {
    if (!word.endsWith(ending) || word.length - ending.length < 3) return
    const stem = word.slice(0, -ending.length)
    for (const end of instead) stems.push(stem + end)
    if (ending.length > 1 && /([bdglmnprt])\1$/.test(stem)) stems.push(stem.slice(0, -1))
  }
  cut('ies', 'y')
  cut('es', '', 'e')
  if (!word.endsWith('ss')) cut('s', '')
  cut('ed', '', 'e')
  cut('ing', '', 'e')
  return stems
}

function endingsOf(stem: string): string[] {
  const short = stem.endsWith('e') ? stem.slice(0, -1) : stem
  const doubled = /[aeiou][bdglmnprt]$/.test(stem) ? [`${stem}${stem.slice(-1)}ed`, `${stem}${stem.slice(-1)}ing`] : []
  const softened = stem.endsWith('y') ? [`${stem.slice(0, -1)}ies`, `${stem.slice(0, -1)}ied`] : []
  return [stem, `${stem}s`, `${short}es`, `${short}ed`, `${short}ing`, ...doubled, ...softened]
}
