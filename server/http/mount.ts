import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { pathParameters } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import { keepingRefusals, Refusal } from '../access/refusal.ts'
import { findSession, findSessionByHash, touchSession } from '../access/sessions.ts'
import { checkMeanwhile } from '../access/signed.ts'
import { secondsBetween } from '../platform/clock.ts'
import { consistently } from '../platform/database.ts'
import { answerProblem } from './answer-problem.ts'
import { cookieJar, cookiesOf } from './cookies.ts'
import { routeFinder } from './find-route.ts'
import type { House } from './house.ts'
import { joined, parseInput } from './parse-input.ts'
import { readJson } from './read-json.ts'
import { newRequestId } from './request-id.ts'
import { operationOf, type Route } from './route.ts'
import { answerRoute, type Answered, type Asked } from './run-route.ts'
import { sendAnswer } from './send-answer.ts'
import { lingerOn, takeFile } from './take-file.ts'

export type { House } from './house.ts'

const usualBodyBytes = 65_536
const touchEverySeconds = 60

/**
 * Mounts the routes: match → session → input → guard → rule → output → JSON. Everything but the rule is written here,
 * once.
 */
export function mount(routes: readonly Route[], house: House): RequestHandler {
  const find = routeFinder(routes, (route) => answerer(route, house))
  return (request: Request, response: Response, next: NextFunction) => {
    const found = find(request.path)
    if (!found) return next()
    const { answers, parameters } = found
    const answer = answers.get(request.method === 'HEAD' ? 'GET' : request.method)
    request.params = parameters
    if (answer) return answer(request, response)
    const allow = [...answers.keys()].join(', ')
    response.setHeader('allow', allow)
    refuse(request, response, house, new Problem('method-not-allowed', { detail: `Use ${allow}.` }))
  }
}

function answerer(route: Route, house: House) {
  const { endpoint } = route
  const inPath = pathParameters(endpoint.path)
  const { db, config, serverKeys, clock, log, writer } = house

  return async (request: Request, response: Response): Promise<void> => {
    const started = performance.now()
    const requestId = newRequestId()
    let status = 200
    let accountId: string | undefined
    try {
      if (endpoint.method !== 'GET') refuseCrossSite(request, house.origins())
      const { session: token, device } = cookiesOf(request)
      const arrived = clock.now()
      const session = findSession(db, config, token, arrived)
      accountId = session?.accountId
      if (route.needs !== 'anyone' && !session) throw new Problem('not-signed-in')
      const origin = { requestId, address: request.ip ?? '', agent: request.headers['user-agent'] ?? '' }
      const cookies = cookieJar(device)
      /** Seen anew: what is written is decided by what holds when it is written. */
      const askedNow = (input: Record<string, unknown>): Asked => {
        const now = clock.now()
        const alive = session && findSessionByHash(db, config, session.tokenHash, now)
        return { db, config, serverKeys, now, input, session: alive, origin, origins: house.origins(), cookies }
      }
      let body: Answered | undefined
      let isStream = false
      if (route.file) {
        body = await takeFile({ ...route, file: route.file }, request, house, askedNow)
      } else {
        const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT'
        const sent = hasBody ? await readJson(request, endpoint.maxBodyBytes ?? usualBodyBytes) : queryOf(request)
        const input = parseInput(endpoint.input, joined(sent, request.params as Record<string, string>, inPath), inPath)
        const effect = route.effect(input)
        isStream = effect === 'stream'
        if (effect === 'stream') {
          if (!session) throw new Problem('not-signed-in')
          house.streams.open(response, house.apiHeaders, session)
        } else if (effect === 'write') {
          const statement = session && route.signed?.(input as never)
          if (statement) {
            const slug = String(request.params['slug'])
            const isThere = writer.expect()
            try {
              await checkMeanwhile({ db, origin, accountId: session.accountId, slug }, statement)
            } finally {
              isThere()
            }
          }
          body = await refusingLast(writer.write(() => keepingRefusals(() => answerRoute(route, askedNow(input)))))
        } else {
          const { before } = route
          if (before) await refusingLast(writer.write(() => keepingRefusals(() => before(askedNow(input) as never))))
          const asked = { now: arrived, input, session, origin, origins: house.origins() }
          body =
            effect === 'heavy'
              ? await house.readElsewhere(operationOf(endpoint), asked)
              : // One transaction: outside of one, every statement takes and gives back its own lock.
                consistently(db, () => answerRoute(route, { ...asked, db, config, serverKeys, cookies }))
        }
      }
      // To listen is not to use a session: one that nobody uses ends, whatever pages are open.
      if (session && !isStream && secondsBetween(session.seenAt, arrived) > touchEverySeconds) {
        void writer.write(() => touchSession(db, session.tokenHash, arrived)).catch(() => {})
      }
      if (body !== undefined) await sendAnswer(response, body, endpoint, house, cookies.headers)
    } catch (error) {
      status = answerProblem(response, error, { requestId, headers: house.apiHeaders, log })
      if (route.file) lingerOn(request, response)
    }
    log.request({
      requestId,
      method: endpoint.method,
      endpoint: endpoint.path,
      status,
      durationMs: Math.round((performance.now() - started) * 100) / 100,
      ...(accountId && { accountId }),
    })
  }
}

/** A refusal is thrown when what it left is on the disk. */
async function refusingLast<Result>(written: Promise<Result | Refusal>): Promise<Result> {
  const answer = await written
  if (answer instanceof Refusal) throw answer
  return answer
}

/** A page of another site cannot set `Origin`: writes must come with one of ours. Clients that are no browser send it too. */
function refuseCrossSite(request: IncomingMessage, origins: readonly string[]): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  const ours = origin !== undefined && origins.includes(origin)
  if (!ours || (site !== undefined && site !== 'same-origin')) throw new Problem('cross-site')
}

const mostParameters = 30

function queryOf(request: IncomingMessage): Record<string, string> {
  const { searchParams } = new URL(request.url ?? '/', 'http://here')
  const query: Record<string, string> = {}
  let count = 0
  for (const [name, value] of searchParams) {
    count += 1
    if (count > mostParameters || Object.hasOwn(query, name)) {
      throw new Problem('invalid-input', {
        errors: [{ pointer: `/${name.slice(0, 80)}`, detail: 'Send each parameter once.' }],
      })
    }
    Object.defineProperty(query, name, { value, enumerable: true })
  }
  return query
}

/** Answers a problem where no route is behind it. */
export function refuse(request: IncomingMessage, response: ServerResponse, house: House, problem: unknown): void {
  const requestId = newRequestId()
  const status = answerProblem(response, problem, { requestId, headers: house.apiHeaders, log: house.log })
  house.log.request({ requestId, method: request.method ?? '', endpoint: '(none)', status })
}
