import { codeDigits } from '#contract/second-factor.ts'

/** The six digits of a code from an app, however they were typed (`482 915`, `482-915`); undefined for anything else. */
export function digitsOf(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return plain.length === codeDigits && /^[0-9]+$/.test(plain) ? plain : undefined
}
