import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { Command } from 'commander'
import { v7 as uuidv7 } from 'uuid'
import { acceptInvitation, lookUpInvitation } from '#contract/accounts.ts'
import { appendToLog } from '#contract/log.ts'
import { fromBase64url, randomBytes, sign, toBase64url } from '#contract/crypto/sodium.ts'
import { statementMessage } from '#contract/crypto/statements.ts'
import { addressOf } from '#contract/endpoint.ts'
import { listDocuments } from '#contract/documents.ts'
import { openCredential, reveal } from '#contract/credentials.ts'
import { formatReference, type Instant } from '#contract/values.ts'
import { connect } from '../../client/cli/connection.ts'
import { stretchHere } from '../../client/vault/stretch.ts'
import { makeVaultCore } from '../../client/vault/vault-core.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { aClient, usualFields, type Client } from '../support/client.ts'
import { emailOf } from '../support/log.ts'
import { identityOf, keysOf, sealedKeysOf } from '../support/keys.ts'
import { overHttp } from '../support/over-http.ts'
import type { Vault } from '../support/vault.ts'
import { copyCredential, makeKeepers, type CredentialLibrary } from './credentials-library.ts'
import type { Measured, Request } from './load.ts'
import { cpuMsOf, ended, familyOf, shoot, started } from './processes.ts'
import { tableOf } from './table.ts'

// `npm run bench:vault`: what people wait for with credentials, in an organization of size: the real client core against
// the real server, on 127.0.0.1 (issue 3). It prints; it never fails.

const options = new Command('bench:vault')
  .option('--only-reveals', 'nothing else')
  .option('--busy', 'beside a process that never rests')
  .option('--credentials <count>', 'how many credentials', Number, 10_000)
  .option('--members <count>', 'how many key holders', Number, 50)
  .option('--collections <count>', 'how many collections', Number, 40)
  .option('--seconds <count>', 'how long reveals are measured, each time', Number, 3)
  .parse()
  .opts<{
    credentials: number
    members: number
    collections: number
    seconds: number
    onlyReveals?: true
    busy?: true
  }>()

/** The benchmark gives up after this. */
const longestMs = 240_000
/** Bare Express and reveals in turn, so many times; medians count. */
const rounds = 3
const rows: string[][] = []
const now = () => new Date().toISOString() as Instant
const slug = 'acme'

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-bench-'))
  const children: ChildProcess[] = []
  const giveUp = setTimeout(() => {
    say(`Given up after ${longestMs / 1000} s. So far:\n\n${table()}`)
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    process.exit(0)
  }, longestMs)
  try {
    const file = path.join(folder, 'vault.db')
    const library = makeKeepers(file, options, now)
    say(
      `${options.members} key holders × ${options.collections} collections signed in ${library.madeInSeconds.toFixed(1)} s`,
    )
    const begin = async () => {
      const server = await started<{ port: number }>('serve.ts', { DATA_DIR: folder })
      children.push(server.child)
      return { ...server, address: `http://127.0.0.1:${server.first.port}` }
    }
    const first = await begin()
    await (await aKeeper(library, first.address)).create({ title: 'The one that is copied' })
    await ended(first.child)
    const copies = copyCredential(file, library.collections, options.credentials - 1)
    const server = await begin()
    const bare = await started<{ port: number }>('bare.ts')
    const load = await started<string>('load.ts')
    children.push(bare.child, load.child)
    if (options.busy) children.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }))
    say(`Node ${process.version}, ${cpus().length} CPUs, load ${loadavg()[0]?.toFixed(1)}\n`)

    if (!options.onlyReveals) {
      await unlocking(library, server.address)
      const mara = await aKeeper(library, server.address)
      await listing(library, server.address)
      await keeping(mara)
      await approving(library, server.address, mara)
    }
    const bareUrl = `http://127.0.0.1:${bare.first.port}`
    await revealing(library, copies, {
      load: load.child,
      url: server.address,
      bareUrl,
      pids: [server.child.pid as number, bare.child.pid as number],
    })
    if (!options.onlyReveals) await peopleComeAndGo(library, server.address)
    say(table())
    for (const child of children) if (child.exitCode === null) await ended(child)
  } finally {
    clearTimeout(giveUp)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A passphrase stretched at profile 2, the keys opened with it, and the organization's log read from its beginning. */
async function unlocking(library: CredentialLibrary, address: string): Promise<void> {
  const core = makeVaultCore(address, now)
  const accountId = uuidv7()
  const passphrase = 'otter lantern quilt maple harbor'
  const keys = await core.keyring.makeAccount({ accountId, passphrase, profile: 2 }, stretchHere)
  const unlocked = await timed(3, async () => {
    core.keyring.lock()
    await core.keyring.unlock({ accountId, passphrase, pinnedProfile: 2, keys }, stretchHere)
  })
  say1('first unlock, profile 2 (128 MiB)', unlocked, 1_000)
  say1('reading the log from its beginning', await timed(3, () => aKeeper(library, address)))
}

async function listing(library: CredentialLibrary, address: string): Promise<void> {
  const as = overHttp(address, cookieIn(library))
  const open = (name: string, input: object) => async () => {
    const { status, body } = await as(name, listDocuments, { kind: 'credential', ...input })
    const { items } = body as { items: unknown[] }
    if (status !== 200 || items.length === 0) throw new Error(`The list answered ${status}`)
  }
  say1('opening the list of credentials, an owner', await timed(30, open('keeper-0', {})), 100)
  say1('opening it, a technician with one collection', await timed(30, open(library.technician, {})), 100)
  const rotating = { sort: 'rotation' }
  if ((await as('keeper-0', listDocuments, { kind: 'credential', ...rotating })).status === 200)
    say1('opening it, by rotation', await timed(15, open('keeper-0', rotating)), 100)
}

async function keeping(mara: Client): Promise<void> {
  let reference = ''
  const create = async () => {
    const answer = await mara.create({ title: `New ${uuidv7()}` })
    if (answer.status !== 200) throw new Error(`Not kept: ${JSON.stringify(answer.body)}`)
    reference = answer.reference
  }
  say1('sealing and saving a new credential', await timed(10, create), 1_000)
  const change = async () => {
    const answer = await mara.save(reference, { fields: usualFields(`a-secret-${uuidv7()}`) })
    if (answer.status !== 200) throw new Error(`Not saved: ${JSON.stringify(answer.body)}`)
  }
  say1('changing one (opened, sealed, saved)', await timed(10, change), 1_000)
  const copy = async () => {
    if (!(await mara.reveal(reference)).opened?.[2]) throw new Error('Not revealed')
  }
  say1('copying a password (signed, recorded, opened)', await timed(20, copy), 150)
}

async function approving(library: CredentialLibrary, address: string, mara: Client): Promise<void> {
  const tariq = await aKeeper(library, address, library.technician)
  const approvals: Took[] = []
  for (let turn = 0; turn < 5; turn++) {
    const { reference } = await mara.create({ title: `Asked for ${turn}` })
    const asked = await tariq.request(reference, { minutes: 60 })
    if (asked.status !== 200) throw new Error(`Not asked: ${JSON.stringify(asked.body)}`)
    const approve = async () => {
      const answer = await mara.approve((asked.body as { reference: string }).reference)
      if (answer.status !== 200) throw new Error(`Not approved: ${JSON.stringify(answer.body)}`)
    }
    approvals.push(await took(approve))
  }
  say1('approving (read, checked, signed, sealed, saved)', approvals, 1_000)
}

/** Reveals that were signed before, by so many people at once, beside a bare Express without a disk. */
async function revealing(
  library: CredentialLibrary,
  copies: readonly { id: string; number: number }[],
  {
    load,
    url,
    bareUrl,
    pids: [pid, barePid],
  }: { load: ChildProcess; url: string; bareUrl: string; pids: [number, number] },
): Promise<void> {
  const hello: Request = { method: 'GET', path: '/', headers: {} }
  const { seconds } = options
  await shoot(load, { url: bareUrl, connections: 8, seconds: 1, requests: [hello] })
  // Node compiles what runs often: before some thousand reveals, what is measured is mostly that.
  const warming = library.keepers.slice(1, 5).flatMap((name) => reveals(library, copies, url, name, 2_000))
  await shoot(load, { url, connections: 4, seconds: 5, requests: warming, isApart: true })
  const as = overHttp(url, cookieIn(library))
  const reference = formatReference('credential', copies[0]?.number ?? 0)
  const nextActorSeq = async (name: string) =>
    ((await as(name, openCredential, { reference })).body as { nextActorSeq: number }).nextActorSeq
  let from = 5
  for (const connections of [8, 32].filter((count) => from + count <= library.keepers.length)) {
    const keepers = library.keepers.slice(from, from + connections)
    from += connections
    const both: { bare: WithCpu; reveals: WithCpu }[] = []
    for (let round = 0; round < rounds; round++) {
      const bare = await withCpu(barePid, () => shoot(load, { url: bareUrl, connections, seconds, requests: [hello] }))
      const each = Math.ceil((bare.perSecond * seconds) / connections)
      // Signed before, and one share for every connection: each person's reveals are counted, and come in their order.
      const counted = await Promise.all(keepers.map(nextActorSeq))
      const requests = keepers.flatMap((name, index) => reveals(library, copies, url, name, each, counted[index]))
      const measured = await withCpu(pid, () => shoot(load, { url, connections, seconds, requests, isApart: true }))
      if (measured.failed > 0) say(`${measured.failed} of ${measured.total} reveals failed`)
      both.push({ bare, reveals: measured })
    }
    const of = (pick: (round: (typeof both)[number]) => number) =>
      both.map(pick).sort((a, b) => a - b)[rounds >> 1] ?? 0
    const ratio = of((round) => round.reveals.perSecond / round.bare.perSecond)
    const ofCpu = of((round) => round.bare.cpuMs / round.reveals.cpuMs)
    const rowOf = (what: 'bare' | 'reveals') => [
      `${of((round) => round[what].perSecond).toFixed(0)}/s`,
      `${of((round) => round[what].p99Ms).toFixed(0)} ms`,
      `${of((round) => round[what].cpuMs).toFixed(2)} ms`,
    ]
    rows.push([
      `reveals, on the disk before the answer, ${connections} connections`,
      ...rowOf('reveals'),
      `${connections === 32 ? '≥ 0.5 of bare: ' : ''}${ratio.toFixed(2)}${connections === 32 ? (ratio >= 0.5 ? ' ✓' : ' ✗') : ' of bare'}`,
    ])
    rows.push(['  bare Express without a disk, as many connections', ...rowOf('bare'), `CPU ${ofCpu.toFixed(2)}`])
  }
}

type WithCpu = Measured & { cpuMs: number }

/** On a busy machine processor time says more than rates do. @param pid of who answers, with all that it started. */
async function withCpu(pid: number, fire: () => Promise<Measured>): Promise<WithCpu> {
  const before = cpuMsOf(familyOf(pid))
  const measured = await fire()
  return { ...measured, cpuMs: (cpuMsOf(familyOf(pid)) - before) / Math.max(1, measured.total) }
}

function reveals(
  { orgId, cookies, members }: CredentialLibrary,
  copies: readonly { id: string; number: number }[],
  origin: string,
  name: string,
  count: number,
  firstSeq = 1,
): Request[] {
  const { identity } = identityOf(name)
  return Array.from({ length: count }, (_, index) => {
    const copy = copies[(index * 37) % copies.length] as (typeof copies)[number]
    const says = { document: copy.id, revision: 1, fields: [2], purpose: 'copy', actorSeq: firstSeq + index }
    const nonce = toBase64url(randomBytes(16))
    const payload = JSON.stringify({ v: 1, type: 'reveal', by: members.get(name), ts: now(), ...says, nonce })
    const message = statementMessage('reveal', fromBase64url(orgId), payload)
    const signature = toBase64url(sign(message, identity.sign.privateKey))
    const reference = formatReference('credential', copy.number)
    const { path, rest } = addressOf(reveal, { slug, reference, payload, signature })
    const headers = { cookie: cookies.get(name) ?? '', origin, 'content-type': 'application/json' }
    return { method: 'POST', path, headers, body: JSON.stringify(rest) }
  })
}

/** Three people are let in to all collections and removed again: each time new keys for every collection. */
async function peopleComeAndGo(library: CredentialLibrary, address: string): Promise<void> {
  const as = overHttp(address, cookieIn(library))
  const { organizationId } = library
  const owner = await aKeeper(library, address)
  const nobody = connect(address)
  const admitted: Took[] = []
  const removed: Took[] = []
  let wraps = ''
  for (let turn = 0; turn < 3; turn++) {
    const name = `newcomer-${turn}`
    const party = { id: library.parties.in_house, name: 'Acme', side: 'in_house' } as const
    const invitation = uuidv7()
    const person = { name, email: emailOf(name) }
    const wish = { invitation, person, role: 'admin', party, expiresAt: laterByDays(now(), 7) } as const
    const { post, fragment } = await owner.does.invite({ organizationId, ...wish })
    await posted(post)
    const [orgId = '', seed = ''] = fragment.split('.')
    const newcomer = makeVaultCore(address, now)
    const { accountId, keys } = keysOf(name)
    await unlock(newcomer, name)
    const { key } = await newcomer.deeds.keyOfLink({ seed })
    const { log } = await nobody.call(lookUpInvitation, { orgId, key })
    const memberId = uuidv7()
    const { acceptance } = await newcomer.deeds.acceptInvitation({ orgId, seed, log, memberId })
    const account = { id: accountId, ...person, keys }
    await nobody.call(acceptInvitation, { orgId, invitation, acceptance, account })
    await owner.refresh()
    admitted.push(await took(async () => posted((await owner.does.admit({ organizationId, acceptance })).post)))
    await owner.refresh()
    removed.push(
      await took(async () => {
        const removal = await owner.does.stateIn({
          organizationId,
          wishes: [{ type: 'member.remove', member: memberId }],
        })
        wraps = `${removal.epochs.length} epochs, ${removal.wraps.length} wraps`
        await posted(removal)
      }),
    )
    await owner.refresh()
  }
  say1(`letting a key holder in to ${options.collections} collections`, admitted, 1_000)
  say1(`removing one (${wraps})`, removed, 3_000)

  async function posted(post: object): Promise<void> {
    const { status, body } = await as('keeper-0', appendToLog, post as Record<string, unknown>)
    if (status !== 200) throw new Error(`Not appended: ${JSON.stringify(body)}`)
    await owner.refresh()
  }
}

const cookieIn = (library: CredentialLibrary) => (name: string) => library.cookies.get(name) ?? ''

/** A member with the real client core, unlocked, who has read the log. */
function aKeeper(library: CredentialLibrary, address: string, name = 'keeper-0'): Promise<Client> {
  const as = overHttp(address, cookieIn(library))
  const collections = { general: library.collections[0] }
  const vault = { acme: { id: library.organizationId }, collections, clock: { now }, as }
  return aClient(vault as unknown as Vault, name)
}

async function unlock(core: ReturnType<typeof makeVaultCore>, name: string): Promise<void> {
  const { accountId } = keysOf(name)
  const stretched = async () =>
    new Uint8Array(createHash('sha256').update(`runkeep test stretched of ${name}`).digest())
  const passphrase = 'nobody ever types this'
  await core.keyring.unlock({ accountId, passphrase, pinnedProfile: 1, keys: sealedKeysOf(name) }, stretched)
}

interface Took {
  ms: number
  /** Processor time of client and server together, in steps of 10 ms: what is left of `ms` is waiting. */
  cpuMs: number
}

async function took(work: () => Promise<unknown>): Promise<Took> {
  const before = cpuMsOf(familyOf(process.pid))
  const began = performance.now()
  await work()
  const ms = performance.now() - began
  return { ms, cpuMs: cpuMsOf(familyOf(process.pid)) - before }
}

/** Once to warm up, then so many times. @returns milliseconds of each. */
async function timed(times: number, work: () => Promise<unknown>): Promise<Took[]> {
  await work()
  const measured: Took[] = []
  for (let turn = 0; turn < times; turn++) measured.push(await took(work))
  return measured
}

function say1(what: string, measured: readonly Took[], target?: number): void {
  const sorted = measured.map(({ ms }) => ms).sort((a, b) => a - b)
  const median = sorted[sorted.length >> 1] ?? 0
  const cpu = measured.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / measured.length
  const verdict = target === undefined ? '' : `≤ ${target} ms ${median <= target ? '✓' : '✗'}`
  const [shown, worst] = [median, sorted.at(-1) ?? 0].map((ms) => `${ms.toFixed(0)} ms`)
  rows.push([what, shown ?? '', worst ?? '', `${cpu.toFixed(0)} ms`, verdict])
}

const table = () => tableOf(['', 'median', 'worst', 'CPU', 'target'], rows)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  await main()
} catch (error) {
  say(`The benchmark could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  say(table())
}
process.exit(0)
