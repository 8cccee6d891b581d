import type { z } from 'zod'
import type { Endpoint } from '#contract/endpoint.ts'
import type { CollectionId, LevelName, Reference, Role } from '#contract/values.ts'
import type { FileAnswer, FileSteps, PlacedFile } from './files.ts'
import type { AccountCallOf, CallOf, DocumentCallOf, PublicCall, PublicCallOf } from '../access/call.ts'

/**
 * What a caller needs. Required for every route, so that a forgotten check does not compile. `on` and `in` pick the
 * document or collection out of the same parsed input that the rule receives: nobody checks one and acts on another.
 */
export type Needs =
  | 'anyone'
  | 'account'
  | 'member'
  | { readonly roles: readonly Role[] }
  | { readonly level: LevelName; readonly in: (input: never) => CollectionId }
  | { readonly level: LevelName; readonly on: (input: never) => Reference; readonly keepers?: boolean }

type Effect = 'read' | 'write' | 'heavy' | 'stream'

export interface RouteOptions<Input = never> {
  /**
   * `write` runs in a transaction of the writing connection; `read` on the same connection, and must be quick (under
   * 10 ms); `heavy` in the reader process, with a deadline. GET reads and everything else writes, unless told; what
   * depends on the input is a function of it. Streams are routes of their own kind.
   */
  readonly effect?: Exclude<Effect, 'stream'> | ((input: Input) => Exclude<Effect, 'stream'>)
  /** What the caller has signed, where that is known before: it is checked beside the event loop. */
  readonly signed?: (input: Input) => StatementSent
  /**
   * Of a heavy read: what is written down in the server's own process before, for those that the reader process need not
   * be bothered with. @throws Problem or Refusal.
   */
  readonly before?: (call: PublicCall<Input>) => void
  /** Every write must leave an audit event; the few that need none say why. */
  readonly unaudited?: string
}

/** A statement as it arrives: `type` is the label that its signature is bound to. */
interface StatementSent {
  type: string
  payload: string
  signature: string
}

export interface Route {
  readonly endpoint: Endpoint
  readonly needs: Needs
  readonly rule: (call: never) => unknown
  readonly effect: (input: object) => Effect
  readonly signed?: (input: never) => StatementSent
  readonly before?: (call: PublicCall<never>) => void
  readonly unaudited?: string
  /** Of an endpoint that takes a file: what happens before the rule. */
  readonly file?: FileSteps
}

type Answer<E extends Endpoint> = z.input<E['output']>
type Input<E extends Endpoint> = z.output<E['input']>

/** An endpoint, what it needs, and the rule that answers. */
export function route<E extends Endpoint>(
  endpoint: E,
  needs: 'anyone',
  rule: (call: PublicCallOf<E>) => Answer<E>,
  options?: RouteOptions<Input<E>>,
): Route
export function route<E extends Endpoint>(
  endpoint: E,
  needs: 'account',
  rule: (call: AccountCallOf<E>) => Answer<E>,
  options?: RouteOptions<Input<E>>,
): Route
export function route<E extends Endpoint>(
  endpoint: E,
  needs: { level: LevelName; on: (input: Input<E>) => Reference; keepers?: boolean },
  rule: (call: DocumentCallOf<E>) => Answer<E>,
  options?: RouteOptions<Input<E>>,
): Route
export function route<E extends Endpoint>(
  endpoint: E,
  needs: 'member' | { roles: readonly Role[] } | { level: LevelName; in: (input: Input<E>) => CollectionId },
  rule: (call: CallOf<E>) => Answer<E>,
  options?: RouteOptions<Input<E>>,
): Route
export function route(
  endpoint: Endpoint,
  needs: Needs,
  rule: (call: never) => unknown,
  options: RouteOptions = {},
): Route {
  const { effect = endpoint.method === 'GET' ? 'read' : 'write', ...others } = options
  return {
    endpoint,
    needs,
    rule,
    ...others,
    effect: typeof effect === 'function' ? (effect as (input: object) => Effect) : () => effect,
  }
}

/** An endpoint that takes a file: the rule writes down what has come, when it lies in its place. */
export function fileRoute<E extends Endpoint>(
  endpoint: E,
  needs: { level: LevelName; on: (input: Pick<Input<E>, InPathOf<E>>) => Reference },
  steps: FileSteps,
  rule: (call: DocumentCallOf<E> & { file: PlacedFile }) => Answer<E>,
): Route {
  return { endpoint, needs, rule, effect: () => 'write', file: steps }
}
type InPathOf<E extends Endpoint> = Extract<keyof Input<E>, 'slug' | 'reference'>

/** An endpoint that answers with a file: the rule says which, and `ready` of it is asked when the guard has let it go. */
export function fileAnswerRoute<E extends Endpoint>(
  endpoint: E,
  needs: { level: LevelName; on: (input: Input<E>) => Reference },
  rule: (call: DocumentCallOf<E>) => FileAnswer,
): Route {
  return { endpoint, needs, rule, effect: () => 'read' }
}

/** An endpoint that answers with a stream: whoever is signed in may listen, and is rung for what concerns the account. */
export function streamRoute(endpoint: Endpoint): Route {
  return { endpoint, needs: 'account', rule: listens, effect: () => 'stream' }
}
const listens = () => {
  throw new Error('A stream has no answer of its own')
}

/** `POST /api/v1/…`: the name of an operation. */
export const operationOf = (endpoint: Endpoint): string => `${endpoint.method} ${endpoint.path}`
