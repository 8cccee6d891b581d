import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { newAccountId } from '#contract/account-id.ts'
import { setUp } from '#contract/accounts.ts'
import type { Party } from '#contract/log/statements.ts'
import { createParty } from '#contract/organizations.ts'
import type { Instant, Role } from '#contract/values.ts'
import { connect } from '../../../client/cli/connection.ts'
import { acceptByLink, protocolOf } from '../../../client/cli/organization.ts'
import { openDemo } from '../../../client/demo/make.ts'
import { people as demoPeople } from '../../../client/demo/organization.ts'
import { stretchHere } from '../../../client/vault/stretch.ts'
import { makeVaultCore } from '../../../client/vault/vault-core.ts'
import { start } from '../../../server/main.ts'
import { readConfig } from '../../../server/platform/config.ts'
import { fingerprint } from './fingerprint.ts'
import { once, sharedFolder } from './once.ts'

/** Somebody who can sign in. */
export interface SignIn {
  name: string
  email: string
  passphrase: string
}

/** The day on which the demo of the tests takes place: the same states every time. */
export const demoNow = '2026-03-02T09:00:00.000Z' as Instant

/**
 * A data folder that is made once for all files and copied for each: making takes seconds to half a minute.
 * @param of what it changes with
 */
async function copyOf(name: string, of: string, make: (draft: string) => Promise<void>, folder: string): Promise<void> {
  const made = path.join(sharedFolder, `${name}-${of}`)
  await once(
    name,
    () => existsSync(made),
    async () => {
      const draft = `${made}.making`
      rmSync(draft, { recursive: true, force: true })
      await make(draft)
      for (const old of readdirSync(sharedFolder)) {
        if (old.startsWith(`${name}-`) && path.join(sharedFolder, old) !== draft)
          rmSync(path.join(sharedFolder, old), { recursive: true })
      }
      renameSync(draft, made)
    },
  )
  cpSync(made, folder, { recursive: true })
}

/** Fills a data folder with the demo organizations as they are on {@link demoNow}. */
export async function fillWithDemo(folder: string): Promise<Record<string, SignIn>> {
  const of = fingerprint(['client/demo', 'client/vault', 'migrations', 'server/contract'])
  await copyOf('demo', of, (draft) => openDemo(draft, demoNow, () => undefined).then(() => undefined), folder)
  // Opened, not made: reads the passphrases that lie with it.
  const { passphrases } = await openDemo(folder, demoNow, () => undefined)
  return Object.fromEntries(
    Object.entries(demoPeople).map(([key, person]) => [key, { ...person, passphrase: passphrases[key] ?? '' }]),
  )
}

/** Calder & Wick before anything is written: who owns it, who edits, and a partner's technician. */
export const calderWick = {
  priya: { ...demoPeople.priya, passphrase: 'orchid lantern gravel seventeen' },
  tom: { ...demoPeople.tom, passphrase: 'copper meadow sixteen lanterns' },
  marcus: { ...demoPeople.marcus, passphrase: 'velvet anchor thistle nineteen' },
} as const satisfies Record<string, SignIn>

/** Fills a data folder with Calder & Wick as it was founded today. */
export async function fillWithCalderWick(folder: string): Promise<Record<string, SignIn>> {
  const made = fingerprint(['client/cli', 'client/vault', 'migrations', 'server', 'test/browser/support'])
  await copyOf('calder-wick', `${made}-${new Date().toISOString().slice(0, 10)}`, found, folder)
  return calderWick
}

async function found(folder: string): Promise<void> {
  const running = await start(readConfig({ DATA_DIR: folder, PORT: '0', LOG: 'silent', READ_DEADLINE_MS: '30000' }))
  await furnishCalderWick(running.url)
  await running.stop()
}

/** Sets up an empty installation and lets its people in, the way the pages do. */
async function furnishCalderWick(url: string): Promise<void> {
  const { priya, tom, marcus } = calderWick
  const owner = at(url)
  const { deeds, connection } = owner
  const name = 'Calder & Wick'
  const [organizationId, memberId, partyId] = [uuidv7(), uuidv7(), uuidv7()]
  const account = await accountOf(owner, priya)
  const { orgId, ...log } = await deeds.foundOrganization({
    organizationId,
    name,
    memberId,
    person: { name: priya.name, email: priya.email },
    partyId,
    collection: { id: uuidv7(), custody: uuidv7(), name: 'General', description: '' },
  })
  const organization = { id: organizationId, name, slug, timeZone: 'Europe/London', log }
  await connection.call(setUp, { account, organization })
  const northlight = { id: uuidv7(), name: 'Northlight IT', side: 'partner' } as const
  await connection.call(createParty, { slug, ...northlight })
  const place = { slug, organizationId, orgId }
  await letIn(owner, url, place, tom, 'editor', { id: partyId, name, side: 'in_house' })
  await letIn(owner, url, place, marcus, 'technician', northlight)
  await owner.protocol.keepHome()
}

const slug = 'calder-wick'

type Hands = ReturnType<typeof at>
function at(url: string) {
  const connection = connect(url)
  const core = makeVaultCore(connection.origin)
  return { connection, deeds: core.deeds, keyring: core.keyring, protocol: protocolOf(connection, core) }
}

async function letIn(
  { deeds, protocol }: Hands,
  url: string,
  place: { slug: string; organizationId: string; orgId: string },
  person: SignIn,
  role: Role,
  party: Party,
): Promise<void> {
  const { name, email } = person
  await protocol.ready(place)
  let link = ''
  await protocol.append(place, async () => {
    const { post, fragment } = await deeds.invite({
      organizationId: place.organizationId,
      invitation: uuidv7(),
      person: { name, email },
      role,
      party,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    })
    link = fragment
    return post
  })
  const joiner = at(url)
  await acceptByLink(joiner, link, uuidv7(), await accountOf(joiner, person))
  const { failures } = await protocol.work(place)
  if (failures.length > 0) throw new Error(`${name} was not let in`, { cause: failures[0] })
}

/** With the floor's key derivation, to save time. */
async function accountOf({ keyring }: Hands, { name, email, passphrase }: SignIn) {
  const id = newAccountId()
  const keys = await keyring.makeAccount({ accountId: id, passphrase, profile: 1 }, stretchHere)
  return { id, name, email, keys }
}
