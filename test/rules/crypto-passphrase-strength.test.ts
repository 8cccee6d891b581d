import { expect, test } from 'vitest'
import { judgePassphrase } from '../../client/vault/passphrase-strength.ts'

const person = { name: 'Mara Lindqvist', email: 'mara.lindqvist@calderwick.example.com' }

test.each([
  'tangerine orbit velvet spoon',
  'correct horse battery staple',
  'kobold-lantern-river-spice',
  'x9$Kq2!vR7@pLm4w',
  'ein Käfer trinkt Benzin im Mai',
])('%s is enough', async (passphrase) => {
  const { isEnough, score, words, advice } = await judgePassphrase(passphrase, person)
  expect({ isEnough, advice }).toEqual({ isEnough: true, advice: [] })
  expect(words).toBe(score === 4 ? 'Very strong' : 'Strong')
})

test.each([
  ['short but odd', 'x9$Kq2!vR7@', 'Too short: 11 of at least 12 characters'],
  ['empty', '', 'Too short: 0 of at least 12 characters'],
  ['a common password made longer', 'Password1234!', 'Very easy to guess'],
  ['one key', 'aaaaaaaaaaaaaaaa', 'Guessed at once'],
  ['a row of keys', 'qwertyuiop[]asdf', 'Too easy to guess'],
  ['a name', 'maralindqvist', undefined],
  ['a name and a year', 'maralindqvist2026', undefined],
  ['the address', 'mara.lindqvist@calderwick.example.com', undefined],
  ['the product', 'runkeeprunkeep', undefined],
  ['twelve that are six after NFKC', 'e\u0301'.repeat(6), 'Too short: 6 of at least 12 characters'],
])('%s is not enough, and it says what would be', async (_name, passphrase, words) => {
  const strength = await judgePassphrase(passphrase, person)
  expect(strength.isEnough).toBe(false)
  expect(strength.score).toBeLessThan(3)
  if (words) expect(strength.words).toBe(words)
  expect(strength.advice.length).toBeGreaterThan(0)
})

test('what is easy to guess for one person is not for another', async () => {
  const passphrase = 'ottilie vanderbrugge'
  const own = { name: 'Ottilie Vanderbrugge', email: 'ov@example.com' }
  expect((await judgePassphrase(passphrase, own)).isEnough).toBe(false)
  expect((await judgePassphrase(passphrase, person)).isEnough).toBe(true)
})

test('somebody without a name yet is judged, too', async () => {
  expect((await judgePassphrase('tangerine orbit velvet spoon', { name: '', email: '' })).isEnough).toBe(true)
})

test('advice has our voice', async () => {
  const all: string[] = []
  for (const passphrase of [
    'aaaaaaaaaaaaaaaa',
    'Password1234!',
    'qwertyuiop[]asdf',
    'maralindqvist',
    'abcabcabcabcabc',
  ]) {
    all.push(...(await judgePassphrase(passphrase, person)).advice)
  }
  expect(all.join(' ')).not.toMatch(/please|sorry|valid|simply|!/i)
  expect(all).toContain('It contains your name or address.')
})
