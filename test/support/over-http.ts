import { addressOf, type Endpoint } from '#contract/endpoint.ts'

/** Calls of members to a server at an address, as `Vault.as` does without one. Organization `acme` unless it is said. */
export function overHttp(address: string, cookieOf: (name: string) => string) {
  return async (name: string, endpoint: Endpoint, input: Record<string, unknown>) => {
    const given = { ...(endpoint.path.includes(':slug') && { slug: 'acme' }), ...input }
    const { path, rest } = addressOf(endpoint, given)
    const { method } = endpoint
    const headers = { origin: address, cookie: cookieOf(name) }
    const query = new URLSearchParams(rest as Record<string, string>).toString()
    const isAsking = method === 'GET' || method === 'DELETE'
    const response = isAsking
      ? await fetch(`${address}${path}${query && `?${query}`}`, { method, headers })
      : await fetch(address + path, {
          method,
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(rest),
        })
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as unknown, headers: {}, cookies: [] }
  }
}
