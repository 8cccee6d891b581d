import { newAccountId } from '#contract/account-id.ts'
import { mySession, type NewAccount } from '#contract/accounts.ts'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import type { Instant } from '#contract/values.ts'
import { connect, type Connection } from '../cli/connection.ts'
import { signInAs } from '../cli/sign-in.ts'
import { protocolOf } from '../cli/organization.ts'
import type { OrganizationProtocol } from '../platform/organization-protocol.ts'
import { makeProfilePins } from '../vault/profile-pins.ts'
import { stretchHere, type Stretch } from '../vault/stretch.ts'
import { makeVaultCore, type VaultCore } from '../vault/vault-core.ts'
import { people, type PersonKey } from './organization.ts'

/** The people of the demo at their keyboards: each with an own vault, cookies and passphrase. */
export interface Cast {
  /** Calls the API as somebody, signing in first where the session has run out by the demo's clock. */
  as<E extends Endpoint>(person: PersonKey, endpoint: E, input: InputOf<E>): Promise<OutputOf<E>>
  /** Makes the account of somebody who has none yet; `send` hands it to the server, and begins the first session. */
  join<Answer>(person: PersonKey, send: (hands: Unlocked, account: NewAccount) => Promise<Answer>): Promise<Answer>
  hasAccount(person: PersonKey): boolean
  /** Somebody with their vault unlocked, and signed in. */
  unlocked(person: PersonKey): Promise<Unlocked>
  now(): Instant
}

export interface Unlocked {
  connection: Connection
  deeds: VaultCore['deeds']
  protocol: OrganizationProtocol
}

interface Player {
  connection: Connection
  core: VaultCore
  protocol: OrganizationProtocol
  stretch: Stretch
  pins: ReturnType<typeof makeProfilePins>
  isMember: boolean
  /** Epoch milliseconds. */
  signedInAt: number
  lastSeenAt: number
}

/** The usual profile of CRYPTO.md §3: the demo's passphrases are worth as much as real ones. */
const usualProfile = 2
// Well within what the server allows: 60 minutes without a request, 12 hours in all.
const idleMs = 50 * 60_000
const longestMs = 11 * 3_600_000

export function assemble(address: string, passphrases: Readonly<Record<PersonKey, string>>, now: () => Instant): Cast {
  const players = new Map<PersonKey, Player>()

  const playerOf = (person: PersonKey): Player => {
    let player = players.get(person)
    if (!player) {
      const connection = connect(address)
      const core = makeVaultCore(connection.origin, now)
      player = {
        connection,
        core,
        protocol: protocolOf(connection, core),
        stretch: stretchOnce(),
        pins: makeProfilePins(inMemory()),
        isMember: false,
        signedInAt: 0,
        lastSeenAt: 0,
      }
      players.set(person, player)
    }
    return player
  }

  const signIn = async (person: PersonKey): Promise<void> => {
    const player = playerOf(person)
    const { core, protocol } = player
    await signInAs({ email: people[person].email, passphrase: passphrases[person] }, { ...player, ...core, now })
    await protocol.openHome()
    player.signedInAt = Date.parse(now())
  }

  const present = async (person: PersonKey): Promise<Player> => {
    const player = playerOf(person)
    const at = Date.parse(now())
    if (at - player.lastSeenAt > idleMs || at - player.signedInAt > longestMs) await signIn(person)
    player.lastSeenAt = at
    return player
  }

  /** A change of role ends sessions. */
  const again = async <Answer>(person: PersonKey, act: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not-signed-in') throw error
      await signIn(person)
      return act()
    }
  }

  return {
    hasAccount: (person) => playerOf(person).isMember,

    async join(person, send) {
      const player = playerOf(person)
      const id = newAccountId()
      const { name, email } = people[person]
      const passphrase = passphrases[person]
      const { keyring } = player.core
      const keys = await keyring.makeAccount({ accountId: id, passphrase, profile: usualProfile }, player.stretch)
      player.signedInAt = player.lastSeenAt = Date.parse(now())
      const answer = await send(handsOf(player), { id, email: email, name, keys })
      player.isMember = true
      return answer
    },

    async as(person, endpoint, input) {
      const { connection } = await present(person)
      return again(person, () => connection.call(endpoint, input))
    },

    async unlocked(person) {
      const player = await present(person)
      await again(person, () => player.connection.call(mySession, {}))
      return handsOf(player)
    },

    now,
  }
}

const handsOf = ({ connection, core, protocol }: Player): Unlocked => ({ connection, deeds: core.deeds, protocol })

function inMemory() {
  const stored = new Map<string, string>()
  return {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  }
}

/** Two years of work mornings: the slow step is made once for each salt, and the keyring wipes what it is given. */
function stretchOnce(): Stretch {
  const made = new Map<string, Uint8Array>()
  return async (from) => {
    const key = `${from.profile} ${Buffer.from(from.salt).toString('hex')} ${from.passphrase}`
    const stretched = made.get(key) ?? (await stretchHere(from))
    made.set(key, stretched.slice())
    return stretched.slice()
  }
}
