import { beforeAll, describe, expect, test } from 'vitest'
import { AccountKeys, changePassphrase } from '#contract/accounts.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { fromBase64url, sodiumReady } from '#contract/crypto/verify.ts'
import { bytes } from '#contract/values.ts'
import { keysOf, passphraseChangeAs } from '../support/keys.ts'

beforeAll(() => sodiumReady)

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** How the crypto reads it: the number of bytes, or `refused`. */
function readAs(text: string): number | 'refused' {
  try {
    return fromBase64url(text).length
  } catch (error) {
    expect(error).toBeInstanceOf(IntegrityError)
    return 'refused'
  }
}

describe('bytes as text', () => {
  test.each([16, 31, 32, 33, 64, 124])(
    'of %i bytes are taken in their one form, exactly as the crypto does',
    (length) => {
      const stem = Buffer.alloc(length, 0xa5).toString('base64url').slice(0, -1)
      for (const last of alphabet) {
        const text = stem + last
        const isTaken = bytes(length).safeParse(text).success
        expect([text, isTaken]).toEqual([text, readAs(text) === length])
      }
      // The last of 16 bytes leaves four bits over, of 32 two, of 33 none: so many letters can stand at the end.
      const taken = alphabet.split('').filter((last) => bytes(length).safeParse(stem + last).success)
      expect(taken).toHaveLength({ 0: 64, 1: 4, 2: 16 }[length % 3] as number)
    },
  )

  test.each([
    ['one more', (text: string) => `${text}A`],
    ['one less', (text: string) => text.slice(0, -1)],
    ['padding', (text: string) => `${text}=`],
    ['a line end', (text: string) => `${text}\n`],
    ['a space before', (text: string) => ` ${text}`],
    ['the other alphabet', (text: string) => `+${text.slice(1)}`],
    ['nothing', () => ''],
  ])('are not taken with %s', (_name, change) => {
    for (const length of [16, 32, 33, 124]) {
      const text = Buffer.alloc(length, 7).toString('base64url')
      expect(bytes(length).safeParse(text).success).toBe(true)
      expect(bytes(length).safeParse(change(text)).success).toBe(false)
    }
  })
})

describe('the sealed keys of an account', () => {
  const { keys } = keysOf('mara')
  const wrong = [123, 125, 0, 300].map((length) => Buffer.alloc(length, 0x45).toString('base64url'))

  test('are 124 bytes each, in an account and in a change of passphrase', () => {
    const change = passphraseChangeAs('mara', 'jonas', '2026-03-02T09:00:00.000Z')
    const { signLogin: _signLogin, ...sent } = change
    expect(AccountKeys.safeParse(keys).success).toBe(true)
    expect(changePassphrase.input.safeParse(sent).success).toBe(true)
    for (const sealed of wrong) {
      expect(AccountKeys.safeParse({ ...keys, sealedUak: sealed }).success).toBe(false)
      expect(AccountKeys.safeParse({ ...keys, sealedSeed: sealed }).success).toBe(false)
      expect(changePassphrase.input.safeParse({ ...sent, sealedUak: sealed }).success).toBe(false)
    }
  })
})
