import { describe, expect, test } from 'vitest'
import type { Role } from '#contract/values.ts'
import { columnsFor, partsFor, readerOf, type Also, type Part, type Reader } from '../../client/features/home/order.ts'

const nothing: Also = { reading: 0, requests: 0, access: 0, followUps: 0, handovers: 0 }
const as = (roles: readonly Role[], also: Partial<Also> = {}, waiting = 0) =>
  readerOf(
    roles.map((role) => ({ role })),
    { also: { ...nothing, ...also }, waiting },
  )

describe('for whom the first page is', () => {
  test.each<[string, readonly Role[], Partial<Also>, number, Reader]>([
    ['an owner', ['owner'], {}, 0, 'manager'],
    ['an admin with something to read', ['admin'], { reading: 1 }, 0, 'manager'],
    ['a technician of three', ['technician', 'technician', 'technician'], {}, 4, 'technician'],
    ['who is in-house here and visits there', ['editor', 'technician'], {}, 0, 'technician'],
    ['who holds keys here and visits there', ['owner', 'technician'], {}, 0, 'manager'],
    ['somebody new', ['reader'], { reading: 1 }, 0, 'starter'],
    ['somebody new of a partner', ['technician'], { reading: 2 }, 0, 'starter'],
    ['who has something to read and work of their own', ['reader'], { reading: 1 }, 2, 'engineer'],
    ['who has something to read and a lease that runs', ['technician'], { reading: 1, access: 1 }, 0, 'technician'],
    ['who has read everything', ['reader'], {}, 0, 'engineer'],
    ['an auditor', ['auditor'], {}, 0, 'auditor'],
    ['an auditor who is to read something', ['auditor'], { reading: 1 }, 0, 'auditor'],
    ['an auditor here, an editor there', ['auditor', 'editor'], {}, 0, 'engineer'],
  ])('%s', (_name, roles, also, waiting, reader) => {
    expect(as(roles, also, waiting)).toBe(reader)
  })
})

const readers: Reader[] = ['manager', 'technician', 'starter', 'auditor', 'engineer']

describe('what comes first', () => {
  test.each<[Reader, readonly Part[]]>([
    ['engineer', ['incidents', 'systems']],
    ['technician', ['incidents', 'access', 'systems', 'reading']],
    ['manager', ['incidents', 'systems', 'requests', 'duties', 'handovers', 'reviews', 'followUps', 'deadlines']],
    ['starter', ['incidents', 'reading', 'systems']],
    ['auditor', ['incidents', 'freshness', 'duties', 'proof']],
  ])('to the %s', (reader, first) => {
    expect(partsFor(reader, false).slice(0, first.length)).toEqual(first)
  })

  test('on a phone the systems stand before everything else, and the rest stays as it is', () => {
    for (const reader of readers) {
      const [first, ...others] = partsFor(reader, true)
      expect(first).toBe('systems')
      expect(others).toEqual(partsFor(reader, false).filter((part) => part !== 'systems'))
    }
  })

  test('two columns have every part once, each in the same order', () => {
    for (const reader of readers) {
      const { above, main, side, below } = columnsFor(reader)
      const all = partsFor(reader, false)
      expect([...above, ...main, ...side, ...below].sort()).toEqual([...all].sort())
      for (const column of [main, side]) {
        const places = column.map((part) => all.indexOf(part))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
      }
    }
  })
})
