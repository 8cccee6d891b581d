import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll } from 'vitest'
import { startSession } from '../../server/access/sessions.ts'
import { start as startServer } from '../../server/main.ts'
import { settableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { dataFolder, takeDataFolder, type DataFolder } from '../../server/platform/data-folder.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { aFolder } from './installation.ts'
import { overHttp } from './over-http.ts'
import { start, type Name, type Vault } from './vault.ts'

/**
 * A vault of the cast as a data folder under the real server, with everything written down that goes between it and
 * those who call it by `fetch`, and every line of its log. On a folder that has a vault already, that one.
 */
export async function onDisk(made: Vault, standing?: DataFolder) {
  const data = standing ?? dataFolder(path.join(aFolder(), 'data'))
  if (!standing) {
    takeDataFolder(data)()
    writeFileSync(data.database, made.db.serialize())
  }
  const clock = settableClock(start)
  const lines: string[] = []
  const config = readConfig({ DATA_DIR: data.folder, PORT: '0', READ_DEADLINE_MS: '60000' })
  const log = jsonLog('requests', (line) => void lines.push(line))
  const server = await startServer(config, { clock, log })
  const address = `http://127.0.0.1:${server.port}`

  /** Addresses, headers and bodies, both ways. */
  const traffic: string[] = []
  const realFetch = globalThis.fetch
  globalThis.fetch = async (input, options = {}) => {
    const request = new Request(input, options)
    const told = [request.method, request.url, ...[...request.headers].flat(), await request.clone().text()]
    const response = await realFetch(request)
    traffic.push([...told, response.status, ...[...response.headers].flat(), await response.clone().text()].join('\n'))
    return response
  }
  let isStopped = false
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    globalThis.fetch = realFetch
    await server.stop()
  }
  afterAll(stop)

  const cookies = new Map<string, string>()
  function cookieOf(name: string): string {
    const known = cookies.get(name)
    if (known) return known
    const { db } = server.house
    const accountId = made.account(name as Name)
    const { token } = startSession(db, config, { accountId, now: clock.now(), address: '127.0.0.1', agent: 'test' })
    cookies.set(name, `__Host-runkeep=${token}`)
    return `__Host-runkeep=${token}`
  }

  const as = overHttp(address, cookieOf)
  const { acme, other, collections, member, account } = made
  /** As far as clients and deeds of `test/support` need one. */
  const vault = { acme, other, collections, member, account, clock, as } as unknown as Vault
  return { vault, server, address, data, traffic, lines, cookieOf, stop }
}
