import { health, openApiDocument, readiness } from '#contract/service.ts'
import type { Route } from '../../http/route.ts'
import { route } from '../../http/route.ts'
import { describeApi } from './open-api.ts'

/** The routes that belong to the installation itself. `canWrite` asks the writing connection. */
export const serviceRoutes = (all: () => readonly Route[]): Route[] => [
  route(health, 'anyone', () => ({ alive: true as const })),
  // A write that changes nothing: it takes the lock and commits, which is what being ready means.
  route(readiness, 'anyone', () => ({ ready: true as const }), { effect: 'write', unaudited: 'changes nothing' }),
  route(openApiDocument, 'anyone', () => describeApi(all())),
]
