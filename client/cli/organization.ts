import { acceptInvitation, lookUpInvitation, type NewAccount } from '#contract/accounts.ts'
import type { InputOf, OutputOf } from '#contract/endpoint.ts'
import { makeHomePins } from '../platform/home-pins.ts'
import { makeOrganizationProtocol, type Hands, type OrganizationProtocol } from '../platform/organization-protocol.ts'
import type { VaultCore } from '../vault/vault-core.ts'
import type { Connection } from './connection.ts'

/**
 * Logs and keys over a connection, with a vault in this process.
 * @param storage where it is remembered how far this machine has seen the sealed list of organizations.
 */
export function protocolOf(
  connection: Connection,
  { deeds }: Pick<VaultCore, 'deeds'>,
  storage: Pick<Storage, 'getItem' | 'setItem'> = inMemory(),
): OrganizationProtocol {
  const does = (async (deed: keyof VaultCore['deeds'], input: unknown) =>
    await (deeds[deed] as (input: unknown) => unknown)(input)) as Hands['does']
  const call: Hands['call'] = (endpoint, input) => connection.call(endpoint, input)
  return makeOrganizationProtocol({ call, does, homePin: makeHomePins(storage) })
}

/** Uses an invitation's link: what stands after its `#`. Of a new account whose keys the vault holds, or a signed-in one. */
export async function acceptByLink(
  { connection, deeds }: Pick<VaultCore, 'deeds'> & { connection: Connection },
  fragment: string,
  memberId: string,
  account?: NewAccount,
): Promise<OutputOf<typeof acceptInvitation>> {
  const [orgId = '', seed = ''] = fragment.split('.')
  const { key } = await deeds.keyOfLink({ seed })
  const { log } = await connection.call(lookUpInvitation, { orgId, key })
  const accepted = await deeds.acceptInvitation({ orgId, seed, log, memberId })
  const input = { orgId, ...accepted, ...(account && { account }) } as InputOf<typeof acceptInvitation>
  return connection.call(acceptInvitation, input)
}

function inMemory() {
  const stored = new Map<string, string>()
  return {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  }
}
