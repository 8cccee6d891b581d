import { existsSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { Router, type NextFunction, type Request, type Response } from 'express'
import expressStaticGzip from 'express-static-gzip'
import { Problem } from '#contract/problems.ts'
import { pageHeaders } from './headers.ts'
import { refuse, type House } from './mount.ts'

/**
 * The built client: hashed assets for a year, and the one page for every address of the app. Whatever lies under /api
 * and is no route is not found.
 */
export function pages(house: House, client: string): Router {
  const router = Router()
  const headers = pageHeaders(house.config.PUBLIC_URL?.startsWith('https:') ?? false)
  const page = path.join(client, 'index.html')
  if (!existsSync(page)) return notBuilt(house)
  // Kept, like the list of assets: what is served is what was built when the server started.
  const body = readFileSync(page)
  const hashedFiles = path.join(client, 'assets')
  const assets = expressStaticGzip(client, {
    index: false,
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    serveStatic: {
      dotfiles: 'ignore',
      redirect: false,
      cacheControl: false,
      setHeaders: (response: ServerResponse, file: string) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
        const hashed = file.startsWith(hashedFiles)
        response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    },
  }) as (request: Request, response: Response, next: NextFunction) => void

  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refuse(
        request,
        response,
        house,
        new Problem(request.path.startsWith('/api/') ? 'not-found' : 'method-not-allowed'),
      )
    }
    if (/^\/(?:api(?:\/|$)|healthz|readyz)/i.test(request.path))
      return refuse(request, response, house, new Problem('not-found'))
    if (/\/\.|\/index\.html$/.test(request.path)) return refuse(request, response, house, new Problem('not-found'))
    if (request.path !== '/' && /\.[a-z0-9]+$/i.test(request.path)) {
      return assets(request, response, () => refuse(request, response, house, new Problem('not-found')))
    }
    return next()
  })

  router.use((request: Request, response: Response) => {
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
      'cache-control': 'no-cache',
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  })
  return router
}

/** Tests of the API run without it; a person is told what to do. */
function notBuilt(house: House): Router {
  const router = Router()
  router.use((request: Request, response: Response) =>
    refuse(request, response, house, new Problem('not-found', { detail: 'The client is not built: npm run build.' })),
  )
  return router
}
