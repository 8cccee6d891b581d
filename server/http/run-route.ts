import { Problem } from '#contract/problems.ts'
import type { CollectionId, Instant, Reference } from '#contract/values.ts'
import { hasRecorded } from '../access/audit.ts'
import type { Actor, Cookies, Origin, ServerKeys, SignedIn } from '../access/call.ts'
import { reachCollection, reachDocument } from '../access/guard.ts'
import { requireSecondFactor } from '../access/second-factor.ts'
import { findActor } from '../access/sessions.ts'
import { dayIn } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import type { FileAnswer, PlacedFile } from './files.ts'
import type { Route } from './route.ts'

export interface Asked {
  db: Db
  config: Config
  serverKeys: ServerKeys
  now: Instant
  input: Record<string, unknown>
  session: SignedIn | undefined
  origin: Origin
  origins: readonly string[]
  cookies: Cookies
  /** What came with the request, where the endpoint takes a file. */
  file?: PlacedFile
}

/** JSON as text, bytes, or a file. */
export type Answered = string | Uint8Array | FileAnswer

/**
 * Guard → rule → output, for one request whose input is parsed and whose session is found. Runs in the server for most
 * routes, in the reader process for heavy ones, inside the transaction for writes: the check and the act see the same
 * data.
 * @returns the answer as JSON text, with no more in it than the endpoint's output says; of endpoints with another media
 * type as it is sent.
 */
export function answerRoute(route: Route, asked: Asked): Answered {
  const { needs, endpoint } = route
  const rule = route.rule as (call: object) => unknown
  const result = rule(needs === 'anyone' ? asked : callFor(route, asked))
  if (route.effect(asked.input) === 'write' && !route.unaudited && !hasRecorded(asked.origin)) {
    throw new Error(`${endpoint.method} ${endpoint.path} changed something and left no audit event`)
  }
  if (endpoint.mediaType) return isFileAnswer(result) ? result : (endpoint.output.parse(result) as string | Uint8Array)
  return JSON.stringify(endpoint.output.parse(result))
}

/** The same of a route that answers JSON. */
export function runRoute(route: Route, asked: Asked): string {
  const answer = answerRoute(route, asked)
  if (typeof answer !== 'string') throw new Error(`${route.endpoint.path} does not answer JSON`)
  return answer
}

/** Whether the caller may do this at all, before anything of a body is read. @throws as the guard. */
export function admit(route: Route, asked: Asked): object {
  return route.needs === 'anyone' ? asked : callFor(route, asked)
}

const isFileAnswer = (result: unknown): result is FileAnswer =>
  typeof result === 'object' && result !== null && 'ready' in result

function callFor({ needs, effect }: Route, asked: Asked): object {
  const { db, now, input, session } = asked
  if (!session) throw new Problem('not-signed-in')
  if (needs === 'account') return asked
  const actor = findActor(db, session.accountId, String(input['slug']))
  if (!actor) throw new Problem('not-found')
  if (effect(asked.input) === 'write') requireSecondFactor(actor)
  const call = { ...asked, actor, today: dayIn(actor.timeZone, now) }
  if (typeof needs !== 'object') return call
  if ('roles' in needs) {
    refuseOtherRoles(actor, needs.roles)
    return call
  }
  if ('in' in needs) {
    reachCollection(call, (needs.in as (input: object) => CollectionId)(input), needs.level)
    return call
  }
  const reference = (needs.on as (input: object) => Reference)(input)
  return { ...call, document: reachDocument(call, reference, needs.level, { keepers: needs.keepers ?? false }) }
}

function refuseOtherRoles(actor: Actor, roles: readonly string[]): void {
  if (roles.includes(actor.role)) return
  throw new Problem('not-permitted', { detail: `This is for ${roles.map((role) => `${role}s`).join(', ')}.` })
}
