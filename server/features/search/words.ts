import { z } from 'zod'
import type { Db } from '../../platform/database.ts'
import { queries } from '../../platform/sql.ts'

/**
 * What a word is, for writing and for searching alike: letters and digits in a row, in small letters, without accents,
 * as SQLite's `unicode61 remove_diacritics 2` has it.
 */
const wordPattern = /[\p{L}\p{N}\p{M}]+/gu
const asciiPattern = /[A-Za-z0-9]+/g
// eslint-disable-next-line no-control-regex -- the range is ASCII
export const isAscii = (text: string) => !/[^\u0000-\u007f]/.test(text)

/** The words of a text as written. */
export function wordsIn(text: string): string[] {
  return text.match(isAscii(text) ? asciiPattern : wordPattern) ?? []
}

const folded = new Map<string, string>()

/**
 * Small letters without accents, unit by unit: what stands at a place of the folded text stands at the same place of the
 * text. Give it composed text (NFC).
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  let result = ''
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] as string
    result += unit < '\u0080' ? unit.toLowerCase() : foldUnit(unit)
  }
  return result
}

function foldUnit(unit: string): string {
  const known = folded.get(unit)
  if (known !== undefined) return known
  // Like SQLite: accents come off Latin letters only.
  const base = /^([A-Za-z])[\u0300-\u036f]+$/.exec(unit.normalize('NFD'))?.[1]
  const small = (base ?? unit).toLowerCase()
  const result = small.length === 1 ? small : unit
  folded.set(unit, result)
  return result
}

/** A word as the index knows it: composed, folded, without loose accents. */
export function foldWord(word: string): string {
  if (isAscii(word)) return word.toLowerCase()
  return fold(word.normalize('NFC')).replace(/[\u0300-\u036f]/g, '')
}

const longestCompound = 64

/**
 * The parts of a word that is made of several: `MailboxStatistics` → Mailbox, Statistics; `KB5034441` → KB, 5034441;
 * `0x80070005` → 80070005. Undefined for other words.
 */
export function compoundParts(word: string): string[] | undefined {
  // Most words have no capital letter and no digit but in front: they are told from others at once.
  if (word.length < 4 || word.length > longestCompound || !/.[A-Z0-9]/.test(word)) return undefined
  if (/[a-z][A-Z]|[A-Z][A-Z][a-z]|[a-z]{2}[0-9]{1,12}[A-Z]/.test(word))
    return word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9]+/g) ?? undefined
  const numbered = /^([A-Za-z]{2,12})([0-9]{3,12})$/.exec(word) ?? /^(0x)([0-9A-Fa-f]{4,16})$/i.exec(word)
  return numbered ? [numbered[1] as string, numbered[2] as string] : undefined
}

const mostParts = 20_000
const hyphenated = /(?<![\w-])([A-Za-z]{2,20})-([A-Za-z]{2,20})(?![\w-])/g

/**
 * The parts of all compound words of a text, one word a line, each once, and `fail-over` in one word: for the index.
 */
export function partsOf(text: string): string {
  const seen = new Set<string>()
  const lines: string[] = []
  let size = 0
  for (const [, first, second] of text.matchAll(hyphenated)) {
    const line = `${first as string}${second as string}`
    if (seen.has(line)) continue
    seen.add(line)
    size += line.length + 1
    if (size > mostParts) break
    lines.push(line)
  }
  for (const word of wordsIn(text)) {
    if (word.length < 4 || seen.has(word)) continue
    const parts = compoundParts(word)
    if (!parts) continue
    seen.add(word)
    const line = parts.join(' ')
    size += line.length + 1
    if (size > mostParts) break
    lines.push(line)
  }
  return lines.join('\n')
}

// --- Vocabulary ----------------------------------------------------------------------------------------------------

const shortestLearned = 3
const longestLearned = 64

const wordQueries = queries((sql) => ({
  learn: sql.run(
    `INSERT OR IGNORE INTO search_words (word, backwards) SELECT value ->> 0, value ->> 1 FROM json_each(@words)`,
  ),
  known: sql.get(
    z.object({ words: z.array(z.string()) }),
    `SELECT json_group_array(value) AS words FROM json_each(@words) WHERE value IN (SELECT word FROM search_words)`,
  ),
  forget: sql.run(`DELETE FROM search_words WHERE word IN (SELECT value FROM json_each(@words))`),
  revisionsOf: sql.all(
    z.object({ text: z.string() }),
    `SELECT title || char(10) || summary || char(10) || body || char(10) || tags AS text
       FROM (SELECT title, summary, body, tags FROM document_revisions WHERE document_id = @documentId ORDER BY revision DESC LIMIT 500)
     UNION ALL
     SELECT (r.terms ->> 'title') || char(10) || (r.terms ->> 'number')
       FROM contracts k JOIN contract_revisions r ON r.contract_id = k.id WHERE k.document_id = @documentId`,
  ),
  standsSomewhere: sql.get(
    z.object({ found: z.boolean() }),
    `SELECT EXISTS (SELECT 1 FROM text_index WHERE text_index MATCH @match) AS found`,
  ),
}))

/** For finding words by their ends. */
export const reversed = (word: string): string => Array.from(word).reverse().join('')

/** Words known to be in the table already, per connection: most words of a new text are. */
const remembered = new WeakMap<Db, Set<string>>()
const mostRemembered = 300_000

/** The words of a text, each once, folded, those of compounds too; very short and very long ones are left out. */
export function learnableWords(text: string): Set<string> {
  const words = new Set<string>()
  for (const written of wordsIn(text)) {
    if (written.length < shortestLearned || written.length > longestLearned) continue
    words.add(foldWord(written))
    for (const part of compoundParts(written) ?? []) if (part.length >= shortestLearned) words.add(foldWord(part))
  }
  return words
}

/** Takes the words of a text that is being saved into the vocabulary. Call within the transaction of the save. */
export function learnWords(db: Db, text: string): void {
  const before = remembered.get(db) ?? new Set()
  const fresh = [...learnableWords(text)].filter((word) => !before.has(word))
  if (fresh.length === 0) return
  // What is found in the table is remembered, what is put there now is not yet: the transaction may still be undone.
  const known = new Set(wordQueries(db).known({ words: JSON.stringify(fresh) })?.words)
  const unknown = fresh.filter((word) => !known.has(word))
  if (unknown.length > 0) {
    wordQueries(db).learn({ words: JSON.stringify(unknown.map((word) => [word, reversed(word)])) })
  }
  if (before.size + known.size > mostRemembered) before.clear()
  for (const word of known) before.add(word)
  remembered.set(db, before)
}

/**
 * Erases a document together with those of its words, in any revision, that no other document has.
 * Call within the transaction.
 */
export function forgettingWords(db: Db, documentId: string, erase: () => void): void {
  const words = new Set<string>()
  for (const { text } of wordQueries(db).revisionsOf({ documentId }))
    for (const word of learnableWords(text)) words.add(word)
  erase()
  const gone = [...words].filter((word) => !wordQueries(db).standsSomewhere({ match: `"${word}"` })?.found)
  if (gone.length === 0) return
  wordQueries(db).forget({ words: JSON.stringify(gone) })
  for (const word of gone) remembered.get(db)?.delete(word)
}
