import { IntegrityError, PassphraseError, type PassphraseFault } from '#contract/crypto/errors.ts'

/** Errors on their way from the vault's Worker to the page, where `instanceof` shall still tell them apart. */

/** The keys are not at hand, or went while something was under way: then what came of it was thrown away. */
export class LockedMeanwhile extends Error {
  override readonly name = 'LockedMeanwhile'
}

export type WireError = { name: string; message: string; fault?: PassphraseFault }

export function toWire(error: unknown): WireError {
  if (error instanceof PassphraseError) return { name: error.name, message: error.message, fault: error.fault }
  if (error instanceof Error) return { name: error.name, message: error.message }
  return { name: 'Error', message: 'The vault failed in an unknown way' }
}

export function fromWire({ name, message, fault }: WireError): Error {
  if (name === 'PassphraseError' && fault !== undefined) return new PassphraseError(fault)
  if (name === 'IntegrityError') return new IntegrityError(message)
  if (name === 'LockedMeanwhile') return new LockedMeanwhile(message)
  return new Error(message)
}
