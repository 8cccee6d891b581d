import { acceptProfile, floorProfile } from '#contract/crypto/profiles.ts'
import { stretchHere } from './stretch.ts'
import { toWire } from './vault-errors.ts'
import type { StretchAnswer, StretchRequest } from './vault-protocol.ts'

/**
 * Stretches passphrases for the vault, in a Worker of its own that the page ends after each request: WASM memory never
 * shrinks, and 128 MB of it would stay. What comes out goes to the vault directly and never through the page.
 */
export function serveStretching(vault: MessagePort): void {
  vault.onmessage = async ({ data }: MessageEvent<StretchRequest>) => {
    try {
      const stretched = await stretchHere({ ...data, profile: acceptProfile(data.profile, floorProfile) })
      vault.postMessage({ stretched } satisfies StretchAnswer, [stretched.buffer])
    } catch (error) {
      vault.postMessage({ error: toWire(error) } satisfies StretchAnswer)
    }
  }
}
