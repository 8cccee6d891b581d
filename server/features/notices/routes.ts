import {
  changeNoticeWish,
  countNotices,
  listNotices,
  noticeStream,
  noticeWishes,
  readNotices,
} from '#contract/notices.ts'
import { route, streamRoute } from '../../http/route.ts'
import { choose, count, list, read, wishes } from './rules.ts'

export const noticeRoutes = [
  route(listNotices, 'account', list),
  route(countNotices, 'account', count),
  route(readNotices, 'account', read, { unaudited: 'a bookmark of one’s own' }),
  route(noticeWishes, 'account', wishes),
  route(changeNoticeWish, 'account', choose, { unaudited: 'how much one wants to be told oneself' }),
  streamRoute(noticeStream),
]
