import { explain, UsageError } from '../failures.ts'
import { unlockHere } from '../vault/unlock.ts'
import type { Beginning, FromAgent, ToAgent } from './background.ts'
import { serve } from './serve.ts'

// The agent: started by background.ts, told over the channel what to open, and silent afterwards. It writes no file.

process.once('message', (message: ToAgent) => {
  if ('begin' in message) void begin(message.begin)
})
// Who gives up while it signs in wants no agent.
const nobodyWaits = () => process.exit(1)
process.once('disconnect', nobodyWaits)

async function begin({ url, email, passphrase, minutes, socket }: Beginning): Promise<void> {
  try {
    const unlocked = await unlockHere({ url, email, passphrase, askForCode: askParent })
    const serving = await serve(unlocked, socket, minutes).catch(async (error: unknown) => {
      unlocked.lock()
      await unlocked.end()
      throw error
    })
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, serving.end)
    const { organizations, email: as } = await unlocked.keeper.who(null)
    process.off('disconnect', nobodyWaits)
    tell({ ready: { email: as, organizations, until: serving.until } })
    await serving.ended
    process.exit(0)
  } catch (error) {
    process.off('disconnect', nobodyWaits)
    tell({ failed: explain(error, url) })
    process.exitCode = 1
    process.disconnect()
  }
}

/** The code of the second factor is asked for at the terminal, which is the parent's. */
function askParent(fault?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    process.once('message', (message: ToAgent) => {
      if ('code' in message) resolve(message.code)
      else if ('giveUp' in message) reject(new UsageError(message.giveUp))
    })
    tell({ ask: 'code', ...(fault !== undefined && { fault }) })
  })
}

const tell = (message: FromAgent): void => void process.send?.(message)
