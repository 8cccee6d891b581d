import { afterEach, describe, expect, test } from 'vitest'
import type { Document, DocumentChip } from '#contract/documents.ts'
import type { Membership } from '#contract/accounts.ts'
import { askReason, needsReason } from '../../client/features/credentials/ask-reason.ts'
import { clockWords } from '../../client/features/incidents/clock.ts'
import { currentIncident, incidentReason, setCurrentIncident } from '../../client/features/incidents/current.ts'
import { startFrom } from '../../client/features/incidents/dialogs.ts'
import { readFilters } from '../../client/features/incidents/incident-filters.ts'
import { kitOf } from '../../client/features/incidents/kit.ts'
import { incidentActions } from '../../client/features/search/palette-actions.ts'
import { readQuery } from '../../client/features/search/palette-query.ts'

const incident = {
  slug: 'calder-wick',
  reference: 'IN-52',
  title: 'Internet down',
  openedAt: '2026-03-02T02:14:00.000Z',
}
afterEach(() => setCurrentIncident(undefined))

test.each([
  [-3, '00:00:00'],
  [0, '00:00:00'],
  [59.9, '00:00:59'],
  [252, '00:04:12'],
  [3_600, '01:00:00'],
  [363_599, '100:59:59'],
])('%s seconds are %s on the clock', (seconds, words) => {
  expect(clockWords(seconds)).toBe(words)
})

describe('while in an incident', () => {
  const of = { slug: 'calder-wick', reference: 'CR-31', title: 'FortiGate admin' }

  test('a guarded secret asks for no reason: the incident is the reason, and the ticket', async () => {
    setCurrentIncident(incident)
    expect(needsReason('calder-wick', 'guarded')).toBe(false)
    expect(await askReason({ ...of, secretClass: 'guarded' })).toEqual({
      reason: 'IN-52 Internet down',
      ticket: 'IN-52',
    })
  })

  test('what needs no reason is written into it all the same', async () => {
    setCurrentIncident(incident)
    expect(await askReason({ ...of, secretClass: 'standard' })).toEqual({
      reason: 'IN-52 Internet down',
      ticket: 'IN-52',
    })
    setCurrentIncident(undefined)
    expect(await askReason({ ...of, secretClass: 'standard' })).toEqual({})
  })

  test('break-glass still asks, and so does every other organization', () => {
    setCurrentIncident(incident)
    expect(needsReason('calder-wick', 'break_glass')).toBe(true)
    expect(needsReason('fennel-rye', 'guarded')).toBe(true)
    expect(incidentReason('fennel-rye')).toBeUndefined()
    expect(currentIncident('fennel-rye')).toBeUndefined()
  })

  test('the longest title still makes a reason that the log takes', () => {
    setCurrentIncident({ ...incident, title: 'x'.repeat(200) })
    expect(incidentReason('calder-wick')?.reason).toHaveLength(200)
  })
})

test.each([
  ['/o/calder-wick/runbooks/RB-14', { runbook: 'RB-14' }],
  ['/o/calder-wick/systems/SY-01', { system: 'SY-01' }],
  ['/o/calder-wick/systems/new', {}],
  ['/o/calder-wick/systems', {}],
  ['/o/fennel-rye/systems/SY-01', {}],
  ['/home', {}],
])('on %s an incident starts from %o', (path, about) => {
  expect(startFrom('calder-wick', path)).toEqual({ is: 'start', slug: 'calder-wick', ...about })
})

test('the kit has what the steps mention first, each once, and nothing that is archived', () => {
  const chip = (reference: string, kind: string, archived = false) =>
    ({ reference, kind, archived }) as unknown as DocumentChip
  const runbook = {
    kind: 'runbook',
    cited: [chip('CR-31', 'credential'), chip('VN-07', 'vendor'), chip('CR-02', 'credential', true)],
    related: [chip('SY-01', 'system'), chip('CR-32', 'credential')],
    usedIn: [chip('DG-09', 'diagram')],
  } as unknown as Document
  const system = {
    kind: 'system',
    cited: [],
    related: [chip('VN-07', 'vendor'), chip('VN-04', 'vendor')],
    usedIn: [chip('DG-02', 'diagram')],
  } as unknown as Document
  const { credentials, vendors, diagrams } = kitOf([runbook, system])
  const names = (chips: readonly DocumentChip[]) => chips.map(({ reference }) => reference as string)
  expect(names(credentials)).toEqual(['CR-31', 'CR-32'])
  expect(names(vendors)).toEqual(['VN-07', 'VN-04'])
  expect(names(diagrams)).toEqual(['DG-02'])
})

test('the palette starts one, and in one opens, notes and ends it', () => {
  const here = { slug: 'calder-wick', role: 'editor' } as unknown as Membership
  const labels = (membership: Membership) => incidentActions(membership, []).map(({ label }) => label)
  expect(labels(here)).toEqual(['Start incident', 'See all incidents'])
  expect(labels({ ...here, role: 'auditor' })).toEqual(['See all incidents'])
  setCurrentIncident(incident)
  expect(labels(here)).toEqual([
    'Open IN-52 Internet down',
    'Add a note to incident IN-52',
    'End incident IN-52',
    'See all incidents',
  ])
  expect(readQuery('! end')).toEqual({ mode: 'incidents', words: 'end', hasFilter: false })
})

test('a list’s address that makes no sense filters nothing', () => {
  const read = (query: string) => readFilters(new URLSearchParams(query))
  expect(read('state=open&severity=critical&system=SY-01&sort=seconds')).toEqual({
    text: '',
    state: 'open',
    severity: 'critical',
    system: 'SY-01',
    sort: { by: 'seconds', isDescending: false },
  })
  expect(read('state=half&severity=dire&system=RB-14&sort=moon')).toEqual({
    text: '',
    state: undefined,
    severity: undefined,
    system: undefined,
    sort: { by: 'openedAt', isDescending: true },
  })
})
