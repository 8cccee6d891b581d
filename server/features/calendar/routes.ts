import { endFeed, makeFeed, myFeed, readFeed } from '#contract/feed.ts'
import { route } from '../../http/route.ts'
import { admitReader, end, make, mine, read } from './rules.ts'

export const calendarRoutes = [
  route(myFeed, 'account', mine),
  route(makeFeed, 'account', make),
  route(endFeed, 'account', end),
  route(readFeed, 'anyone', read, { effect: 'heavy', before: admitReader }),
]
