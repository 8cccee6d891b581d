import {
  addIncidentEvents,
  changeIncident,
  closeIncident,
  joinIncident,
  listFollowUps,
  listIncidents,
  openIncident,
  outcomes as outcomesEndpoint,
  readIncident,
  reopenIncident,
  saveFollowUp,
  settleFollowUp,
  suggestRunbooks,
} from '#contract/incidents.ts'
import { route } from '../../http/route.ts'
import { change, close, reopen } from './change.ts'
import { list as followUps, save, settle } from './follow-ups.ts'
import { open } from './open.ts'
import { outcomes } from './outcomes.ts'
import { list, read, suggest } from './read.ts'
import { addEvents, join } from './take-part.ts'

// Who sees an incident is asked by the rules (`reachIncident`): no document of the address decides it.
export const incidentRoutes = [
  route(suggestRunbooks, 'member', suggest),
  route(openIncident, 'member', open),
  route(listIncidents, 'member', list),
  route(readIncident, 'member', read),
  route(joinIncident, 'member', join),
  route(addIncidentEvents, 'member', addEvents),
  route(changeIncident, 'member', change),
  route(closeIncident, 'member', close),
  route(reopenIncident, 'member', reopen),
  route(listFollowUps, 'member', followUps),
  route(saveFollowUp, 'member', save),
  route(settleFollowUp, 'member', settle),
  route(outcomesEndpoint, 'member', outcomes, { effect: 'heavy' }),
]
