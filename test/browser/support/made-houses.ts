import { createHash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { newAccountId } from '#contract/account-id.ts'
import { acceptInvitation, setUp } from '#contract/accounts.ts'
import { createInvitation, createParty } from '#contract/organizations.ts'
import type { Instant, Role } from '#contract/values.ts'
import { connect, type Connection } from '../../../client/cli/connection.ts'
import { openDemo } from '../../../client/demo/make.ts'
import { people as demoPeople } from '../../../client/demo/organization.ts'
import { makeKeyring } from '../../../client/vault/keyring.ts'
import { stretchHere } from '../../../client/vault/stretch.ts'
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
 * Fills a data folder with the demo organizations as they are on {@link demoNow}. They are made once and copied: making
 * takes half a minute.
 */
export async function fillWithDemo(folder: string): Promise<Record<string, SignIn>> {
  const made = path.join(sharedFolder, `demo-${fingerprint(['client/demo', 'migrations', 'server/contract'])}`)
  await once(
    'demo',
    () => existsSync(made),
    async () => {
      const draft = `${made}.making`
      rmSync(draft, { recursive: true, force: true })
      await openDemo(draft, demoNow, () => undefined)
      for (const old of readdirSync(sharedFolder)) {
        if (/^demo-[0-9a-f]+$/.test(old)) rmSync(path.join(sharedFolder, old), { recursive: true })
      }
      renameSync(draft, made)
    },
  )
  cpSync(made, folder, { recursive: true })
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

/** Sets up an empty installation and lets its people in, the way the pages do. */
export async function furnishCalderWick(url: string): Promise<void> {
  const { priya, tom, marcus } = calderWick
  const owner = connect(url)
  const [memberId, inHouse, northlight] = [uuidv7(), uuidv7(), uuidv7()]
  const organization = { id: uuidv7(), name: 'Calder & Wick', slug, timeZone: 'Europe/London' }
  await owner.call(setUp, {
    account: await accountOf(priya),
    organization: { ...organization, memberId, partyId: inHouse },
  })
  await owner.call(createParty, { slug, id: northlight, name: 'Northlight IT', side: 'partner' })
  await letIn(owner, url, tom, { role: 'editor', partyId: inHouse })
  await letIn(owner, url, marcus, { role: 'technician', partyId: northlight })
}

const slug = 'calder-wick'

async function letIn(owner: Connection, url: string, person: SignIn, as: { role: Role; partyId: string }) {
  const { name, email } = person
  const secret = randomBytes(32)
  const tokenHash = createHash('sha256').update(secret).digest('base64url')
  await owner.call(createInvitation, { slug, id: uuidv7(), name, email, ...as, tokenHash })
  const token = secret.toString('base64url')
  await connect(url).call(acceptInvitation, { token, memberId: uuidv7(), account: await accountOf(person) })
}

/** With the floor's key derivation, to save time. */
async function accountOf({ name, email, passphrase }: SignIn) {
  const id = newAccountId()
  const keys = await makeKeyring().makeAccount({ accountId: id, passphrase, profile: 1 }, stretchHere)
  return { id, name, email, keys }
}
