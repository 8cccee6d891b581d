import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import { pathParameters, type Endpoint } from '#contract/endpoint.ts'
import { ProblemBody } from '#contract/problems.ts'
import type { Route } from '../../http/route.ts'

const described = new WeakMap<readonly Route[], Record<string, unknown>>()

/** The OpenAPI 3.1 document of exactly the routes that are mounted, made from the values they are mounted from. */
export function describeApi(routes: readonly Route[]): Record<string, unknown> {
  let document = described.get(routes)
  if (!document) {
    document = JSON.parse(JSON.stringify(build(routes))) as Record<string, unknown>
    described.set(routes, document)
  }
  return document
}

function build(routes: readonly Route[]) {
  const paths: ZodOpenApiPathsObject = {}
  for (const { endpoint, needs } of routes) {
    const path = endpoint.path.replaceAll(/:([a-zA-Z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, needs === 'anyone') }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Runkeep',
      version: '1',
      description:
        'Every answer that is not a success is application/problem+json. Writes must carry an Origin header that names this installation.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-runkeep' } } },
    paths,
  })
}

function operation(endpoint: Endpoint, isPublic: boolean): ZodOpenApiOperationObject {
  const inPath = pathParameters(endpoint.path)
  // The names are only known at run time; zod's types want them at compile time.
  const named = Object.fromEntries(inPath.map((name) => [name, true as const]))
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT'
  // Without what fields have to be together: that has no place in a description of fields, and could not be taken apart.
  const fields = z.strictObject(endpoint.input.shape)
  const path = fields.pick(named as never)
  const rest = fields.omit(named as never)
  return {
    summary: endpoint.summary,
    operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replaceAll(/[^a-zA-Z]+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '')}`,
    security: isPublic ? [] : [{ session: [] }],
    requestParams: { path, ...(!hasBody && { query: rest }) },
    ...(hasBody && { requestBody: { required: true, content: contentOf(endpoint, rest) } }),
    responses: {
      '200': {
        description: 'Done',
        content: {
          [endpoint.mediaType ?? 'application/json']: { schema: isBytes(endpoint) ? bytes : endpoint.output },
        },
      },
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: ProblemBody } },
      },
    },
  }
}

const bytes = { type: 'string', format: 'binary' } as const
const isBytes = ({ output }: Endpoint) => output instanceof z.ZodCustom

function contentOf({ body }: Endpoint, fields: z.ZodObject): ZodOpenApiContentObject {
  if (body !== 'file') return { 'application/json': { schema: fields } }
  // The fields come first: what is wrong with them is told before the file has come.
  const { properties, ...schema } = z.toJSONSchema(fields, { io: 'input' }) as SchemaObject
  const form = { ...schema, properties: { ...properties, file: bytes }, required: [...(schema.required ?? []), 'file'] }
  return { 'multipart/form-data': { schema: form as never } }
}
interface SchemaObject {
  properties?: object
  required?: string[]
}
