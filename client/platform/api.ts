import { z } from 'zod'
import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#contract/endpoint.ts'
import { Problem, problems, type ProblemBody, type ProblemCode } from '#contract/problems.ts'

// zod would compile schemas with `new Function`, which our CSP refuses and reports.
z.config({ jitless: true })

/** The server cannot be reached: nothing is known of what it did. */
export class Unreachable extends Error {
  constructor() {
    super('The server cannot be reached')
    this.name = 'Unreachable'
  }
}

/**
 * The only `fetch` to the API. The command line has one of its own to `send` with, which keeps cookies.
 * @throws Problem as the server names it; Unreachable when there is no answer.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  { signal, base = '', send = fetch }: { signal?: AbortSignal; base?: string; send?: typeof fetch } = {},
): Promise<OutputOf<E>> {
  const { path, rest } = addressOf(endpoint, input)
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT'
  const query = hasBody ? '' : queryString(rest)
  let response: Response
  try {
    response = await send(base + path + query, {
      method: endpoint.method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(hasBody && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(rest) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Unreachable()
  }
  if (response.ok) return (await response.json()) as OutputOf<E>
  throw await problemOf(response)
}

/** `queryKey` and `queryFn` of a reading endpoint for TanStack Query: `useQuery(query(openDocument, { … }))`. */
export function query<E extends Endpoint>(endpoint: E, input: InputOf<E>) {
  return {
    queryKey: [endpoint.path, input] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => call(endpoint, input, { signal }),
  }
}

export function queryString(parameters: Record<string, unknown>): string {
  const text = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString()
  return text ? `?${text}` : ''
}

export async function problemOf(response: Response): Promise<Error> {
  return problemIn(await response.text().catch(() => ''))
}

/** What a refusal says; an answer that is not ours counts as none. */
export function problemIn(answer: string): Error {
  try {
    const { type, title: _title, status: _status, instance: _instance, ...facts } = JSON.parse(answer) as ProblemBody
    const code = type.replace('/problems/', '')
    if (code in problems) return new Problem(code as ProblemCode, facts as Problem['facts'])
  } catch {
    // An answer that is not ours, from a proxy: treated as no answer.
  }
  return new Unreachable()
}
