import { newAccountId } from '#contract/account-id.ts'
import type { NewAccount } from '#contract/accounts.ts'
import type { z } from 'zod'
import { theVault } from '../../platform/vault.ts'

type Sent = z.input<typeof NewAccount>

/**
 * Makes the keys of a new account on this device, or new keys of the account `id`, and hands it to `send`. The vault
 * stays unlocked for it, or is locked again where the server does not take it.
 */
export async function withNewAccount<Answer>(
  person: { name: string; email: string; passphrase: string; id?: string },
  send: (account: Sent) => Promise<Answer>,
): Promise<Answer> {
  const vault = theVault()
  const { name, email, passphrase } = person
  const id = person.id ?? newAccountId()
  const keys = await vault.makeAccount({ accountId: id, passphrase, email })
  try {
    return await send({ id, email, name, keys })
  } catch (error) {
    await vault.lock()
    throw error
  }
}
