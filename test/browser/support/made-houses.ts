import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { newAccountId } from '#contract/account-id.ts'
import { setUp } from '#contract/accounts.ts'
import type { Instant } from '#contract/values.ts'
import { connect } from '../../../client/cli/connection.ts'
import { openDemo } from '../../../client/demo/make.ts'
import { people as demoPeople } from '../../../client/demo/organization.ts'
import { makeKeyring } from '../../../client/vault/keyring.ts'
import { stretchHere } from '../../../client/vault/stretch.ts'
import { once, sharedFolder } from './once.ts'

/** Somebody who can sign in. */
export interface SignIn {
  name: string
  email: string
  passphrase: string
}

const root = path.join(import.meta.dirname, '../../..')

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

/** Priya Nandakumar, who owns Calder & Wick and has written nothing yet. */
export const priya: SignIn = {
  name: 'Priya Nandakumar',
  email: 'priya@calderwick.example.com',
  passphrase: 'orchid lantern gravel seventeen',
}

/** Sets an empty installation up the way the set-up page does, with the floor's key derivation to save time. */
export async function setUpFor(url: string, person: SignIn): Promise<void> {
  const id = newAccountId()
  const keys = await makeKeyring().makeAccount(
    { accountId: id, passphrase: person.passphrase, profile: 1 },
    stretchHere,
  )
  await connect(url).call(setUp, {
    account: { id, email: person.email, name: person.name, keys },
    organization: {
      id: uuidv7(),
      name: 'Calder & Wick',
      slug: 'calder-wick',
      timeZone: 'Europe/London',
      memberId: uuidv7(),
      partyId: uuidv7(),
    },
  })
}

function fingerprint(places: readonly string[]): string {
  const hash = createHash('sha256')
  const read = (place: string): void => {
    if (statSync(place).isDirectory())
      return readdirSync(place)
        .sort()
        .forEach((name) => read(path.join(place, name)))
    hash.update(place).update(readFileSync(place))
  }
  places.forEach((place) => read(path.join(root, place)))
  return hash.digest('hex').slice(0, 16)
}
