import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { IntegrityError } from '#contract/crypto/errors.ts'

/**
 * The vectors are what the formats are: a file is added to and never made anew. Those of CRYPTO.md §9 are named so; the
 * others were made by second-opinion.ts, not by the code under test.
 */
export function readVectors<Groups>(name: string): Groups {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as Groups
}

/** `fails`: with the one error. Otherwise the vector names what comes out. */
export type Outcome<Result> = ({ fails?: never } & Result) | ({ fails: true } & { [Name in keyof Result]?: never })

/** Fills in what a vector leaves out because it is as in the file's `reader`. */
export const stated = <Reader extends object, Vector extends object>(reader: Reader, vectors: Vector[]) =>
  vectors.map((vector) => ({ ...reader, ...vector }))

export function expectIntegrityError(deed: () => unknown): void {
  expect(deed).toThrow(IntegrityError)
}
