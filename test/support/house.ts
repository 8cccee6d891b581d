import type { Express } from 'express'
import { randomBytes } from 'node:crypto'
import { request as ask, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#contract/endpoint.ts'
import type { ProblemBody } from '#contract/problems.ts'
import { createApp } from '../../server/app.ts'
import { apiHeaders } from '../../server/http/headers.ts'
import type { House } from '../../server/http/mount.ts'
import { openStreams } from '../../server/http/streams.ts'
import { aFileRoom } from './file-room.ts'
import { settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { groupCommit } from '../../server/platform/writer.ts'
import { aDatabase, origin, start } from './vault.ts'

/** An installation in which nobody is yet, configured by its environment. */
export function anEmptyHouse(environment: Record<string, string> = {}) {
  const db = aDatabase()
  const clock = settableClock(start)
  const log = jsonLog('silent', () => {})
  const config = readConfig({ LOG: 'silent', ...environment })
  const writer = groupCommit(db, log)
  const house: House = {
    db,
    config,
    serverKeys: { secondFactor: randomBytes(32) },
    clock,
    log,
    writer,
    streams: openStreams({ db, config, clock, writer }),
    ...aFileRoom(),
    readElsewhere: () => Promise.reject(new Error('Nobody searches an empty house')),
    origins: () => [origin],
    apiHeaders: apiHeaders(false),
  }
  return { db, clock, house, app: createApp(house, '/nowhere') }
}

export interface Received<Body> {
  status: number
  body: Body & ProblemBody
  headers: IncomingHttpHeaders
  cookies: string[]
  /** From the last byte sent to the last byte received. */
  milliseconds: number
}

/** How a request is sent where that matters: from which address, with which cookie, under which spelling of the path. */
export interface Sending {
  from?: string
  cookie?: string
  path?: string
  headers?: Record<string, string>
}

/** The app on a real socket, for tests in which the address of the caller counts. Closes with the test's end. */
export async function listening(app: Express) {
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    send: <E extends Endpoint>(endpoint: E, input: InputOf<E>, sending: Sending = {}) =>
      send(port, endpoint, input, sending),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

export function send<E extends Endpoint>(
  port: number,
  endpoint: E,
  input: InputOf<E>,
  { from = '127.0.0.1', cookie, path, headers = {} }: Sending = {},
): Promise<Received<OutputOf<E>>> {
  const address = addressOf(endpoint, input)
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT'
  const body = hasBody ? JSON.stringify(address.rest) : undefined
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const request = ask(
      {
        host: '127.0.0.1',
        port,
        localAddress: from,
        method: endpoint.method,
        path: path ?? address.path,
        headers: {
          origin,
          ...(hasBody && { 'content-type': 'application/json' }),
          ...(cookie && { cookie }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const text = Buffer.concat(parts).toString()
          const isJson = response.headers['content-type']?.includes('json') ?? false
          resolve({
            status: response.statusCode ?? 0,
            body: (isJson ? JSON.parse(text) : text) as never,
            headers: response.headers,
            cookies: response.headers['set-cookie'] ?? [],
            milliseconds: performance.now() - began,
          })
        })
      },
    )
    request.once('error', reject)
    request.end(body)
  })
}
