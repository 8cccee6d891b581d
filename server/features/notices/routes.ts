import { countNotices, listNotices, noticeStream, readNotices } from '#contract/notices.ts'
import { route, streamRoute } from '../../http/route.ts'
import { count, list, read } from './rules.ts'

export const noticeRoutes = [
  route(listNotices, 'account', list),
  route(countNotices, 'account', count),
  route(readNotices, 'account', read, { unaudited: 'a bookmark of one’s own' }),
  streamRoute(noticeStream),
]
