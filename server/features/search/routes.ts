import { documentIndex } from '#contract/documents.ts'
import { listGaps, reportSearch, search } from '#contract/search.ts'
import { route } from '../../http/route.ts'
import { gaps, noteSearch } from './gaps.ts'
import { find } from './rules.ts'
import { titles } from './title-list.ts'

export const searchRoutes = [
  route(search, 'member', find, { effect: 'heavy' }),
  route(documentIndex, 'member', titles, { effect: 'heavy' }),
  route(reportSearch, 'member', noteSearch, { unaudited: 'counts how searches end; nothing that is kept changes' }),
  route(listGaps, { roles: ['owner', 'admin', 'editor'] }, gaps),
]
