import {
  addLaneResult,
  addUsualLanes,
  answerCover,
  askCover,
  confirmLane,
  createLane,
  endAbsence,
  laneVersions,
  listAbsences,
  listLanes,
  listPeopleToName,
  openLane,
  orderLanes,
  retireLane,
  reviveLane,
  saveLane,
  setAway,
  setPartyPhone,
  setPhone,
  setWorkingHours,
  whatIfAway,
  whoToCall,
  withdrawLaneResult,
  workingHours,
  workload,
} from '#contract/responsibilities.ts'
import { route } from '../../http/route.ts'
import { answer, askAnother, end, listAway, set } from './absences.ts'
import { confirm } from './confirm.ts'
import { hours, peopleToName, setHours, setOwnPhone, setPhoneOfParty } from './hours.ts'
import { addResult, withdraw } from './results.ts'
import { list, open } from './rules.ts'
import { writers } from './scene.ts'
import { addUsual } from './usual.ts'
import { versions } from './versions.ts'
import { whatIf } from './what-if.ts'
import { whoToCallNow } from './who-to-call.ts'
import { load } from './workload.ts'
import { create, order, retire, revive, save } from './write.ts'

const write = { roles: writers } as const
const manage = { roles: ['owner', 'admin'] } as const

// Lanes are reached by who reads them: the rules ask (`reachLane`).
export const responsibilityRoutes = [
  // Everything about everybody, computed anew: away from the event loop, however many lanes there are.
  route(listLanes, 'member', list, { effect: 'heavy' }),
  route(openLane, 'member', open),
  route(createLane, write, create),
  route(saveLane, write, save),
  route(retireLane, write, retire),
  route(reviveLane, write, revive),
  route(orderLanes, write, order),
  route(addUsualLanes, write, addUsual),
  route(laneVersions, 'member', versions, { effect: 'heavy' }),
  route(confirmLane, 'member', confirm),
  route(addLaneResult, 'member', addResult),
  route(withdrawLaneResult, 'member', withdraw),
  route(whoToCall, 'member', whoToCallNow),
  route(workingHours, 'member', hours),
  route(setWorkingHours, manage, setHours),
  route(setPhone, 'member', setOwnPhone),
  route(setPartyPhone, manage, setPhoneOfParty),
  route(listPeopleToName, 'member', peopleToName),
  route(listAbsences, 'member', listAway),
  route(setAway, 'member', set),
  route(endAbsence, 'member', end),
  route(askCover, 'member', askAnother),
  route(answerCover, 'member', answer),
  route(whatIfAway, 'member', whatIf, { effect: 'heavy' }),
  route(workload, { roles: ['owner', 'admin', 'auditor'] }, load, { effect: 'heavy' }),
]
