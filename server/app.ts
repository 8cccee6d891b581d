import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { Problem } from '#contract/problems.ts'
import { accessRoutes } from './features/access/routes.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { activityRoutes } from './features/activity/routes.ts'
import { attachmentRoutes } from './features/attachments/routes.ts'
import { calendarRoutes } from './features/calendar/routes.ts'
import { collectionRoutes } from './features/collections/routes.ts'
import { contractRoutes } from './features/contracts/routes.ts'
import { credentialRoutes } from './features/credentials/routes.ts'
import { dateRoutes } from './features/dates/routes.ts'
import { documentRoutes } from './features/documents/routes.ts'
import { gapRoutes } from './features/gaps/routes.ts'
import { grantRoutes } from './features/grants/routes.ts'
import { handoverRoutes } from './features/handovers/routes.ts'
import { incidentRoutes } from './features/incidents/routes.ts'
import { logRoutes } from './features/log/routes.ts'
import { mailRoutes } from './features/mail/routes.ts'
import { memberRoutes } from './features/members/routes.ts'
import { noticeRoutes } from './features/notices/routes.ts'
import { organizationRoutes } from './features/organizations/routes.ts'
import { readingListRoutes } from './features/reading-lists/routes.ts'
import { recoveryRoutes } from './features/recovery/routes.ts'
import { responsibilityRoutes } from './features/responsibilities/routes.ts'
import { reviewRoutes } from './features/reviews/routes.ts'
import { runRoutes } from './features/runs/routes.ts'
import { searchRoutes } from './features/search/routes.ts'
import { serviceRoutes } from './features/service/routes.ts'
import { mount, refuse, type House } from './http/mount.ts'
import { pages } from './http/pages.ts'
import type { Route } from './http/route.ts'
import { trustedProxies } from './platform/config.ts'

/** Everything the installation answers: one line per feature. */
export const routes: readonly Route[] = [
  ...serviceRoutes(() => routes),
  ...accountRoutes,
  ...organizationRoutes,
  ...logRoutes,
  ...memberRoutes,
  ...collectionRoutes,
  ...grantRoutes,
  ...documentRoutes,
  ...attachmentRoutes,
  ...contractRoutes,
  ...dateRoutes,
  ...credentialRoutes,
  ...accessRoutes,
  ...readingListRoutes,
  ...handoverRoutes,
  ...incidentRoutes,
  ...recoveryRoutes,
  ...responsibilityRoutes,
  ...runRoutes,
  ...reviewRoutes,
  ...searchRoutes,
  ...gapRoutes,
  ...activityRoutes,
  ...noticeRoutes,
  ...calendarRoutes,
  ...mailRoutes,
]

/** The app as the server and the tests use it; `client` is the folder of the built client. */
export function createApp(house: House, client: string): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', false)
  app.set('trust proxy', trustedProxies(house.config))
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.use(mount(routes, house))
  app.use(pages(house, client))
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    // What Express itself throws is about the address: a bad percent sign, mostly.
    refuse(request, response, house, isClientError(error) ? new Problem('not-found') : error),
  )
  return app
}

const isClientError = (error: unknown) => {
  const status = (error as { status?: unknown } | null)?.status
  return typeof status === 'number' && status < 500
}
