import { signOut } from '#contract/accounts.ts'
import { makeProfilePins } from '../../vault/profile-pins.ts'
import { makeVaultCore } from '../../vault/vault-core.ts'
import { reachAgent } from '../agent/ask.ts'
import { socketPath } from '../agent/place.ts'
import { connect } from '../connection.ts'
import { protocolOf } from '../organization.ts'
import { ask, askForCode, readPassphrase } from '../passphrase.ts'
import { pinStore } from '../pin-store.ts'
import { signInAs } from '../sign-in.ts'
import { makeKeeper, type Keeper } from './keeper.ts'

/** Where a vault is and whose: options of every command that opens one. */
export interface Whose {
  url?: string
  email?: string
  passphraseFile?: string
  /** False: each command signs in by itself. */
  agent?: boolean
}

export interface Unlocked {
  origin: string
  keeper: Keeper
  /** Wipes the keys, at once. */
  lock: () => void
  /** Ends the session too. Never fails: the server ends it by itself. */
  end: () => Promise<void>
}

export const usualUrl = 'http://127.0.0.1:4600'

/** Signs in, with the keys in this process's memory. */
export async function unlockHere(means: {
  url: string
  email: string
  passphrase: string
  askForCode: (fault?: string) => Promise<string>
}): Promise<Unlocked> {
  const { url, email, passphrase } = means
  const store = pinStore(process.env)
  const connection = connect(url, store)
  const core = makeVaultCore(connection.origin)
  const { keyring } = core
  const lock = () => keyring.lock()
  const end = async () => {
    lock()
    if (connection.hasSession()) await connection.call(signOut, {}).catch(() => undefined)
  }
  try {
    const pins = makeProfilePins(store)
    const session = await signInAs({ email, passphrase }, { connection, keyring, pins, askForCode: means.askForCode })
    const protocol = protocolOf(connection, core, store)
    await protocol.openHome()
    return { origin: connection.origin, keeper: makeKeeper({ connection, core, protocol, session }), lock, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Address, e-mail address and passphrase, asked for where they are not given. */
export async function credentialsOf({ url = usualUrl, email: given, passphraseFile }: Whose) {
  // Before anything is typed: over a connection in the clear nobody should.
  connect(url)
  const email = (given ?? (await ask('E-mail address: '))).trim().toLowerCase()
  return { url, email, passphrase: await readPassphrase({ file: passphraseFile, environment: process.env }, email) }
}

/** Does something with the agent's vault where one listens for this person; else signs in for it, and out again. */
export async function withKeeper<Result>(whose: Whose, act: (keeper: Keeper) => Promise<Result>): Promise<Result> {
  const agent = whose.agent === false || !process.getuid ? undefined : await reachAgent(socketPath(process.env))
  if (agent) {
    try {
      if (isMeant(whose, agent.who)) return await act(agent.keeper)
    } finally {
      agent.close()
    }
  }
  const unlocked = await unlockHere({ ...(await credentialsOf(whose)), askForCode })
  try {
    return await act(unlocked.keeper)
  } finally {
    await unlocked.end()
  }
}

function isMeant({ url, email }: Whose, who: { origin: string; email: string }): boolean {
  const isThere = url === undefined || (URL.canParse(url) && new URL(url).origin === who.origin)
  return isThere && (email === undefined || email.trim().toLowerCase() === who.email)
}
