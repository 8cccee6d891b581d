import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet, { type HelmetOptions } from 'helmet'

type Headers = Readonly<Record<string, string>>

/** Asks helmet once and keeps what it answers: the same headers on every answer of a kind, at no cost per request. */
function headersBy(options: HelmetOptions): Headers {
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: () => {},
  }
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- helmet never looks at the request
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, () => {})
  return Object.freeze(headers)
}

const common = (https: boolean): HelmetOptions => ({
  strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  crossOriginEmbedderPolicy: false,
  xPoweredBy: false,
  frameguard: { action: 'deny' },
})

/** What neither data nor pages need. */
const nothing = { defaultSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"] }

/** For data: nothing in it is a page, and nothing of it is kept by caches. */
export function apiHeaders(https: boolean): Headers {
  return {
    ...headersBy({
      ...common(https),
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          ...nothing,
          formAction: ["'none'"],
          sandbox: [],
        },
      },
    }),
    'cache-control': 'no-store',
  }
}

/** React Aria injects this one constant style (DESIGN-LANGUAGE §11); a browser test recomputes it. */
export const reactAriaStyleHash = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"

/** For pages: our own scripts and styles only, WebAssembly for libsodium, and no way to turn text into code. */
export function pageHeaders(https: boolean): Headers {
  return {
    ...headersBy({
      ...common(https),
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          ...nothing,
          scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
          styleSrc: ["'self'", reactAriaStyleHash],
          imgSrc: ["'self'", 'data:', 'blob:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          manifestSrc: ["'self'"],
          objectSrc: ["'none'"],
          formAction: ["'self'"],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ['runkeep'],
          ...(https ? { upgradeInsecureRequests: [] } : {}),
        },
      },
    }),
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  }
}
