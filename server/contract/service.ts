import { z } from 'zod'
import { endpoint } from './endpoint.ts'

export const health = endpoint({
  method: 'GET',
  path: '/healthz',
  summary: 'Whether the process is alive',
  input: z.strictObject({}),
  output: z.object({ alive: z.literal(true) }),
})
export const readiness = endpoint({
  method: 'GET',
  path: '/readyz',
  summary: 'Whether the server can save',
  input: z.strictObject({}),
  output: z.object({ ready: z.literal(true) }),
})
export const openApiDocument = endpoint({
  method: 'GET',
  path: '/api/v1/openapi.json',
  summary: 'This description of the API (OpenAPI 3.1)',
  input: z.strictObject({}),
  output: z.record(z.string(), z.unknown()),
})
