import { IntegrityError, PassphraseError } from '#contract/crypto/errors.ts'
import { Problem } from '#contract/problems.ts'
import { Unreachable } from '../platform/api.ts'

/** What the command line ends with; `--help` says the same. */
export const exitCodes = { done: 0, failed: 1, usage: 2, signIn: 3, incomplete: 4, secrets: 5 } as const

/** The command was given something that it cannot work with. */
export class UsageError extends Error {}

/** Something that is already in words for the person; also what the agent could not do. */
export class Told extends Error {
  readonly exitCode: number

  constructor(words: string, exitCode: number) {
    super(words)
    this.exitCode = exitCode
  }
}

const signInCodes = ['sign-in-failed', 'sign-in-expired', 'second-factor-failed', 'too-many-attempts', 'not-signed-in']

/** In words for the person at the terminal, and what the process ends with. */
export function explain(error: unknown, address?: string): { words: string; exitCode: number } {
  if (error instanceof UsageError) return { words: error.message, exitCode: exitCodes.usage }
  if (error instanceof Told) return { words: error.message, exitCode: error.exitCode }
  if (error instanceof PassphraseError) return { words: `${error.message}.`, exitCode: exitCodes.signIn }
  if (error instanceof IntegrityError) {
    return {
      words: `The server's answer cannot be trusted, so nothing was done: ${error.message}.`,
      exitCode: exitCodes.signIn,
    }
  }
  if (error instanceof Problem) {
    const isSignIn = signInCodes.includes(error.code)
    return { words: wordsOf(error), exitCode: isSignIn ? exitCodes.signIn : exitCodes.failed }
  }
  if (error instanceof Unreachable) {
    return { words: `No Runkeep answers${address ? ` at ${address}` : ''}. Is it running?`, exitCode: exitCodes.failed }
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { words: 'The server took too long to answer.', exitCode: exitCodes.failed }
  }
  return { words: error instanceof Error ? error.message : String(error), exitCode: exitCodes.failed }
}

function wordsOf({ code, message, facts }: Problem): string {
  const fields = (facts.errors ?? []).map(({ pointer, detail }) => `  ${pointer}: ${detail}`)
  const wait = facts.facts?.['retryAfterSeconds']
  const hint =
    code === 'cross-site'
      ? ' Use the address that the server calls its own (PUBLIC_URL).'
      : typeof wait === 'number'
        ? ` Try again in ${wait} seconds.`
        : ''
  return [`${message.replace(/\.?$/, '.')}${hint}`, ...fields].join('\n')
}
