import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { randomBytes, toBase64url } from '#contract/crypto/sodium.ts'
import { apply, orgIdOf, replay } from '#contract/log/apply.ts'
import { Refused } from '#contract/log/refused.ts'
import type { LogState } from '#contract/log/state.ts'
import type { Draft, LogEntry, ReadEntry } from '#contract/log/statements.ts'
import { state } from '../../client/vault/log-writer.ts'
import { named, signed } from '../support/log.ts'
import { aPeopledLog, aPureLog, at, memberIdOf, refusalOf, signerFor, type PureLog } from '../support/pure-log.ts'

// What a server, or somebody who was a member once, could try with a log (CRYPTO.md §7).

const grant = (to: string, collection: string, level = 1): Draft => ({
  type: 'grant.set',
  grant: uuidv7(),
  member: memberIdOf(to),
  on: { collection },
  level,
})
const create = (): Draft => {
  const id = uuidv7()
  return {
    type: 'collection.create',
    collection: id,
    custody: uuidv7(),
    name: named(id, 'New').hash,
    restricted: false,
  }
}
const restrict = (collection: string): Draft => ({ type: 'policy.set', for: { collection, set: { restricted: true } } })

describe('what is hidden from a reader', () => {
  const hide = (it: PureLog, hidden: (index: number) => boolean): ReadEntry[] => {
    const hashes = hashesOf(it)
    return it.entries.map((entry, index) => (hidden(index) ? { hash: hashes[index] ?? '' } : entry))
  }

  test('keeps its place: the chain comes to the same end', () => {
    const it = aPeopledLog()
    it.state('anton', restrict(it.general))
    const people = [memberIdOf('jonas'), memberIdOf('rosa')]
    const isHidden = (index: number) => people.some((id) => it.entries[index]?.payload.includes(`"member\\":\\"${id}`))
    const state = replay(hide(it, isHidden)) as LogState
    expect(state).toMatchObject({ seq: it.log.seq, head: it.log.head, isPartial: true })
    expect(state.members.has(memberIdOf('jonas'))).toBe(false)
    expect(state.members.has(memberIdOf('anton'))).toBe(true)
  })

  test('is not the beginning, and is never a made-up hash', () => {
    const it = aPeopledLog()
    expect(() => replay(hide(it, (index) => index === 0))).toThrow(Refused)
    const entries = hide(it, (index) => index === 4)
    for (const hash of [toBase64url(randomBytes(32)), '', 'short', `${(entries[4] as { hash: string }).hash}=`]) {
      expect(refusalOf(() => replay(entries.with(4, { hash })))).toMatch(/moved-on|forged/)
    }
  })

  test('what somebody signs who is hidden is not believed', () => {
    const it = aPeopledLog()
    it.state('anton', restrict(it.general))
    // Anton's own entries.
    const joined = it.entries.findIndex(({ payload }) => payload.includes('"type":"member.add"'))
    expect(refusalOf(() => replay(hide(it, (index) => index === joined)))).toBe('not-permitted')
  })
})

describe('what a server could do to a log', () => {
  test('every entry bears its place: none can be left out, doubled or moved', () => {
    const it = aPeopledLog()
    for (const index of it.entries.keys()) {
      if (index > 0) expect(refusalOf(() => replay(it.entries.toSpliced(index - 1, 1)))).not.toBe('taken in')
      expect(refusalOf(() => replay(it.entries.toSpliced(index, 0, it.entries[index] as LogEntry)))).toBe('moved-on')
      if (index + 1 < it.entries.length) {
        const [one, other] = [it.entries[index], it.entries[index + 1]] as [LogEntry, LogEntry]
        expect(refusalOf(() => replay(it.entries.toSpliced(index, 2, other, one)))).not.toBe('taken in')
      }
    }
  })

  test('every single bit of an entry, and every truncation, is found', () => {
    const it = aPeopledLog()
    const entry = it.state('mara', grant('rosa', it.general, 2))
    const before = replay(it.entries.slice(0, -1)) as LogState
    expect(refusalOf(() => apply(before, entry))).toBe('taken in')
    const found = (changed: LogEntry) => {
      try {
        apply(before, changed)
        return false
      } catch (error) {
        return error instanceof Refused || error instanceof IntegrityError
      }
    }
    for (const field of ['payload', 'signature'] as const) {
      const bytes = Buffer.from(entry[field])
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes)
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
        const changed = { ...entry, [field]: flipped.toString('utf8') }
        expect([field, bit, found(changed)]).toEqual([field, bit, true])
      }
      for (let length = 0; length < entry[field].length; length++) {
        expect([field, length, found({ ...entry, [field]: entry[field].slice(0, length) })]).toEqual([
          field,
          length,
          true,
        ])
      }
      for (const longer of [`${entry[field]} `, ` ${entry[field]}`, `${entry[field]}A`, `${entry[field]}\n`]) {
        expect(found({ ...entry, [field]: longer })).toBe(true)
      }
    }
  })

  test('an entry of one organization says nothing in another, though the same people signed it', () => {
    const [here, there] = [aPureLog(), aPureLog('mara', 'another organization')]
    const entry = here.state('mara', create())
    expect(refusalOf(() => apply(there.log, entry))).not.toBe('taken in')
    // Also where the place is the same: the organization is in the signature.
    const { seq, prev } = JSON.parse(entry.payload) as { seq: number; prev: string }
    const [replayed] = signed({ ...here.log, seq: seq - 1, head: prev }, signerFor('mara'), [create()], at)
    expect(refusalOf(() => apply({ ...there.log, seq: seq - 1, head: prev }, replayed as LogEntry))).toBe('forged')
    expect(orgIdOf(here.entries[0]?.payload ?? '')).not.toBe(orgIdOf(there.entries[0]?.payload ?? ''))
  })

  test('reader-writes: nobody states what their role does not give them, whatever the server says', () => {
    const it = aPeopledLog()
    for (const name of ['jonas', 'rosa', 'ines', 'tariq']) {
      expect(it.refusal(name, grant('rosa', it.general))).toBe('not-permitted')
    }
    // In mara's name, with rosa's key.
    const [entry] = signed(it.log, { ...signerFor('rosa'), id: memberIdOf('mara') }, [create()], at)
    expect(refusalOf(() => apply(it.log, entry as LogEntry))).toBe('forged')
  })

  test('removed-admin-signs: what somebody states after they left is not let in, nor slipped in before', () => {
    const it = aPeopledLog()
    const early = it.log
    const place = it.entries.length
    it.state('mara', { type: 'member.remove', member: memberIdOf('anton') })
    expect(it.refusal('anton', create())).toBe('not-permitted')
    // Dated back, and for the place before: then mara's entry has another place.
    const slipped = state(early, signerFor('anton'), create(), at).entry
    expect(refusalOf(() => replay(it.entries.toSpliced(place, 0, slipped)))).toBe('moved-on')
  })

  test('a fork has another head, however long it grows', () => {
    const [one, other] = [aPeopledLog(), aPeopledLog()]
    one.state('mara', create())
    other.state('mara', create())
    expect(one.log.seq).toBe(other.log.seq)
    expect(one.log.head).not.toBe(other.log.head)
  })
})

/** The hash of each entry, from the first on. */
function hashesOf(it: PureLog): string[] {
  const hashes: string[] = []
  replay(it.entries, undefined, { each: ({ head }) => void hashes.push(head) })
  return hashes
}
