import { useContext, useSyncExternalStore } from 'react'
import { openVault, type Vault } from '../vault/open-vault.ts'
import type { VaultState } from '../vault/vault-protocol.ts'
import { SessionContext } from './session.ts'

let opened: Vault | undefined

/** The vault of this page: keys stay in its Worker. Started with the page, so that it is warm when it is asked. */
export function theVault(): Vault {
  opened ??= openVault()
  return opened
}

export function useVaultState(): VaultState {
  return useSyncExternalStore(theVault().subscribe, theVault().current)
}

/** Whether the keys of the person who is signed in are at hand. Another account's keys are as good as none. */
export function useIsUnlocked(): boolean {
  const state = useVaultState()
  const session = useContext(SessionContext)
  return state.is === 'unlocked' && state.accountId === session?.account.id
}
