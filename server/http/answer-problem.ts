import type { ServerResponse } from 'node:http'
import { Problem, problems, type ProblemCode } from '#contract/problems.ts'
import type { Log } from '../platform/log.ts'

/**
 * Turns whatever was thrown into application/problem+json (RFC 9457). What nobody foresaw goes to the log under the
 * request's id, and only the id leaves the house.
 */
export function answerProblem(
  response: ServerResponse,
  error: unknown,
  { requestId, headers, log }: { requestId: string; headers: Readonly<Record<string, string>>; log: Log },
): number {
  const problem = error instanceof Problem ? error : unforeseen(error, requestId, log)
  if (response.headersSent) {
    response.destroy()
    return problem.status
  }
  const body = Buffer.from(JSON.stringify(problem.toBody(`/requests/${requestId}`)))
  const retryAfter = problem.facts.facts?.['retryAfterSeconds']
  response.writeHead(problem.status, {
    ...headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': body.length,
    ...(typeof retryAfter === 'number' && { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
    // A body that was not read to its end would be taken for the next request.
    ...(problem.code === 'body-too-large' && { connection: 'close' }),
  })
  response.end(body)
  return problem.status
}

function unforeseen(error: unknown, requestId: string, log: Log): Problem {
  log.event('unexpected', { requestId, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return new Problem('unexpected', { detail: `Tell whoever runs this server: request ${requestId}.` })
}

/** Problems travel from the reader process as plain values. */
export function problemFrom(code: string, facts: Problem['facts']): Problem {
  return new Problem(code in problems ? (code as ProblemCode) : 'unexpected', facts)
}
