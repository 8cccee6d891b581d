import autocannon from 'autocannon'

// The load generator: a process of its own, so that what it costs is not counted with the server.

export interface Load {
  url: string
  connections: number
  seconds: number
  requests: Request[]
  /** Every connection sends its own share of the requests, in order, and none of the others'. */
  isApart?: boolean
  /** Saves carry the revision that they replace: every connection has documents of its own and counts along. */
  saves?: { cookie: string; path: string; body: Record<string, unknown>; revision?: number }[]
}
export interface Request {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}
export interface Measured {
  total: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  failed: number
}

process.on('message', (load: Load) => void run(load).then((measured) => process.send?.(measured)))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')

async function run({ url, connections, seconds: duration, requests, isApart, saves }: Load): Promise<Measured> {
  let turn = 0
  // The last run may have been cut off in the middle of a save.
  for (const save of saves ?? []) {
    const answer = await fetch(url + save.path, { headers: { cookie: save.cookie } })
    save.revision = ((await answer.json()) as { revision: number }).revision
  }
  // Only now are all requests built and the first ones sent: autocannon's own clock began before it built them, which for
  // thousands of different ones takes longer than many a measurement.
  let began = performance.now()
  const running = autocannon({
    url,
    connections,
    duration,
    timeout: 10,
    requests: saves || isApart ? [{}] : requests,
    setupClient: (client) => {
      turn += 1
      const before = Math.floor((requests.length * (turn - 1)) / connections)
      const share = Math.floor((requests.length * turn) / connections)
      if (saves) client.setRequests([saving(url, saves, turn - 1)])
      else if (isApart) client.setRequests(requests.slice(before, share))
      else client.setRequests([...requests.slice(share), ...requests.slice(0, share)])
    },
  })
  running.once('start', () => {
    began = performance.now()
  })
  const result = await running
  const seconds = (performance.now() - began) / 1000
  return {
    total: result.requests.total,
    perSecond: result.requests.total / seconds,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  }
}

function saving(url: string, saves: NonNullable<Load['saves']>, turn: number) {
  const save = saves[turn % saves.length] as (typeof saves)[number]
  return {
    setupRequest: (request: object) => ({
      ...request,
      method: 'PUT',
      path: save.path,
      headers: { cookie: save.cookie, origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ ...save.body, revision: (save.revision = (save.revision ?? 0) + 1) - 1 }),
    }),
  }
}
