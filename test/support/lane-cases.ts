import { v7 as uuidv7 } from 'uuid'
import type { Endpoint } from '#contract/endpoint.ts'
import * as lanes from '#contract/responsibilities.ts'
import { aLane, anAbsence, blankLane, held } from './lanes.ts'
import { cast, type Name, type Vault } from './vault.ts'

/** Who may do what about lanes: of one that names nobody of the partner, and, where said, of one that does. */

type Row = readonly [number, number, number, number, number, number, number, number]
type Input = (vault: Vault, actor: string) => object | Promise<object>
export interface LaneCase {
  endpoint: Endpoint
  //  owner admin editor reader auditor technician stranger nobody
  expected: Row
  input: Input
}

const members: Row = [200, 200, 200, 200, 200, 200, 404, 401]
const readers: Row = [200, 200, 200, 200, 200, 404, 404, 401]
const writers: Row = [200, 200, 200, 403, 403, 403, 404, 401]
const keyHolders: Row = [200, 200, 403, 403, 403, 403, 404, 401]

const nothing: Input = () => ({})
/** A lane of mara's, with jonas as its deputy. */
const own = async (vault: Vault) => ({
  laneId: await aLane(vault, {
    accountable: [held(vault, 'mara')],
    deputyId: vault.member('jonas'),
    target: { measure: 'passed', everyDays: 90 },
  }),
})
const result = async (vault: Vault) => {
  const { laneId } = await own(vault)
  const id = uuidv7()
  await vault.as('mara', lanes.addLaneResult, { laneId, id, on: '2026-03-01', passed: true })
  return { laneId, resultId: id }
}
const person = (actor: string): Name => (actor in cast ? (actor as Name) : 'mara')
/** Of whoever asks. */
const away = (vault: Vault, actor: string) => ({
  ...{ id: uuidv7(), from: '2026-03-09', until: '2026-03-13', memberId: vault.member(person(actor)) },
})
const absence = async (vault: Vault, coverId?: string) => ({ absenceId: await anAbsence(vault, 'rosa', { coverId }) })
const hours = { timeZone: 'Europe/London', spans: [{ day: 1, from: '09:00', to: '17:00' }] }

export const laneCases: readonly LaneCase[] = [
  { endpoint: lanes.listLanes, expected: members, input: nothing },
  { endpoint: lanes.openLane, expected: readers, input: own },
  { endpoint: lanes.createLane, expected: writers, input: () => ({ ...blankLane, id: uuidv7() }) },
  {
    endpoint: lanes.saveLane,
    expected: writers,
    input: async (vault) => ({ ...blankLane, ...(await own(vault)), revision: 1 }),
  },
  { endpoint: lanes.retireLane, expected: writers, input: own },
  {
    endpoint: lanes.reviveLane,
    expected: writers,
    input: async (vault) => {
      const found = await own(vault)
      await vault.as('mara', lanes.retireLane, found)
      return found
    },
  },
  {
    endpoint: lanes.orderLanes,
    expected: writers,
    input: async (vault) => {
      const { items } = (await vault.as('mara', lanes.listLanes, {})).body
      return { lanes: items.map(({ id }) => id).reverse() }
    },
  },
  { endpoint: lanes.addUsualLanes, expected: writers, input: nothing },
  { endpoint: lanes.laneVersions, expected: readers, input: own },
  // A reader who is not in it looks on; an auditor always does.
  {
    endpoint: lanes.confirmLane,
    expected: [200, 200, 200, 403, 403, 404, 404, 401],
    input: async (vault) => ({ ...(await own(vault)), revision: 1 }),
  },
  {
    endpoint: lanes.addLaneResult,
    expected: [200, 200, 200, 403, 403, 404, 404, 401],
    input: async (vault) => ({ ...(await own(vault)), id: uuidv7(), on: '2026-03-01', passed: true }),
  },
  { endpoint: lanes.withdrawLaneResult, expected: [200, 200, 200, 403, 403, 404, 404, 401], input: result },
  { endpoint: lanes.whoToCall, expected: members, input: nothing },
  { endpoint: lanes.workingHours, expected: members, input: nothing },
  { endpoint: lanes.setWorkingHours, expected: keyHolders, input: () => ({ hours }) },
  {
    endpoint: lanes.setPhone,
    expected: [200, 200, 403, 403, 403, 403, 404, 401],
    input: (vault) => ({ memberId: vault.member('mara'), phone: '01632 960 118' }),
  },
  {
    endpoint: lanes.setPartyPhone,
    expected: keyHolders,
    input: (vault) => ({ partyId: vault.acme.parties.partner, phone: '01632 960 118' }),
  },
  { endpoint: lanes.listPeopleToName, expected: members, input: nothing },
  { endpoint: lanes.listAbsences, expected: members, input: nothing },
  { endpoint: lanes.setAway, expected: members, input: away },
  { endpoint: lanes.endAbsence, expected: [200, 200, 403, 200, 403, 404, 404, 401], input: (vault) => absence(vault) },
  {
    endpoint: lanes.askCover,
    expected: [200, 200, 403, 200, 403, 404, 404, 401],
    input: async (vault) => ({ ...(await absence(vault)), coverId: vault.member('jonas') }),
  },
  {
    endpoint: lanes.answerCover,
    expected: [403, 403, 200, 403, 403, 404, 404, 401],
    input: async (vault) => ({ ...(await absence(vault, vault.member('jonas'))), accepts: true }),
  },
  {
    endpoint: lanes.whatIfAway,
    expected: [200, 200, 403, 403, 403, 403, 404, 401],
    input: (vault) => ({ memberId: vault.member('mara'), from: '2026-03-09', until: '2026-03-20' }),
  },
  { endpoint: lanes.workload, expected: [200, 200, 403, 403, 200, 403, 404, 401], input: nothing },
]
