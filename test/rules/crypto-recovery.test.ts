import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { CardError, IntegrityError, type CardFault } from '#contract/crypto/errors.ts'
import { fingerprintWords } from '#contract/crypto/fingerprint.ts'
import { identityFrom } from '#contract/crypto/keys.ts'
import { readCard, writeCard, type Card } from '#contract/crypto/recovery-card.ts'
import { checkCard, combineCards, commitmentTo, makeKit, type Kit } from '#contract/crypto/recovery.ts'
import { sodiumReady } from '#contract/crypto/sodium.ts'
import { cardBlocks } from '../../client/features/recovery/card-blocks.ts'
import { expectIntegrityError, readVectors, type Outcome } from '../vectors/read-vectors.ts'
import * as cards from '../vectors/second-opinion-cards.ts'
import * as second from '../vectors/second-opinion.ts'

const { hex, seq, unhex } = second

type Stated = { orgId: string; organizationId: string; epoch: number; k: number; commitments: string[] } & {
  encPublicKey: string
}
type Vectors = {
  bech32m: { prefix: string; content: string; text: string }[]
  kits: (Stated & { name: string; seed: string; shares: string[]; cards: string[] })[]
  readings: {
    name: string
    typed: string
    card?: Omit<Card, 'share'> & { share: string }
    fault?: CardFault
    detail?: string
  }[]
  openings: {
    name: string
    kit: string
    changed?: Partial<Stated>
    typed: string[]
    opens?: string
    fault?: CardFault
    promise?: string
  }[]
  fingerprints: ({ orgId: string } & Outcome<{ words: string }>)[]
}
const vectors = readVectors<Vectors>('recovery')

beforeAll(() => sodiumReady)

const kitOf = ({ orgId, organizationId, epoch, k, commitments, encPublicKey }: Stated): Kit => ({
  ...{ orgId: unhex(orgId), organizationId, epoch, k },
  ...{ commitments: commitments.map(unhex), encPublicKey: unhex(encPublicKey) },
})
const kitNamed = (name: string) => vectors.kits.find((kit) => kit.name === name)!

async function failureOf(deed: () => unknown): Promise<Error> {
  try {
    await deed()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was refused')
}

describe('vectors', () => {
  test.each(vectors.kits)('the shares of $name are read, committed to and written', (kit) => {
    const { organizationId, epoch, k } = kit
    kit.shares.forEach((share, at) => {
      const card = { organizationId, epoch, k, n: kit.cards.length, index: at + 1, share: unhex(share) }
      expect(writeCard(card)).toBe(kit.cards[at])
      expect(readCard(kit.cards[at]!)).toEqual(card)
      expect(hex(commitmentTo(unhex(kit.orgId), epoch, at + 1, card.share))).toBe(kit.commitments[at])
    })
  })
  test.each(vectors.readings)('a card: $name', async ({ typed, card, fault, detail }) => {
    if (card) return expect(readCard(typed)).toEqual({ ...card, share: unhex(card.share) })
    const failure = await failureOf(() => readCard(typed))
    expect(failure).toBeInstanceOf(CardError)
    expect(failure).toMatchObject({ fault })
    if (detail) expect(failure.message).toMatch(new RegExp(`\\. ${detail}$`))
    else expect(failure.message).not.toMatch(/\. Look/)
  })
  test.each(vectors.openings)('bad-shamir-share and good: $name', async ({ kit, changed, typed, ...vector }) => {
    const stated = kitOf({ ...kitNamed(kit), ...changed })
    if (vector.opens) return expect(hex(await combineCards(typed, stated))).toBe(vector.opens)
    const failure = await failureOf(() => combineCards(typed, stated))
    expect(failure).toBeInstanceOf(vector.fault ? CardError : IntegrityError)
    if (vector.fault) expect(failure).toMatchObject({ fault: vector.fault })
    else expect(failure.message).toBe(vector.promise)
  })
  test.each(vectors.fingerprints)('a fingerprint: $orgId', ({ orgId, words, fails }) => {
    if (fails) expectIntegrityError(() => fingerprintWords(unhex(orgId)))
    else expect(fingerprintWords(unhex(orgId)).join(' ')).toBe(words)
  })
  test.each(vectors.bech32m)('the second opinion writes $text, as BIP 350 does', ({ prefix, content, text }) => {
    expect(cards.bech32m(prefix, unhex(content))).toBe(text)
  })
})

const orgId = seq(32, 0xe0)
const organizationId = '019ab3c0-7d21-7abc-8def-0123456789ab'
const anyKit = fc
  .integer({ min: 2, max: 10 })
  .chain((n) => fc.record({ k: fc.integer({ min: 2, max: n }), n: fc.constant(n) }))

test('whichever k cards of a new kit are brought, in whichever order, rebuild its seed; the second opinion agrees', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyKit,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 1_000 }),
      async (size, order, epoch) => {
        const kit = await makeKit({ orgId, organizationId, epoch }, size)
        expect(kit.cards).toHaveLength(size.n)
        const brought = kit.cards
          .map((text) => ({ text, at: order.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .slice(0, size.k)
          .map(({ text }) => text)
        const seed = await combineCards(brought, kit)
        const { enc, sign } = identityFrom(seed)
        expect([enc.publicKey, sign.publicKey]).toEqual([kit.encPublicKey, kit.signPublicKey])
        expect(hex(cards.united(brought.map((text) => readCard(text).share)))).toBe(hex(seed))
        await expect(combineCards(brought.slice(1), kit)).rejects.toMatchObject({ fault: 'too-few' })
      },
    ),
    { numRuns: 25 },
  )
})

test('what one card less gives is not the seed, and says nothing about it', async () => {
  const kit = await makeKit({ orgId, organizationId, epoch: 1 }, { k: 3, n: 3 })
  const seed = await combineCards(kit.cards, kit)
  const shares = kit.cards.map((text) => readCard(text).share)
  expect(hex(cards.united(shares.slice(1)))).not.toBe(hex(seed))
  // Whatever the third share says, these two fit a seed with it: every seed is as likely as every other.
  const seeds = [0, 1, 2].map((byte) => {
    const third = shares[0]!.slice()
    third.fill(byte, 0, 32)
    return hex(cards.united([third, ...shares.slice(1)]))
  })
  expect(new Set(seeds).size).toBe(3)
})

test('no two kits share anything', async () => {
  const [one, other] = [await newKit(), await newKit()]
  expect(hex(one.encPublicKey)).not.toBe(hex(other.encPublicKey))
  expect(one.cards.filter((card) => other.cards.includes(card))).toEqual([])
})
const newKit = (epoch = 1) => makeKit({ orgId, organizationId, epoch }, { k: 2, n: 3 })

test.each([
  [1, 3],
  [0, 2],
  [4, 3],
  [2, 11],
  [1, 1],
  [2.5, 3],
])('a kit of %d of %d cards is not made', async (k, n) => {
  await expect(makeKit({ orgId, organizationId, epoch: 1 }, { k, n })).rejects.toThrow(IntegrityError)
})

test('bad-shamir-share: no single character of a card can be another one unnoticed', async () => {
  const kit = await newKit()
  const text = kit.cards[1]!
  for (let at = 7; at < text.length; at++) {
    const typed = text.slice(0, at) + (text[at] === 'Q' ? 'P' : 'Q') + text.slice(at + 1)
    const block = Math.floor((at - 7) / 4) + 1
    const failure = await failureOf(() => checkCard(typed, kit))
    expect(failure).toMatchObject({ fault: 'mistyped' })
    expect(failure.message).toMatch(new RegExp(`Look at block ${block} again$`))
    expect(cardBlocks(typed)[block]).not.toBe(cardBlocks(text)[block])
  }
})

test('bad-shamir-share: no single bit of a share can be another one, whatever its checksum says', async () => {
  const kit = await newKit()
  const card = readCard(kit.cards[2]!)
  for (let bit = 0; bit < 33 * 8; bit++) {
    const share = card.share.slice()
    share[bit >> 3] = share[bit >> 3]! ^ (1 << (bit & 7))
    const failure = await failureOf(() => combineCards([kit.cards[0]!, writeCard({ ...card, share })], kit))
    expect(failure).toBeInstanceOf(IntegrityError)
    expect(failure.message).toBe('card 3 is the one that was made')
  }
})

test('an error about cards has nothing of them in it', async () => {
  const kit = await newKit()
  const card = readCard(kit.cards[0]!)
  const wrong = [
    kit.cards[0]!.slice(0, -1),
    `${kit.cards[0]!.slice(0, -1)}Q`,
    `${kit.cards[0]!.slice(0, -3)}QQQ`,
    writeCard({ ...card, epoch: 2 }),
    writeCard({ ...card, share: seq(33, 0) }),
  ]
  for (const typed of wrong) {
    const { message, cause } = await failureOf(() => combineCards([typed, kit.cards[1]!], kit))
    expect(cause).toBeUndefined()
    for (const block of [...cardBlocks(typed), ...cardBlocks(kit.cards[1]!)].filter((text) => text.length === 4))
      expect(message.toUpperCase()).not.toContain(block)
  }
})

test('whatever is typed is a card or a CardError', () => {
  const made = vectors.kits[0]!.cards[0]!
  const nearly = fc
    .tuple(fc.nat(made.length), fc.nat(8), fc.string({ unit: 'grapheme', maxLength: 8 }))
    .map(([at, cut, put]) => made.slice(0, at) + put + made.slice(at + cut))
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary', maxLength: 300 })), (typed) => {
      try {
        readCard(typed)
      } catch (error) {
        expect(error).toBeInstanceOf(CardError)
      }
    }),
    { numRuns: 300 },
  )
})

test('what is written is read, in blocks too, and the second opinion writes the same', () => {
  const card = anyKit.chain(({ k, n }) =>
    fc.record({
      organizationId: fc.uuid(),
      epoch: fc.integer({ min: 1, max: 0xffff_ffff }),
      k: fc.constant(k),
      n: fc.constant(n),
      index: fc.integer({ min: 1, max: n }),
      share: fc.uint8Array({ minLength: 33, maxLength: 33 }),
    }),
  )
  fc.assert(
    fc.property(card, (fields) => {
      const text = writeCard(fields)
      expect(text).toBe(cards.cardText(fields))
      expect(readCard(cardBlocks(text).join(' '))).toEqual(fields)
      expect(text).toMatch(/^RKCARD1[0-9A-Z]{98}$/)
    }),
  )
})

test('organizations that differ in a single bit of their first 66 have other words', () => {
  const words = fingerprintWords(orgId).join(' ')
  const others = Array.from({ length: 66 }, (_, bit) => {
    const other = orgId.slice()
    other[bit >> 3] = other[bit >> 3]! ^ (0x80 >> (bit & 7))
    return fingerprintWords(other).join(' ')
  })
  expect(new Set([words, ...others]).size).toBe(67)
})
