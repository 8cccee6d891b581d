import { z } from 'zod'

/**
 * Every way in which a request can fail, with its HTTP status and its title. `type` on the wire is `/problems/<code>`
 * (RFC 9457). Rules throw `Problem`; nothing else is expected.
 */
export const problems = {
  'invalid-input': [400, 'Something in the request is not right'],
  'malformed-body': [400, 'The body could not be read'],
  'not-signed-in': [401, 'Sign in to go on'],
  'sign-in-failed': [401, 'E-mail address or passphrase is not right'],
  'sign-in-expired': [401, 'This sign-in took too long: begin again'],
  'second-factor-failed': [401, 'That code is not right'],
  'sign-in-again': [403, 'Enter your passphrase again to do this'],
  'second-factor-needed': [403, 'This organization asks its key holders for a second factor'],
  'cross-site': [403, 'Requests from other sites are refused'],
  'not-permitted': [403, 'You may not do this'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'This address does not take that method'],
  'changed-meanwhile': [409, 'Somebody saved this while you were working on it'],
  'already-exists': [409, 'This exists already'],
  'not-possible-now': [409, 'This is not possible in its present state'],
  'last-owner': [409, 'An organization needs at least one owner'],
  'already-set-up': [404, 'There is nothing here'],
  'too-slow': [408, 'The request took too long to arrive'],
  'body-too-large': [413, 'The body is larger than this address takes'],
  'unsupported-media-type': [415, 'This address takes another type of body'],
  'too-many-attempts': [429, 'Too many attempts: wait a little'],
  'too-many-streams': [429, 'Too many are listening: ask now and then instead'],
  'file-refused': [422, 'This file is not taken'],
  'header-too-large': [431, 'The request header is too large'],
  unexpected: [500, 'Something went wrong on our side'],
  'file-damaged': [500, 'This file is not as it was saved'],
  'took-too-long': [503, 'This took too long and was stopped'],
  'cannot-write': [507, 'The server cannot save at the moment: nothing was changed'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemCode = keyof typeof problems

/** One thing that is wrong with the input, and where: an RFC 6901 pointer into the input. */
export const InputError = z.object({ pointer: z.string(), detail: z.string() })
export type InputError = z.infer<typeof InputError>

/** The body of every answer that is not a success (RFC 9457, application/problem+json). */
export const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string(),
  errors: z.array(InputError).optional(),
  /** Facts that the screen needs to help: the current revision in a conflict, who can do it instead, seconds to wait. */
  facts: z.record(z.string(), z.unknown()).optional(),
})
export type ProblemBody = z.infer<typeof ProblemBody>

export interface ProblemFacts {
  /** What exactly, in a sentence for the person. */
  detail?: string
  errors?: InputError[]
  facts?: Record<string, unknown>
}

export class Problem extends Error {
  readonly code: ProblemCode
  readonly facts: ProblemFacts

  constructor(code: ProblemCode, facts: ProblemFacts = {}) {
    super(facts.detail ?? problems[code][1])
    this.name = 'Problem'
    this.code = code
    this.facts = facts
  }

  get status(): number {
    return problems[this.code][0]
  }

  toBody(instance: string): ProblemBody {
    return {
      type: `/problems/${this.code}`,
      title: problems[this.code][1],
      status: this.status,
      instance,
      ...this.facts,
    }
  }
}

/** An input that breaks a rule which a schema cannot see; names the field and what would be right. */
export function invalid(pointer: string, detail: string): Problem {
  return new Problem('invalid-input', { errors: [{ pointer, detail }] })
}
