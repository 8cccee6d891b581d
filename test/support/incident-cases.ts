import { v7 as uuidv7 } from 'uuid'
import * as incidents from '#contract/incidents.ts'
import type { CredentialCase } from './credential-cases.ts'
import { anEvent, anIncident } from './incidents.ts'
import type { Vault } from './vault.ts'

/** About IN-01, which is mara's and about no system: everybody in-house but auditors sees it, and nobody else is in it. */

type Row = CredentialCase['expected']
//                  owner admin editor reader auditor technician stranger nobody
const members: Row = [200, 200, 200, 200, 200, 200, 404, 401]
const inHouse: Row = [200, 200, 200, 200, 404, 404, 404, 401]
/** A reader joins first. */
const writers: Row = [200, 200, 200, 403, 404, 404, 404, 401]

const underWay = async (vault: Vault) => ({ incident: await anIncident(vault, 'Internet down') })
const over = async (vault: Vault) => {
  const found = await underWay(vault)
  await vault.as('mara', incidents.closeIncident, found)
  return found
}
const withFollowUp = async (vault: Vault) => {
  const { incident } = await underWay(vault)
  const followUpId = uuidv7() as never
  await vault.as('mara', incidents.saveFollowUp, { incident, followUpId, text: 'Order a second line' })
  return { followUpId, done: true }
}

export const incidentCases: CredentialCase[] = [
  { endpoint: incidents.suggestRunbooks, expected: members, input: () => Promise.resolve({}) },
  {
    endpoint: incidents.openIncident,
    expected: [200, 200, 200, 200, 403, 200, 404, 401],
    input: () => Promise.resolve({ id: uuidv7(), title: 'Internet down' }),
  },
  { endpoint: incidents.listIncidents, expected: members, input: () => Promise.resolve({}) },
  { endpoint: incidents.readIncident, expected: inHouse, input: underWay },
  { endpoint: incidents.joinIncident, expected: inHouse, input: underWay },
  {
    endpoint: incidents.addIncidentEvents,
    expected: inHouse,
    input: async (vault) => ({ ...(await underWay(vault)), events: [anEvent(vault, 'note', { text: 'Rebooted' })] }),
  },
  {
    endpoint: incidents.changeIncident,
    expected: writers,
    input: async (vault) => ({ ...(await underWay(vault)), title: 'Line down', severity: 'critical' }),
  },
  { endpoint: incidents.closeIncident, expected: writers, input: underWay },
  {
    endpoint: incidents.reopenIncident,
    expected: writers,
    input: async (vault) => ({ ...(await over(vault)), why: 'It is down again' }),
  },
  { endpoint: incidents.listFollowUps, expected: members, input: () => Promise.resolve({}) },
  {
    endpoint: incidents.saveFollowUp,
    expected: writers,
    input: async (vault) => ({ ...(await over(vault)), followUpId: uuidv7(), text: 'Order a second line' }),
  },
  { endpoint: incidents.settleFollowUp, expected: writers, input: withFollowUp },
  { endpoint: incidents.outcomes, expected: members, input: () => Promise.resolve({}) },
]
