import { monitorEventLoopDelay } from 'node:perf_hooks'
import { start } from '../../server/main.ts'
import { readConfig } from '../../server/platform/config.ts'

// The real server in a process of its own; tells its port and, when asked, how long its event loop was held up.

const running = await start(readConfig({ ...process.env, PORT: '0', LOG: 'events' }), {
  log: { request: () => {}, event: () => {} },
})
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

process.on('message', (message) => {
  if (message === 'reset') delay.reset()
  else process.send?.({ p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 })
})
process.on('disconnect', () => void running.stop().then(() => process.exit(0)))
process.send?.({ port: running.port })
