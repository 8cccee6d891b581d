import type { KdbxEntry } from 'kdbxweb'
import type { ImportedItem } from '../imported-item.ts'
import { base32Of, putTotp, uriOf } from '../totp.ts'
import { textOf } from './fields.ts'

/**
 * The four ways in which KeePass and its relatives keep one-time codes: `otp` with an address (KeePassXC), `otp` with
 * `key=…` (KeeOtp), `TOTP Seed` and `TOTP Settings` (KeeTrayTOTP), `TimeOtp-…` (KeePass itself).
 */
export const isCodeField = (name: string): boolean =>
  name === 'otp' || name === 'TOTP Seed' || name === 'TOTP Settings' || name.startsWith('TimeOtp-')

export function putCode(item: ImportedItem, entry: KdbxEntry): void {
  const read = (name: string) => textOf(entry.fields.get(name)).trim()
  for (const written of [fromOtp(read('otp'), item.title), fromTray(read, item.title), fromKeePass(read, item.title)])
    putTotp(item, written)
}

type Read = (name: string) => string

function fromOtp(otp: string, label: string): string {
  if (!otp.includes('key=') || otp.startsWith('otpauth:')) return otp
  const settings = new URLSearchParams(otp)
  return (
    tried(() =>
      uriOf(settings.get('key') ?? '', label, {
        algorithm: settings.get('otpHashMode') ?? '',
        digits: settings.get('size') ?? '',
        period: settings.get('step') ?? '',
      }),
    ) ?? otp
  )
}

/** Settings are `30;6`; `30;S` is Steam's own kind of code. */
function fromTray(read: Read, label: string): string {
  const seed = read('TOTP Seed')
  const [period, digits] = read('TOTP Settings').split(';')
  if (seed === '' || ((period ?? '30') === '30' && (digits ?? '6') === '6')) return seed
  if (digits === 'S') return `steam://${seed}`
  return tried(() => uriOf(seed, label, { period: period ?? '', digits: digits ?? '' })) ?? seed
}

function fromKeePass(read: Read, label: string): string {
  const secret = read('TimeOtp-Secret-Base32') || otherForm(read)
  if (secret === '') return ''
  const settings = {
    algorithm: read('TimeOtp-Algorithm').replace(/^HMAC-?/i, ''),
    digits: read('TimeOtp-Length'),
    period: read('TimeOtp-Period'),
  }
  return Object.values(settings).every((each) => each === '')
    ? secret
    : (tried(() => uriOf(secret, label, settings)) ?? secret)
}

function otherForm(read: Read): string {
  const forms = [
    ['TimeOtp-Secret-Hex', 'hex'],
    ['TimeOtp-Secret-Base64', 'base64'],
    ['TimeOtp-Secret', 'text'],
  ] as const
  for (const [name, form] of forms) {
    const written = read(name)
    if (written !== '') return tried(() => base32Of(written, form)) ?? written
  }
  return ''
}

function tried(make: () => string | undefined): string | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
