import { formatReference } from '#contract/values.ts'
import { rareWord, slug, type Library } from './library.ts'
import type { Request } from './load.ts'
import { aRandom } from './random.ts'

export interface Operation {
  name: string
  /** What PERFORMANCE.md wants it to reach, as a part of what bare Express does. */
  target?: number
  requests: Request[]
  isSave?: boolean
}

const base = `/api/v1/organizations/${slug}`
const requestsOfEach = 600

/** What is measured: each with many people and many documents in turn. */
export function operationsOn(library: Library, origin: string): Operation[] {
  const random = aRandom(3)
  const one = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const many = (make: () => Request) => Array.from({ length: requestsOfEach }, make)
  const get = (path: string, cookie: string): Request => ({ method: 'GET', path, headers: { cookie } })
  const search = (texts: readonly string[], cookies: readonly string[]) =>
    many(() => ({
      method: 'POST',
      path: `${base}/searches`,
      headers: { cookie: one(cookies), origin, 'content-type': 'application/json' },
      body: JSON.stringify({ text: one(texts) }),
    }))
  const isRunbook = (number: number) => number % 50 !== 1
  const anyNumber = () => {
    for (;;) {
      const number = 1 + Math.floor(random() * library.documents)
      if (isRunbook(number)) return number
    }
  }
  const document = (number: number) => `${base}/documents/${formatReference('runbook', number)}`
  const sorts = ['title', 'changed', 'due', 'reference']
  const common = ['restart', 'backup', 'network', 'service', 'check', 'restart service', 'backup network check']
  const rare = [rareWord]
  const selective = ['gateway firewall', 'certificate password account', 'router printer office vpn']
  const prefix = ['res', 'rest', 'bac', 'backu', 'netw', 'service che', 'quix', 'quixo']
  const typo = ['quixotblam', 'quixotbam', 'restrat servcie', 'certifcate', 'netwrok']
  const worst = [
    'the to server and is of service restart check network user in backup access system if mail windows domain for',
    'th',
    'the',
    'a t',
    'is:verified the to server',
    'restar tserver becmup newtrok',
    '"the to" "of the" "to the"',
  ]
  const { all, narrow } = library
  return [
    { name: 'open', target: 0.5, requests: many(() => get(document(anyNumber()), one(all))) },
    {
      name: 'open, 1 % seen',
      target: 0.5,
      requests: many(() => get(document(one(library.narrowNumbers)), one(narrow))),
    },
    {
      name: 'list of 50',
      target: 0.35,
      requests: many(() => get(`${base}/documents?kind=runbook&sort=${one(sorts)}`, one(all))),
    },
    {
      name: 'list of 50, 1 % seen',
      target: 0.35,
      requests: many(() => get(`${base}/documents?kind=runbook`, one(narrow))),
    },
    { name: 'review queue, mine', requests: many(() => get(`${base}/reviews`, one(all))) },
    { name: 'search, common', target: 0.2, requests: search(common, all) },
    { name: 'search, selective', target: 0.25, requests: search(selective, all) },
    { name: 'search, rare', target: 0.25, requests: search(rare, all) },
    { name: 'search, prefix', target: 0.2, requests: search(prefix, all) },
    { name: 'search, typo', requests: search(typo, all) },
    { name: 'search, common, 1 % seen', target: 0.2, requests: search(common, narrow) },
    { name: 'search, rare, 1 % seen', target: 0.25, requests: search(rare, narrow) },
    { name: 'search, prefix, 1 % seen', target: 0.2, requests: search(prefix, narrow) },
    { name: 'search, typo, 1 % seen', requests: search(typo, narrow) },
    { name: 'search, worst', requests: search(worst, all) },
    { name: 'save', requests: [], isSave: true },
    { name: 'healthz', requests: [get('/healthz', '')] },
  ]
}
