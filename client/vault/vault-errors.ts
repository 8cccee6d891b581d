import {
  CardError,
  IntegrityError,
  PassphraseError,
  type CardFault,
  type PassphraseFault,
} from '#contract/crypto/errors.ts'
import { Refused, type RefusedCode } from '#contract/log/refused.ts'

/** Errors on their way from the vault's Worker to the page, where `instanceof` shall still tell them apart. */

/** The keys are not at hand, or went while something was under way: then what came of it was thrown away. */
export class LockedMeanwhile extends Error {
  override readonly name = 'LockedMeanwhile'
}

/** What can stand between an unlocked vault and a key that the organization has. */
const absences = {
  'no-key': 'The key of this collection is on its way to you: a key holder must unlock once',
  stale: 'A key holder must renew the keys of this collection first',
  behind: 'The keys of this collection have just been renewed',
  'other-keys': 'This organization knows other keys of yours: a key holder must let you in anew',
} as const
export type Absence = keyof typeof absences

/** Nobody tampered with anything: a key is not there yet, or not any more. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing'
  readonly absence: Absence

  constructor(absence: Absence) {
    super(absences[absence])
    this.absence = absence
  }
}

export type WireError = {
  name: string
  message: string
  fault?: PassphraseFault | CardFault | Absence | RefusedCode
  field?: string
}

export function toWire(error: unknown): WireError {
  if (error instanceof PassphraseError) return { name: error.name, message: error.message, fault: error.fault }
  if (error instanceof CardError) return { name: error.name, message: error.message, fault: error.fault }
  if (error instanceof KeyMissing) return { name: error.name, message: error.message, fault: error.absence }
  if (error instanceof Refused) {
    const { name, message, code, field } = error
    return { name, message, fault: code, ...(field !== undefined && { field }) }
  }
  if (error instanceof Error) return { name: error.name, message: error.message }
  return { name: 'Error', message: 'The vault failed in an unknown way' }
}

export function fromWire({ name, message, fault, field }: WireError): Error {
  if (name === 'PassphraseError' && fault !== undefined) return new PassphraseError(fault as PassphraseFault)
  if (name === 'CardError' && fault !== undefined) {
    const error = new CardError(fault as CardFault)
    error.message = message
    return error
  }
  if (name === 'KeyMissing' && fault !== undefined) return new KeyMissing(fault as Absence)
  if (name === 'Refused' && fault !== undefined) return new Refused(fault as RefusedCode, message, field)
  if (name === 'IntegrityError') return new IntegrityError(message)
  if (name === 'LockedMeanwhile') return new LockedMeanwhile(message)
  return new Error(message)
}
