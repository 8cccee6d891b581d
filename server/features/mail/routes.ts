import { changeMyMail, changeOutsideSettings, myMail, outsideSettings, sendTestMail } from '#contract/feed.ts'
import { route } from '../../http/route.ts'
import { changeOutside, choose, outside, test, wishes } from './rules.ts'

const keyHolders = { roles: ['owner', 'admin'] } as const

export const mailRoutes = [
  route(myMail, 'member', wishes),
  route(changeMyMail, 'member', choose),
  route(outsideSettings, keyHolders, outside),
  route(changeOutsideSettings, keyHolders, changeOutside),
  route(sendTestMail, keyHolders, test),
]
