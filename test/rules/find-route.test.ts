import { expect, test } from 'vitest'
import { routes } from '../../server/app.ts'
import { routeFinder } from '../../server/http/find-route.ts'
import { operationOf } from '../../server/http/route.ts'

const find = routeFinder(routes, ({ endpoint }) => operationOf(endpoint))

test('every route is found under its path, with what stands in it', () => {
  for (const { endpoint } of routes) {
    const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string)
    const path = endpoint.path.replaceAll(/:(\w+)/g, '%C3%A4-$1')
    const found = find(path)
    expect(found?.answers.get(endpoint.method)).toBe(`${endpoint.method} ${endpoint.path}`)
    expect(found?.parameters).toEqual(Object.fromEntries(names.map((name) => [name, `ä-${name}`])))
  }
})

test('no two routes answer the same address', () => {
  const shapes = routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path.replaceAll(/:\w+/g, ':')}`)
  expect(new Set(shapes).size).toBe(routes.length)
})

test.each([
  '/',
  '',
  '/api/v1',
  '/api/v1/organizations/acme/documents/',
  '/api/v1/organizations//documents',
  '/API/v1/organizations/acme/documents',
  '/api/v1/organizations/acme/documents/RB-01/nothing',
  '//api/v1/organizations/acme/documents',
  '/api/v1/organizations/acme/__proto__',
  '/constructor',
])('%s is nobody’s address', (path) => {
  expect(find(path)).toBeUndefined()
})

test('a slash that is written as %2F stays within its segment', () => {
  expect(find('/api/v1/organizations/a%2Fb/documents')?.parameters).toEqual({ slug: 'a/b' })
})

test('a percent sign that stands for nothing is refused', () => {
  expect(() => find('/api/v1/organizations/%E0%A4%A/documents')).toThrow(URIError)
})
