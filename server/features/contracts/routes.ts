import {
  archiveContract,
  createContract,
  decideContract,
  listContracts,
  listHolidays,
  openContract,
  previewContract,
  restoreContract,
  saveContract,
  setHolidays,
  undoDecision,
} from '#contract/contracts.ts'
import { route } from '../../http/route.ts'
import { holidays, set } from './holidays.ts'
import { list, open, preview } from './rules.ts'
import { archive, create, decide, restore, save, undo } from './write.ts'

// A contract is reached through its vendor: the rules ask how far (`reachContract`).
export const contractRoutes = [
  // Counted day by day, contract by contract: away from the event loop, however many there are.
  route(listContracts, 'member', list, { effect: 'heavy' }),
  route(previewContract, 'member', preview),
  route(createContract, { level: 'edit', on: (input) => input.reference }, create),
  route(openContract, 'member', open),
  route(saveContract, 'member', save),
  route(archiveContract, 'member', archive),
  route(restoreContract, 'member', restore),
  route(decideContract, 'member', decide),
  route(undoDecision, 'member', undo),
  route(listHolidays, 'member', holidays),
  route(setHolidays, { roles: ['owner', 'admin'] }, set),
]
