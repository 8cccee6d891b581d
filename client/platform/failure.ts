import { IntegrityError, PassphraseError } from '#contract/crypto/errors.ts'
import { Problem, type ProblemCode } from '#contract/problems.ts'
import type { FieldErrors } from '../ui/Form.tsx'
import { KeyMissing, LockedMeanwhile } from '../vault/vault-errors.ts'
import { Unreachable } from './api.ts'

/** What went wrong, in words for the person: what failed, what is safe or to be done, and a small code to pass on. */
export interface Failure {
  title: string
  detail?: string | undefined
  code?: string | undefined
  /** Whether trying the same again can help. */
  isWorthRetrying: boolean
}

export function failureOf(error: unknown): Failure {
  if (error instanceof Unreachable)
    return {
      title: 'The server cannot be reached',
      detail: 'Nothing is lost. Look whether this device is connected, then try again.',
      isWorthRetrying: true,
    }
  if (error instanceof Problem) return ofProblem(error)
  if (error instanceof KeyMissing)
    return {
      title: error.message,
      detail: error.absence === 'other-keys' ? undefined : 'It happens by itself once one of them is unlocked.',
      isWorthRetrying: true,
    }
  if (error instanceof LockedMeanwhile)
    return { title: 'The vault was locked meanwhile', detail: 'Unlock it and try again.', isWorthRetrying: true }
  if (error instanceof PassphraseError) return { title: error.message, isWorthRetrying: false }
  if (error instanceof IntegrityError)
    return {
      title: 'This was stopped to protect your keys',
      detail: `What the server sent is not right: ${error.message}. Tell whoever runs the server, and do not type your passphrase again until it is explained.`,
      code: 'integrity',
      isWorthRetrying: false,
    }
  return {
    title: 'Something in this page failed',
    detail: 'Load the page again. What was saved is safe on the server.',
    code: 'page',
    isWorthRetrying: true,
  }
}

/** Errors by the name of the field; what belongs to no field of this form stands under `''`. */
export function fieldErrorsOf(error: unknown, fields: readonly string[]): FieldErrors {
  if (error instanceof Problem && error.facts.errors) {
    const named = error.facts.errors.map(({ pointer, detail }) => {
      const path = pointer.split('/').slice(1)
      // Parts of structured content are fields by their whole path: content/contacts/0/phone.
      if (path[0] === 'content' && path.length > 1) return [path.join('/'), detail] as const
      // The innermost name that the form has: /account/email is its field `email`.
      return [path.findLast((part) => fields.includes(part)) ?? '', detail] as const
    })
    if (named.length > 0) return Object.fromEntries(named)
  }
  const { title, detail } = failureOf(error)
  return { '': detail ? `${title}. ${detail}` : `${title}.` }
}

/** How long to wait before another attempt, where the server says so. */
export function waitSeconds(error: unknown): number | undefined {
  const told = error instanceof Problem ? error.facts.facts?.['retryAfterSeconds'] : undefined
  return typeof told === 'number' ? told : undefined
}

function ofProblem(problem: Problem): Failure {
  const words = says[problem.code]
  const named = problem.facts.errors?.map(({ detail }) => detail).join(' ')
  if (named) return { title: 'The server did not take this', detail: named, isWorthRetrying: false }
  return {
    title: words?.title ?? problem.facts.detail ?? problem.message,
    detail: words?.detail ?? (words?.title ? problem.facts.detail : undefined),
    code: problem.status >= 500 ? problem.code : undefined,
    isWorthRetrying: problem.status >= 500 || problem.code === 'too-many-attempts',
  }
}

const says: Partial<Record<ProblemCode, { title?: string; detail?: string }>> = {
  'not-signed-in': { title: 'Your session has ended', detail: 'Sign in to go on where you were.' },
  'second-factor-needed': { detail: 'Set it up under Settings, Security.' },
  'cross-site': {
    title: 'The server does not know this address',
    detail: 'Open Runkeep under the address that it was set up for.',
  },
  'took-too-long': { title: 'This took too long and was stopped', detail: 'Ask for less, or try again in a moment.' },
  'cannot-write': {
    title: 'The server cannot save at the moment',
    detail: 'Nothing was changed. Its disk may be full: tell whoever runs the server.',
  },
  unexpected: { title: 'Something went wrong on the server', detail: 'Nothing was half-saved. Try again in a moment.' },
}
