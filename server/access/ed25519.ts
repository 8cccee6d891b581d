import { createPublicKey, verify, type KeyObject } from 'node:crypto'

/**
 * Checks signatures by what Node brings along (OpenSSL), which can do so beside the event loop; libsodium's WebAssembly
 * cannot. It says yes to nothing that libsodium refuses: OpenSSL takes no S ≥ L and compares R byte by byte, and what
 * some versions of it take and libsodium does not, keys and points R of small order and keys in a second spelling, is
 * refused here first. `test/rules/ed25519.test.ts` holds both to the same table.
 */

/** Ed25519 (RFC 8032). @param signature and @param publicKey base64url, 64 and 32 bytes. */
export function isSignedBy(publicKey: string, message: Uint8Array, signature: string): boolean {
  const ready = prepared(publicKey, signature)
  return ready !== undefined && verify(null, message, ready.key, ready.signature)
}

/** The same, on a thread of its own. */
export function isSignedByMeanwhile(publicKey: string, message: Uint8Array, signature: string): Promise<boolean> {
  const ready = prepared(publicKey, signature)
  if (!ready) return Promise.resolve(false)
  return new Promise((resolve, reject) => {
    verify(null, message, ready.key, ready.signature, (error, isGood) => {
      if (error) reject(error)
      else resolve(isGood)
    })
  })
}

function prepared(publicKey: string, written: string): { key: KeyObject; signature: Buffer } | undefined {
  const signature = Buffer.from(written, 'base64url')
  // One form only, as everywhere: Buffer reads what nobody wrote.
  if (signature.length !== 64 || signature.toString('base64url') !== written) return undefined
  if (isOfSmallOrder(signature.subarray(0, 32))) return undefined
  const key = keyOf(publicKey)
  return key && { key, signature }
}

const keys = new Map<string, KeyObject>()
/** A key takes some hundred bytes; people who reveal at the same time are far fewer. */
const mostKeys = 2_000

/** Reading a key costs a quarter of what checking with it does, so those in use are kept. */
function keyOf(publicKey: string): KeyObject | undefined {
  const known = keys.get(publicKey)
  if (known) return known
  const point = Buffer.from(publicKey, 'base64url')
  if (point.length !== 32 || point.toString('base64url') !== publicKey) return undefined
  if (isOfSmallOrder(point) || !isCanonical(point)) return undefined
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  if (keys.size >= mostKeys) keys.clear()
  keys.set(publicKey, key)
  return key
}

/**
 * y of every point whose order divides 8, canonical and not; the sign of x is not looked at. The list is that of
 * libsodium (`ge25519_has_small_order`), and the test computes it anew from the curve.
 */
const smallOrders: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

function isOfSmallOrder(point: Buffer): boolean {
  // All seven begin in one of these ways, and hardly any other point does.
  const first = point[0] as number
  if (first > 1 && first < 0xec && first !== 0x26 && first !== 0xc7) return false
  const y = Buffer.from(point)
  y[31] = (y[31] as number) & 0x7f
  return smallOrders.has(y.toString('hex'))
}

/** y < p = 2^255 − 19. */
function isCanonical(point: Buffer): boolean {
  if (((point[31] as number) & 0x7f) !== 0x7f || (point[0] as number) < 0xed) return true
  return point.subarray(1, 31).some((byte) => byte !== 0xff)
}
