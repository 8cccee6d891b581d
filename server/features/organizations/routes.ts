import { setUp, setupState } from '#contract/accounts.ts'
import {
  changeOrganizationSettings,
  createOrganization,
  createParty,
  listParties,
  organizationSettings,
} from '#contract/organizations.ts'
import { route } from '../../http/route.ts'
import { partyQueries } from './queries.ts'
import { changeSettings, createOrganization as found, createParty as addParty, settingsOf } from './rules.ts'
import { setUp as begin, setupState as state } from './set-up.ts'

const keyHolders = { roles: ['owner', 'admin'] } as const

export const organizationRoutes = [
  route(setupState, 'anyone', state),
  route(setUp, 'anyone', begin),
  route(createOrganization, 'account', found),
  route(organizationSettings, 'member', settingsOf),
  route(changeOrganizationSettings, keyHolders, changeSettings),
  route(listParties, { roles: ['owner', 'admin', 'auditor'] }, ({ db, actor }) => ({
    items: partyQueries(db).all({ organizationId: actor.organizationId }),
  })),
  route(createParty, keyHolders, addParty),
]
