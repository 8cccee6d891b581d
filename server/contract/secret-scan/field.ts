import { looksLikePassword } from './judges.ts'
import { secretRules, type SecretRule } from './rules.ts'
import { scanForSecrets } from './scan.ts'
import { kindsIn, shapeOf } from './values.ts'

/**
 * What a short text looks like that stands by itself: a reason, a ticket, a note, a search. Beside what the scanner finds
 * in any text, it may be nothing but a password that was pasted into the wrong field: one word of small and capital
 * letters, digits and marks.
 * @returns the rule, and its label for a sentence: "This looks like a password."
 */
export function secretInField(text: string): { rule: SecretRule; label: string } | undefined {
  const [found] = scanForSecrets(text)
  if (found) return { rule: found.rule, label: found.label }
  const word = text.trim()
  return isLonePassword(word) ? { rule: 'password', label: secretRules.password } : undefined
}

function isLonePassword(word: string): boolean {
  if (!/^\S{8,128}$/.test(word) || kindsIn(shapeOf(word)) < 4) return false
  // A name with a version is of words and numbers between its marks; a password has one of these marks.
  if (!/[!@#$%^&*+=?~|<>"§£€]/.test(word)) return false
  return looksLikePassword({ text: word, from: 0, to: word.length, how: 'below', isAlone: true, isQuoted: false })
}
