import path from 'node:path'
import type { Instant } from '#contract/values.ts'
import { start } from '../../server/main.ts'
import { readConfig } from '../../server/platform/config.ts'
import { showProgress } from '../cli/progress.ts'
import { openDemo, type DemoFile } from './make.ts'
import { signInsOf } from './sign-ins.ts'

// `npm run demo`: Runkeep with three made-up organizations, in a data folder of their own.

const settings = {
  ...process.env,
  DATA_DIR: process.env['DATA_DIR'] || path.join('data', 'demo'),
  // The terminal shows the sign-ins; whoever wants the log asks for it.
  LOG: process.env['LOG'] || 'silent',
}

try {
  const config = readConfig(settings)
  const demo = await open(config.DATA_DIR)
  const running = await start(config)
  const stop = () => void running.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.stdout.write(`
Runkeep is at ${running.url}

${signInsOf(demo)}

Everything in it is made up, and lies in ${config.DATA_DIR}. Ctrl+C stops it.
`)
} catch (error) {
  process.stderr.write(`The demo cannot start: ${words(error)}\n`)
  process.exit(1)
}

async function open(folder: string): Promise<DemoFile> {
  let progress: ReturnType<typeof showProgress> | undefined
  let told = 0
  const demo = await openDemo(folder, new Date().toISOString() as Instant, (done, of) => {
    progress ??= showProgress(of, 'things that happened in two years')
    progress.advance(done - told)
    told = done
  })
  progress?.end()
  return demo
}

function words(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return 'its port is in use. Set PORT to another.'
  return error instanceof Error ? error.message : String(error)
}
