import { Secret, TOTP, URI } from 'otpauth'
import type { ImportedItem } from './imported-item.ts'

/** What formats say of a one-time code beside its secret, as they write it; usual are SHA1, 6 digits, 30 seconds. */
export interface CodeSettings {
  algorithm?: string
  digits?: string
  period?: string
}

/** Puts a code's secret into an item. One that nobody could compute codes from stays as a secret field, with a caution. */
export function putTotp(item: ImportedItem, written: string): void {
  const found = written.trim()
  if (found === '') return
  const totp = usableTotp(found, item.title)
  if (totp !== undefined && item.totp === '') item.totp = totp
  else {
    item.fields.push({ label: 'One-time code secret', kind: 'secret', value: found })
    item.cautions.push(
      totp === undefined
        ? 'Its one-time code secret is not one that Runkeep can compute codes from: it is kept as a secret field.'
        : 'It has a second one-time code: that is kept as a secret field.',
    )
  }
}

/** The text as it was found where codes can be computed from it, mended where only its label is in the way. */
function usableTotp(found: string, label: string): string | undefined {
  if (!/^[a-z]+:/i.test(found)) return isBase32(found) ? found : undefined
  if (!/^otpauth:\/\/totp\b/i.test(found)) return undefined
  try {
    const { searchParams } = new URL(found)
    if (searchParams.get('encoder') === 'steam') return undefined
    if (isUri(found)) return found.replace(/^otpauth/i, 'otpauth')
    const secret = searchParams.get('secret') ?? ''
    const [algorithm, digits, period] = ['algorithm', 'digits', 'period'].map((name) => searchParams.get(name) ?? '')
    return isBase32(secret)
      ? uriOf(secret, label, { algorithm: algorithm ?? '', digits: digits ?? '', period: period ?? '' })
      : undefined
  } catch {
    return undefined
  }
}

/** @returns `otpauth://totp/…`; undefined where the settings are none that exist. */
export function uriOf(base32: string, label: string, { algorithm, digits, period }: CodeSettings): string | undefined {
  const uri = new TOTP({
    secret: Secret.fromBase32(base32Letters(base32)),
    label: label.replaceAll(':', ' ').trim() || 'Runkeep',
    algorithm: (algorithm || 'SHA1')
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .replace(/^HMAC/, ''),
    digits: Number(digits || 6),
    period: Number(period || 30),
  }).toString()
  return isUri(uri) ? uri : undefined
}

/** A secret that a format keeps in another way than base32. @throws where it is not in that form */
export function base32Of(written: string, form: 'hex' | 'base64' | 'text'): string {
  if (form === 'hex') return Secret.fromHex(written.replace(/\s/g, '')).base32
  if (form === 'text') return Secret.fromUTF8(written).base32
  return new Secret({ buffer: Uint8Array.from(atob(written), (character) => character.charCodeAt(0)).buffer }).base32
}

/** Spaces and hyphens are there for the eyes, the equals signs to fill up. */
const base32Letters = (written: string) => written.replace(/[\s-]/g, '').replace(/=+$/, '')

const isBase32 = (written: string) => /^[a-z2-7]{8,}$/i.test(base32Letters(written))

function isUri(written: string): boolean {
  try {
    const code = URI.parse(written)
    return (
      code instanceof TOTP && code.secret.bytes.length > 0 && code.digits >= 4 && code.digits <= 10 && code.period > 0
    )
  } catch {
    return false
  }
}
