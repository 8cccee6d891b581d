import { v7 as uuidv7 } from 'uuid'
import { appendToLog, myKeys, readLog } from '#contract/log.ts'
import { openRecovery, recoveryWraps } from '#contract/recovery.ts'
import type { NewAccount } from '#contract/accounts.ts'
import { makeCollectionKeys } from '../../client/vault/collection-keys.ts'
import { makeOrganizations } from '../../client/vault/organizations.ts'
import { makeRecovery } from '../../client/vault/recovery.ts'
import { identityOf, keysOf } from './keys.ts'
import { emailOf } from './log.ts'
import { origin, type Vault } from './vault.ts'

/** Recovery as the real client does it, against the real server: makes kits, tries them, takes over with them. */

/** Somebody's vault, unlocked. Any name: the keys are steady. */
export function handsOf(vault: Vault, name: string) {
  const { accountId, identity } = identityOf(name)
  const keyring = { opened: () => ({ accountId, uak: new Uint8Array(32), identity }), onDrop: () => undefined }
  const organizations = makeOrganizations(keyring, () => vault.clock.now())
  const recovery = makeRecovery(organizations, keyring, origin)

  /** Reads the organization's log and keys, as a member. */
  async function follow(slug = 'acme') {
    const { body: log } = await vault.as(name, readLog, { slug })
    const { body: keys } = await vault.as(name, myKeys, { slug })
    const organizationId = vault[slug === 'acme' ? 'acme' : 'other'].id
    await organizations.deeds.followLog({ organizationId, orgId: log.orgId, after: 0, entries: log.items })
    makeCollectionKeys(organizations).giveKeys({ organizationId, keys: keys.items })
    return organizationId
  }
  return { accountId, identity, organizations, recovery, follow }
}

/** Has mara make a kit, which stands in the log afterwards. @returns the codes of its cards. */
export async function aKit(vault: Vault, { k = 2, n = 3, by = 'mara' } = {}): Promise<string[]> {
  const mara = handsOf(vault, by)
  const organizationId = await mara.follow()
  const { post, cards } = await mara.recovery.newKit({ organizationId, recovery: uuidv7(), k, n })
  const { status, body } = await vault.as(by, appendToLog, post)
  if (status !== 200) throw new Error(`No kit: ${JSON.stringify(body)}`)
  return cards
}

/** What a drill hands in. */
export async function aDrill(vault: Vault, cards: string[], by = 'mara') {
  const hands = handsOf(vault, by)
  const organizationId = await hands.follow()
  const { body } = await vault.as('mara', recoveryWraps, {})
  const drilled = await hands.recovery.drill({ organizationId, cards, wraps: body.items })
  if ('missing' in drilled) throw new Error(`Not in the kit: ${drilled.missing.join()}`)
  return drilled
}

/** Shows the server enough cards. */
export async function opening(vault: Vault, cards: string[], who = 'nora') {
  return vault.asNobody(openRecovery, await handsOf(vault, who).recovery.proveCards({ cards }))
}

/** The account of somebody, with the keys of that name. */
export const newAccount = (name: string): NewAccount =>
  ({ id: keysOf(name).accountId, name, email: emailOf(name), keys: keysOf(name).keys }) as NewAccount

/** What a takeover hands in. */
export async function aTakeover(vault: Vault, cards: string[], name = 'nora') {
  const { body } = await opening(vault, cards, name)
  const taker = { name, email: emailOf(name), memberId: uuidv7() }
  const taken = await handsOf(vault, name).recovery.takeOver({ cards, answer: body, taker })
  return { organization: vault.acme.id, ...taken, account: newAccount(name), memberId: taker.memberId }
}
