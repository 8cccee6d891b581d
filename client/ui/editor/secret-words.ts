const patterns: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bglpat-[\w-]{20}\b/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\beyJ[\w-]{10,300}\.eyJ[\w-]{10,2000}\.[\w-]{10,}/,
]
const named =
  /\b(?:password|passwd|passphrase|pwd|secret|api[ _-]?key|access[ _-]?key|auth[ _-]?token)\b["'`*]{0,3}\s{0,3}[:=]\s{0,3}["'`*]{0,3}(\S{6,200})/i

/** Whether a line seems to hold a secret in the clear: secrets belong into a credential, never into a text. */
export function looksLikeSecret(line: string): boolean {
  if (line.length > 5_000) return false
  if (patterns.some((pattern) => pattern.test(line))) return true
  const value = named.exec(line)?.[1]
  // `password: <yours>`, `$PASSWORD`, `[[CR-31]]`, `{{secret}}`, `*****` and plain words of a sentence are none.
  if (!value || /^[<$[{(*•.]|^%\w+%/.test(value)) return false
  return /\d/.test(value) && /[a-z]/i.test(value) && !/^https?:/.test(value)
}
