import { secretInField } from '#contract/secret-scan/field.ts'
import { Told, UsageError, exitCodes } from '../failures.ts'
import { ask } from '../passphrase.ts'
import type { Look, Why } from './keeper.ts'

/** As the statement that goes into the access log has it. */
const reasonLength = { least: 8, most: 200 } as const

/**
 * Why a secret is opened: given as options, carried by the lease, or asked for at the terminal where its class wants it.
 * Break-glass also wants its reference typed.
 * @throws UsageError where something is missing and there is no terminal; Told where it cannot be opened at all. Nothing
 * has been asked of the server then.
 */
export async function whyOf({ document, credential }: Look, given: Why): Promise<Why> {
  const { reference } = document
  if (!credential) throw new UsageError(`${reference} is no credential.`)
  if (credential.opens !== 'open') throw new Told(cannotOpen(reference, credential), exitCodes.failed)
  const { class: secretClass, lease } = credential
  // Why was said when access was asked for.
  const reason = given.reason ?? (lease?.reason || undefined)
  const ticket = given.ticket ?? (lease?.ticket || undefined)
  const said = {
    ...(reason !== undefined && { reason: checked(reason) }),
    ...(ticket !== undefined && { ticket: withoutSecret('ticket', ticket) }),
  }
  if (secretClass === 'standard') return said
  const isBreakGlass = secretClass === 'break_glass'
  const words = isBreakGlass ? 'break-glass: all key holders are told' : 'guarded'
  if (reason === undefined && !process.stdin.isTTY) {
    throw new UsageError(`${reference} is ${words}. Say why with --reason.`)
  }
  if (!said.reason) said.reason = checked(await ask(`${reference} is ${words}. Reason, for the access log: `))
  if (!isBreakGlass) return said
  if (given.typed === undefined && !process.stdin.isTTY) {
    throw new UsageError(`${reference} is ${words}. Type its reference with --type ${reference}.`)
  }
  const typed = (given.typed ?? (await ask(`Type ${reference} to open it: `))).trim()
  if (typed !== reference) throw new UsageError(`That is not ${reference}. Nothing was opened.`)
  return { ...said, typed }
}

/** @throws UsageError for one that says too little or too much, or looks like a secret. */
export function checked(reason: string): string {
  const { least, most } = reasonLength
  const text = reason.trim()
  if (text.length < least || text.length > most) throw new UsageError(`A reason has ${least} to ${most} characters.`)
  return withoutSecret('reason', text)
}

/**
 * A reason is signed into a log from which nothing is taken out.
 * @throws UsageError for words that look like a secret.
 */
export function withoutSecret(what: string, text: string): string {
  const secret = secretInField(text)
  if (!secret) return text
  throw new UsageError(`The ${what} looks like ${secret.label}, and would stand in the access log. Use other words.`)
}

function cannotOpen(reference: string, { opens, waiting }: NonNullable<Look['credential']>): string {
  const may = `You can see ${reference} but not open it.`
  if (waiting) return `${may} Your request ${waiting.reference} waits for a key holder.`
  return opens === 'request' ? `${may} Ask for access: runkeep request ${reference} --minutes 60 --reason …` : may
}
