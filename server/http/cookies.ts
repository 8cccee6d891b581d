import type { IncomingMessage } from 'node:http'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Cookies } from '../access/call.ts'

/** `__Host-`: only this host, only over a trustworthy connection, whole path, set by nobody else. */
const sessionName = '__Host-runkeep'
const deviceName = '__Host-runkeep-device'
const yearInSeconds = 31_536_000

export function cookiesOf(request: IncomingMessage): { session: string | undefined; device: string | undefined } {
  const cookies = parseCookie(request.headers.cookie ?? '')
  return { session: cookies[sessionName], device: cookies[deviceName] }
}

/** Collects what a rule wants to set; it goes out only with a success. */
export function cookieJar(device: string | undefined): Cookies & { readonly headers: string[] } {
  const headers: string[] = []
  const set = (name: string, value: string, maxAge: number, sameSite: 'strict' | 'lax') =>
    headers.push(stringifySetCookie({ name, value, maxAge, path: '/', secure: true, httpOnly: true, sameSite }))
  return {
    device,
    headers,
    startSession: (token, seconds) => void set(sessionName, token, seconds, 'strict'),
    rememberDevice: (token) => void set(deviceName, token, yearInSeconds, 'strict'),
    endSession: () => void set(sessionName, '', 0, 'strict'),
  }
}
