import { makeCollectionKeys } from './collection-keys.ts'
import { makeHealthCheck } from './health-check.ts'
import { fingerprint, makeJoining } from './joining.ts'
import { makeKeyring } from './keyring.ts'
import { makeLeases } from './leases.ts'
import { makeOrganizations } from './organizations.ts'
import { makeRecovery } from './recovery.ts'
import { makeSecretFiles } from './secret-files.ts'
import { makeSecrets } from './secrets.ts'
import { makeStating } from './stating.ts'

/**
 * Everything that is done with keys, pure: the same in the browser's Worker, on the command line, in the demo and in
 * tests. `deeds` are what a page may ask for by name; each takes one input and answers with what may leave the vault.
 */
export type VaultCore = ReturnType<typeof makeVaultCore>

/**
 * @param origin where the person believes to be: what proofs are made for.
 * @param now an Instant: the time that statements bear.
 */
export function makeVaultCore(origin: string, now: () => string = () => new Date().toISOString()) {
  const keyring = makeKeyring()
  const organizations = makeOrganizations(keyring, now)
  const deeds = {
    ...organizations.deeds,
    ...makeCollectionKeys(organizations),
    ...makeJoining(organizations, keyring),
    fingerprint,
    ...makeStating(organizations),
    ...makeSecrets(organizations),
    ...makeSecretFiles(organizations),
    ...makeLeases(organizations),
    ...makeHealthCheck(organizations, scoreHere),
    ...makeRecovery(organizations, keyring, origin),
  }
  return { keyring, organizations, deeds }
}

/** In this thread; the word lists are loaded when the first password is judged. */
async function scoreHere(password: string) {
  const { scorePassword } = await import('./passphrase-strength.ts')
  return scorePassword(password)
}
