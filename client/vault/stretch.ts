import { passphraseBytes, stretch } from '#contract/crypto/passphrase.ts'
import type { KdfProfile } from '#contract/crypto/profiles.ts'
import { sodiumReady, wipe } from '#contract/crypto/sodium.ts'

/** Turns a passphrase into `W`, 32 bytes, which the caller wipes. The arguments have been accepted before. */
export type Stretch = (from: { passphrase: string; salt: Uint8Array; profile: KdfProfile }) => Promise<Uint8Array>

/** In this thread, which stands still for 0.3 to 1.5 s: for the command line, the demo and tests. */
export const stretchHere: Stretch = async ({ passphrase, salt, profile }) => {
  await sodiumReady
  const bytes = passphraseBytes(passphrase)
  try {
    return stretch(bytes, salt, profile)
  } finally {
    wipe(bytes)
  }
}
