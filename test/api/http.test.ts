import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { validate } from './open-api-validator.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeOrganizationSettings } from '#contract/organizations.ts'
import { createDocument, listDocuments } from '#contract/documents.ts'
import { Problem } from '#contract/problems.ts'
import { openApiDocument } from '#contract/service.ts'
import { routes } from '../../server/app.ts'
import { operationOf } from '../../server/http/route.ts'
import { usual } from '../support/documents.ts'
import { aVault, origin, type Vault } from '../support/vault.ts'

const documentsPath = '/api/v1/organizations/acme/documents'
const post = (vault: Vault) =>
  request(vault.app).post(documentsPath).set('cookie', vault.cookie('jonas')).set('origin', origin)
const nothingWritten = async (vault: Vault) =>
  expect((await vault.as('mara', listDocuments, {})).body.items).toEqual([])

// --- The API's description -------------------------------------------------------------------------------------------

test('the OpenAPI document is a right one and has exactly the operations that are mounted', async () => {
  const { body } = await aVault().asNobody(openApiDocument, {})
  expect(await validate(body)).toEqual([])
  expect(body['openapi']).toBe('3.1.0')
  const described = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{([a-zA-Z]+)\}/g, ':$1')}`),
  )
  expect(described.toSorted()).toEqual(routes.map(({ endpoint }) => operationOf(endpoint)).toSorted())
})

test('every operation has a name and a sentence of its own', async () => {
  const { body } = await aVault().asNobody(openApiDocument, {})
  const operations = Object.values(
    body['paths'] as Record<string, Record<string, { operationId: string; summary: string }>>,
  ).flatMap((path) => Object.values(path))
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  expect(new Set(operations.map(({ summary }) => summary)).size).toBe(operations.length)
})

// --- Cross-site --------------------------------------------------------------------------------------------------------

test.each([
  ['another site’s origin', { origin: 'https://evil.example' }],
  ['no origin', {}],
  ['the origin null', { origin: 'null' }],
  ['our origin as part of another', { origin: `${origin}.evil.example` }],
  ['our origin, but said to come from another site', { origin, 'sec-fetch-site': 'cross-site' }],
  ['our origin, but from a sibling site', { origin, 'sec-fetch-site': 'same-site' }],
])('a write with %s is refused', async (_what, headers: Record<string, string>) => {
  const vault = aVault()
  const answer = await request(vault.app)
    .post(documentsPath)
    .set('cookie', vault.cookie('jonas'))
    .set(headers)
    .send(usual(vault, 'Forged'))
  expect([answer.status, answer.body.type]).toEqual([403, '/problems/cross-site'])
  await nothingWritten(vault)
})

test.each([
  ['application/x-www-form-urlencoded', 'title=Forged'],
  ['text/plain', '{"title":"Forged"}'],
  ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="title"\r\n\r\nForged\r\n--x--'],
  ['application/json; charset=utf-16', '{"title":"Forged"}'],
  ['application/jsonp', '{}'],
])('a body of type %s is refused', async (type, body) => {
  const vault = aVault()
  const answer = await post(vault).set('content-type', type).send(body)
  expect([answer.status, answer.body.type]).toEqual([415, '/problems/unsupported-media-type'])
  await nothingWritten(vault)
})

test('the method that counts is the one of the request', async () => {
  const vault = aVault()
  for (const header of ['x-http-method-override', 'x-method-override']) {
    const answer = await request(vault.app).get(documentsPath).set('cookie', vault.cookie('jonas')).set(header, 'POST')
    expect(answer.status).toBe(200)
  }
  const tried = await request(vault.app).get(`${documentsPath}?_method=POST`).set('cookie', vault.cookie('jonas'))
  expect(tried.status).toBe(400)
  for (const method of ['patch', 'options', 'trace', 'delete'] as const) {
    const answer = await request(vault.app)[method](documentsPath)
    expect([method, answer.status, answer.headers['allow']]).toEqual([method, 405, 'GET, POST'])
  }
})

// --- Hostile bodies ------------------------------------------------------------------------------------------------------

test.each([
  ['no JSON', '{"title":', '/problems/malformed-body', 400],
  ['a list', '[]', '/problems/malformed-body', 400],
  ['null', 'null', '/problems/malformed-body', 400],
  ['nothing', '', '/problems/malformed-body', 400],
  ['a key twice', '{"title":"a","title":"b"}', '/problems/malformed-body', 400],
  ['a key twice, written differently', '{"title":"a","t\\u0069tle":"b"}', '/problems/malformed-body', 400],
  ['__proto__', '{"__proto__":{"isAdmin":true}}', '/problems/malformed-body', 400],
  ['__proto__ further in', '{"a":[{"constructor":{"prototype":{}}}]}', '/problems/malformed-body', 400],
  ['100,000 brackets', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, '/problems/malformed-body', 400],
  ['a lone surrogate', '{"title":"\\ud800"}', '/problems/invalid-input', 400],
  ['a number past 2^53', '{"intervalDays":9007199254740993}', '/problems/invalid-input', 400],
  ['an object for a text', '{"title":{"toString":"x"}}', '/problems/invalid-input', 400],
  ['a list for a text', '{"title":["a"]}', '/problems/invalid-input', 400],
])('%s is refused', async (_what, body, type, status) => {
  const vault = aVault()
  const answer = await post(vault).set('content-type', 'application/json').send(body)
  expect([answer.status, answer.body.type]).toEqual([status, type])
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  await nothingWritten(vault)
})

test('bytes that are no UTF-8 are refused, not repaired', async () => {
  const vault = aVault()
  const body = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
  const answer = await post(vault)
    .set('content-type', 'application/json')
    .serialize((sent: unknown) => sent as string)
    .send(body)
  expect([answer.status, answer.body.detail]).toEqual([400, 'The body is not UTF-8.'])
})

test('quotes, brackets and backslashes inside texts are taken as they are', async () => {
  const vault = aVault()
  const body = 'a "quoted \\" {[}] \\\\" , "title": "x" \\'
  const answer = await vault.as('jonas', createDocument, { ...usual(vault, 'Quotes'), body })
  expect(answer.status).toBe(200)
})

test('each thing comes once: in the address or in the body, and once in the query', async () => {
  const vault = aVault()
  expect((await post(vault).send({ ...usual(vault, 'Two slugs'), slug: 'other' })).body.errors).toMatchObject([
    { pointer: '/slug' },
  ])
  const twice = await request(vault.app).get(`${documentsPath}?limit=1&limit=2`).set('cookie', vault.cookie('jonas'))
  expect(twice.body.errors).toEqual([{ pointer: '/limit', detail: 'Send each parameter once.' }])
  const unknown = await request(vault.app).get(`${documentsPath}?token=x`).set('cookie', vault.cookie('jonas'))
  expect(unknown.body.errors).toEqual([{ pointer: '/token', detail: 'This address does not take such a field.' }])
})

test('a field is named with what would be right', async () => {
  const vault = aVault()
  const answer = await vault.as('mara', changeOrganizationSettings, {
    name: '',
    timeZone: 'Mars/Olympus',
    keepsSearchTexts: 'yes' as never,
  })
  expect(answer).toMatchObject({
    status: 400,
    body: {
      errors: [
        { pointer: '/name', detail: 'Enter something here' },
        { pointer: '/timeZone', detail: 'Enter an IANA time zone, like Europe/London' },
        { pointer: '/keepsSearchTexts', detail: 'This must be true or false.' },
      ],
    },
  })
})

// --- Addresses -----------------------------------------------------------------------------------------------------------

test.each([
  '/api',
  '/api/',
  '/api/v1',
  '/api/v1/nope',
  '/api/v1/session/',
  '/API/v1/session',
  '/api/v1//session',
  '/api/v1/session/a.css',
  '/api/%zz',
  '/healthz/x',
  '/.git/config',
  '/..%2f..%2fpackage.json',
  '/api/v1/organizations/%00/documents',
])('%s is nothing', async (path) => {
  const vault = aVault()
  const answer = await request(vault.app).get(path).set('cookie', vault.cookie('mara'))
  expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8'])
})

test('every answer of the API says what may be done with it', async () => {
  const vault = aVault()
  for (const path of [documentsPath, '/healthz', '/api/v1/nope', `${documentsPath}/RB-01`]) {
    const { headers } = await request(vault.app).get(path).set('cookie', vault.cookie('mara'))
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-type']).toMatch(/; charset=utf-8$/)
    for (const telling of ['x-powered-by', 'server', 'etag', 'access-control-allow-origin'])
      expect(headers).not.toHaveProperty(telling)
  }
})

test('what nobody foresaw tells only the request’s id', async () => {
  const vault = aVault()
  const logged: object[] = []
  vault.house.log.event = (what, fields) => void logged.push({ what, ...fields })
  vault.db.exec('ALTER TABLE document_tags RENAME TO gone')
  const answer = await vault.as('jonas', createDocument, usual(vault, 'Unlucky'))
  expect(answer.status).toBe(500)
  expect(JSON.stringify(answer.body)).not.toMatch(/sqlite|document_tags|\.ts|node_modules/i)
  expect(answer.body.instance).toMatch(/^\/requests\/[0-9a-f-]{36}$/)
  expect(logged).toMatchObject([{ what: 'unexpected', error: expect.stringContaining('document_tags') }])
})

test('a write that leaves no trace does not happen', async () => {
  const vault = aVault()
  vault.db.exec(`CREATE TRIGGER full BEFORE INSERT ON audit_events BEGIN SELECT RAISE (ABORT, 'no room'); END`)
  expect((await vault.as('jonas', createDocument, usual(vault, 'Unseen'))).status).toBe(500)
  await nothingWritten(vault)
})

test('a problem is a Problem with its status', () => {
  expect(new Problem('not-found').toBody('/requests/1')).toEqual({
    type: '/problems/not-found',
    title: 'There is nothing here',
    status: 404,
    instance: '/requests/1',
  })
})

// --- Over a real socket ----------------------------------------------------------------------------------------------------

describe('over a socket', () => {
  let server: Server
  let port: number
  const vault = aVault()

  beforeAll(async () => {
    server = createServer(vault.app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as { port: number }).port
  })
  afterAll(() => server.close())

  /** Sends bytes as they are and gives back the first line of the answer. */
  const say = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      let heard = ''
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
      socket.on('close', () => resolve(heard.split('\r\n')[0] ?? ''))
      socket.on('error', reject)
      setTimeout(() => socket.destroy(), 1_500)
    })
  const head = (line: string, headers: string[]) =>
    [
      line,
      `host: 127.0.0.1:${port}`,
      `origin: ${origin}`,
      `cookie: ${vault.cookie('jonas')}`,
      'connection: close',
      ...headers,
      '',
      '',
    ].join('\r\n')

  test.each([
    ['a body that says it has 10 GB', ['content-type: application/json', 'content-length: 10000000000'], '', 413],
    [
      'a body packed with gzip',
      ['content-type: application/json', 'content-encoding: gzip', 'content-length: 2'],
      '{}',
      415,
    ],
    ['two lengths', ['content-type: application/json', 'content-length: 2', 'content-length: 3'], '{}', 400],
    [
      'a length and chunks',
      ['content-type: application/json', 'content-length: 2', 'transfer-encoding: chunked'],
      '0\r\n\r\n',
      400,
    ],
    ['20 kB of header', [`x-long: ${'x'.repeat(20_000)}`], '', 431],
  ])('%s', async (_what, headers, body, status) => {
    expect(await say(head(`POST ${documentsPath} HTTP/1.1`, headers) + body)).toContain(` ${status} `)
  })

  test('chunks without end are cut off at the limit', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${' '.repeat(65_536)}\r\n`
    expect(
      await say(
        head(`POST ${documentsPath} HTTP/1.1`, ['content-type: application/json', 'transfer-encoding: chunked']) +
          chunk.repeat(30),
      ),
    ).toContain(' 413 ')
  })

  test('the server is alive after all that', async () => {
    expect(await say(head('GET /healthz HTTP/1.1', []))).toBe('HTTP/1.1 200 OK')
    await nothingWritten(vault)
  })
})
