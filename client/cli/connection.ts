import { setTimeout as pause } from 'node:timers/promises'
import { parseSetCookie } from 'cookie'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { call } from '../platform/api.ts'
import { sendForm } from '../platform/transfer.ts'
import { UsageError } from './failures.ts'

/** A server, seen by one person: calls carry the cookies that earlier answers set, and the Origin that writes need. */
export interface Connection {
  /** What a sign-in is signed for. */
  readonly origin: string
  call<E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<OutputOf<E>>
  /** Brings a file, as `upload` of the browser does. */
  upload<E extends Endpoint>(endpoint: E, input: InputOf<E>, file: Blob): Promise<OutputOf<E>>
  /** Whether this connection has been given a session. */
  hasSession(): boolean
}

const longestAnswerMs = 120_000
/** Servers let go of connections that rest; what we did meanwhile (Argon2id) may have kept us from hearing it. */
const restMs = 2_000

const deviceCookie = '__Host-runkeep-device'

/** Where a browser would keep its device cookie: by it the server knows the device again. It opens nothing. */
type DeviceStore = Pick<Storage, 'getItem' | 'setItem'>

/**
 * @param address as people type it: `https://vault.example.com`, or `http://127.0.0.1:4600` on the same machine.
 * @param devices without it, every connection is a new device.
 * @throws UsageError for an address over which the session's cookie would travel in the clear.
 */
export function connect(address: string, devices?: DeviceStore): Connection {
  const { origin } = serverAddress(address)
  const cookies = new Map<string, string>()
  const device = devices?.getItem(`device ${origin}`)
  if (device) cookies.set(deviceCookie, device)

  let answeredAt = performance.now()

  const send: typeof fetch = async (input, options = {}) => {
    // Heard now, so that the request does not go out on a connection that is gone.
    if (performance.now() - answeredAt > restMs) await pause(10)
    const headers = new Headers(options.headers)
    headers.set('origin', origin)
    headers.set('user-agent', `runkeep command line (${process.platform})`)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    // Nothing of ours redirects, and a session must not follow anybody elsewhere.
    const response = await fetch(input, { ...options, headers, redirect: 'error' })
    answeredAt = performance.now()
    for (const written of response.headers.getSetCookie()) {
      const { name, value, maxAge } = parseSetCookie(written)
      if (!value || (maxAge !== undefined && maxAge <= 0)) cookies.delete(name)
      else cookies.set(name, value)
      if (name === deviceCookie && value && value !== device) devices?.setItem(`device ${origin}`, value)
    }
    return response
  }

  return {
    origin,
    call: (endpoint, input) =>
      call(endpoint, input, { base: origin, send, signal: AbortSignal.timeout(longestAnswerMs) }),
    upload: (endpoint, input, file) =>
      sendForm(endpoint, input, file, { base: origin, send, signal: AbortSignal.timeout(longestAnswerMs) }),
    hasSession: () => cookies.has('__Host-runkeep'),
  }
}

function serverAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`${address} is no address of a server. Write it like https://vault.example.com.`)
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new UsageError(`Write the address without anything after the host: ${url.origin}`)
  }
  const isHere = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\./.test(url.hostname)
  if (url.protocol === 'http:' && !isHere) {
    throw new UsageError(`${url.origin} is not encrypted, and the session would travel in the clear. Use https.`)
  }
  return url
}
