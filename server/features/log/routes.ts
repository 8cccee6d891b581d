import { addWraps, appendToLog, keyWork, myKeys, readLog, remindOfAdmission, saveHome } from '#contract/log.ts'
import { route } from '../../http/route.ts'
import { remindOfAdmission as remind, saveHome as keepHome } from './admission.ts'
import { addWraps as handOver, keyWork as work, myKeys as keys } from './keys.ts'
import { readLog as read } from './reading.ts'
import { appendToLog as append } from './rules.ts'

const keyHolders = { roles: ['owner', 'admin'] } as const

export const logRoutes = [
  route(readLog, 'member', read),
  // Who may state what is for the log's own rules to say.
  route(appendToLog, 'member', append),
  route(myKeys, 'member', keys),
  route(keyWork, keyHolders, work),
  route(addWraps, keyHolders, handOver),
  route(remindOfAdmission, 'account', remind),
  route(saveHome, 'account', keepHome, { unaudited: 'a device’s own note of where it stands, sealed by its owner' }),
]
