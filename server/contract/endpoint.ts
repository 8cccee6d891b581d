import type { z } from 'zod'

/**
 * One operation of the API, as a value: the server mounts it, the browser and the command line call it, the tests call
 * it, and the OpenAPI document is generated from it. Path parameters (`:slug`), query (GET, DELETE) and JSON body
 * (POST, PUT) are parsed into the one strict `input`.
 */
export interface Endpoint<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: `/${string}`
  /** A sentence for the API's documentation. */
  readonly summary: string
  readonly input: Input
  readonly output: Output
  /** Largest JSON body in bytes; 64 KiB unless told. */
  readonly maxBodyBytes?: number
  /**
   * `file`: multipart/form-data with the input's fields and then one part called `file`, streamed to the disk within the
   * installation's limits. JSON unless told.
   */
  readonly body?: 'json' | 'file'
  /** What a success is sent as; JSON unless told. A stream goes on for as long as the caller may listen. */
  readonly mediaType?: 'text/event-stream' | 'application/octet-stream' | 'image/webp' | 'text/calendar; charset=utf-8'
}

export function endpoint<Input extends z.ZodObject, Output extends z.ZodType>(
  value: Endpoint<Input, Output>,
): Endpoint<Input, Output> {
  return value
}

/** What a caller writes. */
export type InputOf<E extends Endpoint> = z.input<E['input']>
/** What a rule receives: parsed, defaults filled in. */
export type ParsedInputOf<E extends Endpoint> = z.output<E['input']>
/** What a rule returns, and what a caller gets. */
export type OutputOf<E extends Endpoint> = z.output<E['output']>

/** The names of the `:parameters` of a path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] as string)
}

/** An input split into the address with its `:parameters` filled in, and what travels as query or body. */
export function addressOf(endpoint: Endpoint, input: Readonly<Record<string, unknown>>) {
  const inPath = pathParameters(endpoint.path)
  const path = inPath.reduce<string>(
    (sofar, name) => sofar.replace(`:${name}`, encodeURIComponent(String(input[name]))),
    endpoint.path,
  )
  const rest = Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value !== undefined && !inPath.includes(name)),
  )
  return { path, rest }
}
