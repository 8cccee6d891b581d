import { beforeEach, describe, expect, test, vi } from 'vitest'
import { factsOf } from '#contract/markdown.ts'
import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import type { Reference } from '#contract/values.ts'
import {
  keepNotSecrets,
  markOf,
  moveNotSecrets,
  notSecretsIn,
} from '../../client/features/documents/editor/not-secrets.ts'
import { putEverywhere, putReference } from '../../client/features/documents/editor/put-reference.ts'
import { secretsIn, secretsInSlices } from '../../client/features/documents/editor/secrets-in-fields.ts'
import { awsKey, pem } from '../support/made-secrets.ts'

const reference = 'CR-31' as Reference
const secret = 'Kq8vT2pX'

describe('a reference takes the place of a secret', () => {
  const key = pem('PRIVATE KEY', 3)
  test.each([
    ['in a sentence', `Password: ${secret}, then Enter.`, 'Password: [[CR-31]], then Enter.'],
    ['in quotes', `password = "${secret}"`, 'password = "[[CR-31]]"'],
    ['alone in code', `Password: \`${secret}\` (new)`, 'Password: [[CR-31]] (new)'],
    ['alone in code with two ticks', `Password: \`\` ${secret} \`\``, 'Password: [[CR-31]]'],
    ['among other code', `\`mysql -p${secret} db\` starts it`, '`mysql -pCR-31 db` ([[CR-31]]) starts it'],
    ['after code', `\`login\`, password ${secret}`, '`login`, password [[CR-31]]'],
    ['alone in a block', `Key:\n\n\`\`\`\n${key}\n\`\`\`\n\nEnd`, 'Key:\n\n[[CR-31]]\n\nEnd', key],
    [
      'alone in a block of a list',
      `1. Key:\n\n   \`\`\`text\n   ${secret}\n   \`\`\`\n2. Go`,
      '1. Key:\n\n   [[CR-31]]\n2. Go',
    ],
    [
      'among other lines of a block',
      `~~~sh\nlogin\nexport PASSWORD=${secret}\n~~~\nEnd`,
      '~~~sh\nlogin\nexport PASSWORD=CR-31\n~~~\n\n[[CR-31]]\nEnd',
    ],
    [
      'in a quoted block',
      `> \`\`\`\n> PASSWORD=${secret}\n> \`\`\`\n`,
      '> ```\n> PASSWORD=CR-31\n> ```\n>\n> [[CR-31]]\n',
    ],
    ['in a block that never ends', `\`\`\`\nPASSWORD=${secret}\n`, '```\nPASSWORD=[[CR-31]]\n'],
    ['after a block', `\`\`\`\nx\n\`\`\`\nPassword: ${secret}`, '```\nx\n```\nPassword: [[CR-31]]'],
    ['in a cell', `| Password | ${secret} |`, '| Password | [[CR-31]] |'],
  ])('%s', (_where, before, after, value = secret) => {
    const from = before.indexOf(value)
    expect(putReference(before, { from, to: from + value.length }, reference)).toBe(after)
  })

  test.each([
    `Password: \`${secret}\``,
    `\`curl -u admin:${secret} https://x\``,
    `\`\`\`\npassword: ${secret}\n\`\`\`\n`,
    `Key:\n\n\`\`\`\n${key}\n\`\`\`\n`,
    `- Login\n\n  \`\`\`\n  password: ${secret}\n  token\n  \`\`\`\n\n  and on`,
  ])('whatever stood around it, the text cites the credential then, and has no secret: %j', (before) => {
    const [found] = scanForSecrets(before)
    if (!found) throw new Error('Nothing found to begin with')
    const after = putReference(before, found, reference)
    expect(factsOf(after).references).toEqual(['CR-31'])
    expect(scanForSecrets(after)).toEqual([])
  })
})

test('code that has the secret twice is followed by one reference', () => {
  const text = `\`\`\`\nPASSWORD=${secret}\nDB_PASSWORD=${secret}\n\`\`\`\n`
  const after = scanForSecrets(text).reduceRight((sofar, place) => putReference(sofar, place, reference), text)
  expect(after).toBe('```\nPASSWORD=CR-31\nDB_PASSWORD=CR-31\n```\n\n[[CR-31]]\n')
})

test('it goes wherever the same secret stands, and from nowhere else', async () => {
  const texts = {
    title: 'Door',
    summary: `password: ${secret}`,
    body: `Type \`${secret}\`.\n\npassword: ${secret}\n\nNot ${secret}9, nor X${secret}.`,
    note: '',
  }
  const found = (await secretsIn(texts)).filter(({ value }) => value === secret)
  expect(putEverywhere(texts, secret, found, reference)).toEqual({
    title: 'Door',
    summary: 'password: CR-31',
    body: `Type [[CR-31]].\n\npassword: [[CR-31]]\n\nNot ${secret}9, nor X${secret}.`,
    note: '',
  })
  const pin = { title: 'Door', summary: '', body: 'PIN: 4711. Call 4711 for help.', note: '' }
  expect(putEverywhere(pin, '4711', await secretsIn(pin), reference).body).toBe('PIN: [[CR-31]]. Call 4711 for help.')
})

test('secrets are told by field, and the same at once as in slices', async () => {
  const texts = { title: 'Relay', summary: `password: ${secret}`, body: `# Relay\n\n${awsKey()}\n`, note: '' }
  const found = await secretsIn(texts)
  expect(found.map(({ field, rule, line, value }) => [field, rule, line, value])).toEqual([
    ['summary', 'password', 1, secret],
    ['body', 'aws-access-key', 3, awsKey()],
  ])
  expect(await secretsInSlices(texts, new AbortController().signal)).toEqual(found)
})

test('slices stop when they are given up', async () => {
  const giveUp = new AbortController()
  const body = 'password: a1b2c3d4x '.repeat(10_000)
  const slices = secretsInSlices({ title: '', summary: '', body: body + body, note: '' }, giveUp.signal)
  giveUp.abort()
  // A machine may be fast enough to be done in the first slice.
  expect([undefined, 200]).toContain((await slices)?.length)
})

describe('what is no secret is remembered', () => {
  beforeEach(() => {
    const kept = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
      get all() {
        return JSON.stringify([...kept])
      },
    })
    return () => vi.unstubAllGlobals()
  })

  test('for one document, by no more than its rule and 16 bits', () => {
    keepNotSecrets('org/RB-14', new Set([markOf('password', secret)]))
    expect(notSecretsIn('org/RB-14')).toEqual(new Set([markOf('password', secret)]))
    expect(notSecretsIn('org/RB-15')).toEqual(new Set())
    expect(markOf('password', secret)).toMatch(/^password:[0-9a-f]{1,4}$/)
    expect(markOf('password', secret)).not.toBe(markOf('password', `${secret}1`))
    expect((localStorage as unknown as { all: string }).all).not.toContain(secret)
  })

  test('and goes along when a new document gets its reference', () => {
    keepNotSecrets('org/new runbook', new Set(['password:1']))
    moveNotSecrets('org/new runbook', 'org/RB-40')
    expect(notSecretsIn('org/RB-40')).toEqual(new Set(['password:1']))
    expect(notSecretsIn('org/new runbook')).toEqual(new Set())
    moveNotSecrets('org/RB-40', 'org/RB-40')
    expect(notSecretsIn('org/RB-40')).toEqual(new Set(['password:1']))
  })

  test('or not, where storage holds nonsense or is forbidden', () => {
    localStorage.setItem('runkeep.no-secret.org/RB-14', '{"a":1')
    expect(notSecretsIn('org/RB-14')).toEqual(new Set())
    vi.stubGlobal('localStorage', undefined)
    expect(notSecretsIn('org/RB-14')).toEqual(new Set())
    expect(() => keepNotSecrets('org/RB-14', new Set(['password:1']))).not.toThrow()
  })
})
