import { createDocument, raiseFlag, resolveFlag, verificationChecks, verifyDocument } from '#contract/documents.ts'
import { Email, Slug, TimeZone } from '#contract/values.ts'
import { marked } from 'marked'
import { readdirSync, readFileSync } from 'node:fs'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import {
  asItWas,
  type DemoDocument,
  type DemoOrganization,
  organizations,
  people,
  type PersonKey,
  textPath,
} from '../../client/demo/organization.ts'

const folder = new URL('../../client/demo/', import.meta.url)
const textOf = (organization: DemoOrganization, document: DemoDocument) =>
  readFileSync(new URL(textPath(organization, document), folder), 'utf8')

const citations = (text: string) =>
  [...text.matchAll(/\[\[([A-Z]{2})-(\d+)\]\]/g)].map(([, kind, number]) => `${kind}-${number}`)

/** Every document with its organization and text, for promises about all of them. */
const all = organizations.flatMap((organization) =>
  organization.documents.map((document) => ({
    name: `${organization.slug} ${document.reference}`,
    organization,
    document,
    text: textOf(organization, document),
  })),
)
const runbooks = all.filter(({ document }) => document.reference.startsWith('RB'))
const systems = all.filter(({ document }) => document.reference.startsWith('SY'))
const calderWick = organizations[0] as DemoOrganization

// --- The texts -------------------------------------------------------------------------------------------------------

test('every document has a file, and every file a document', () => {
  const files = readdirSync(new URL('texts/', folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `texts/${path}`)
  expect(files.sort()).toEqual(all.map(({ organization, document }) => textPath(organization, document)).sort())
  expect(all.length).toBeGreaterThan(60)
})

test.each(organizations)('$name: systems come first, and numbers run from 1 without a gap', ({ documents }) => {
  const references = documents.map(({ reference }) => reference)
  const count = (kind: string) => references.filter((reference) => reference.startsWith(kind)).length
  const expected = (kind: string) =>
    Array.from({ length: count(kind) }, (_, index) => `${kind}-${String(index + 1).padStart(2, '0')}`)
  expect(references).toEqual([...expected('SY'), ...expected('RB')])
})

test.each(organizations)(
  '$name: each document was created after those before it, and relates to such',
  ({ documents }) => {
    documents.forEach((document, index) => {
      const before = documents.slice(0, index)
      const created = document.revisions[0].daysAgo
      expect(before.at(-1)?.revisions[0].daysAgo ?? Infinity, document.reference).toBeGreaterThanOrEqual(created)
      expect(before.map(({ reference }) => reference)).toEqual(expect.arrayContaining([...document.related]))
      // The first is the system that a runbook belongs to.
      if (document.reference.startsWith('RB')) expect(document.related[0]).toMatch(/^SY-/)
    })
  },
)

test.each(all)('$name reads as Markdown that shows as it was meant', ({ document, text }) => {
  const kinds = new Set<string>()
  const indentedCode: string[] = []
  void marked.walkTokens(marked.lexer(text), (token) => {
    kinds.add(token.type)
    if (token.type === 'code' && token['codeBlockStyle'] === 'indented') indentedCode.push(token.raw)
  })
  expect(indentedCode).toEqual([])
  expect(kinds).not.toContain('html')
  expect(kinds).not.toContain('image')
  expect(text.startsWith(`# ${document.title}\n`)).toBe(true)
  expect(text.match(/^# /gm)).toHaveLength(1)
  expect(text.endsWith('\n')).toBe(true)
  expect(text).not.toMatch(/\t| +\n|\r/)
})

test.each(runbooks)('$name says when to use it, has steps with results, and when to stop and call', ({ text }) => {
  expect(text.split('\n')[1]).toMatch(/^> Use this when /)
  const steps = [...text.matchAll(/^- \[ \] .*$/gm)].map(([step]) => step)
  expect(steps.length).toBeGreaterThanOrEqual(4)
  // Of the steps that do not hand over to a person or another page, most say what should be seen.
  const acts = steps.filter((step) => !/stop and call|\[\[RB-/i.test(step))
  expect(acts.filter((step) => step.includes('**Expect:**')).length).toBeGreaterThanOrEqual(acts.length / 2)
  expect(text).toMatch(/\*\*stop and call/i)
  // A step is a task of a list for the parser too, not a line that looks like one.
  let tasks = 0
  void marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === 'list_item' && token['task']) tasks++
  })
  expect(tasks).toBe(steps.length)
})

test.each(systems)('$name says who depends on it, what breaks first, and what to do', ({ text }) => {
  for (const heading of [
    '## Where',
    '## Who depends on it',
    '## What breaks first',
    '## If it is down',
    '## Who to call',
  ])
    expect(text).toContain(`\n${heading}\n`)
  const ifDown = text.split('\n## If it is down\n')[1]?.split('\n## ')[0] ?? ''
  expect(citations(ifDown).filter((reference) => reference.startsWith('RB'))).not.toEqual([])
})

test.each(all)('$name cites only what exists in its organization, or kinds that are still to come', (one) => {
  const known = new Set<string>(one.organization.documents.map(({ reference }) => reference))
  for (const reference of citations(one.text)) {
    if (/^(?:RB|SY)-/.test(reference)) expect(known, reference).toContain(reference)
    else expect(reference).toMatch(/^(?:CR|VN|DG)-\d\d$/)
  }
  // Nothing in double brackets escaped the pattern above.
  expect(one.text.match(/\[\[/g) ?? []).toHaveLength(citations(one.text).length)
  expect(citations(one.text)).not.toContain(one.document.reference)
  for (const reference of one.document.related) expect(known, reference).toContain(reference)
})

test.each(runbooks.filter(({ document }) => !document.archived))(
  '$name can be found: a system or another runbook leads to it',
  ({ organization, document }) => {
    const leads = all.filter(
      (one) => one.organization === organization && citations(one.text).includes(document.reference),
    )
    expect(leads.map(({ name }) => name)).not.toEqual([])
  },
)

describe('nothing in the demo points at anybody real', () => {
  test.each(all)('$name', ({ text }) => {
    const inRange = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.|^0\.0\.0\.0$/ // RFC 5737; 0.0.0.0 is "any"
    for (const [address] of text.matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g)) expect(address).toMatch(inRange)
    for (const [number] of text.matchAll(/\b0\d{3,4}[ -]?\d{3}[ -]?\d{3}\b/g))
      expect(number).toMatch(/^(?:01632 960|07700 900) \d{3}$/) // Ofcom's numbers for drama
    for (const [mac] of text.matchAll(/\b[0-9A-F]{2}(?:[-:][0-9A-F]{2}){5}\b/gi))
      expect(mac).toMatch(/^00-00-5E-00-53-/)
    for (const [, host] of text.matchAll(/[\w.]+@([\w.-]+\w)/g)) expect(host).toMatch(/\.example\.(?:com|net|org)$/)
  })
  test.each(Object.values(people))('$name', ({ email }) => {
    expect(email).toMatch(/\.example\.(?:com|net|org)$/)
  })
})

test.each(all)('$name holds no secret', ({ text }) => {
  expect(text).not.toMatch(/(?:password|passphrase|secret|pin|token|psk)\b\s*[:=]\s*\S/i)
  expect(text).not.toMatch(/AsPlainText|BEGIN [A-Z ]*PRIVATE KEY/)
})

// --- Earlier texts ---------------------------------------------------------------------------------------------------

test.each(all)('$name: each revision changed something, and the last one is the file', ({ document, text }) => {
  const texts = document.revisions.map(({ earlier }) => (earlier ? asItWas(text, earlier) : text))
  expect(new Set(texts).size).toBe(texts.length)
  expect(texts.at(-1)).toBe(text)
  for (const then of texts) expect(then).toMatch(new RegExp(`^# ${document.title.replace(/[^\w ]/g, '.')}\n[^]+\n$`))
})

test('an earlier text drops whole sections and whole steps, and refuses what is not there', () => {
  const text = '# T\n> Use\n\n## A\n- [ ] one\n      `x`\n- [ ] two\n\n## B\nlast\n'
  expect(asItWas(text, { without: ['- [ ] one'] })).toBe('# T\n> Use\n\n## A\n- [ ] two\n\n## B\nlast\n')
  expect(asItWas(text, { without: ['## B'] })).toBe('# T\n> Use\n\n## A\n- [ ] one\n      `x`\n- [ ] two\n')
  expect(asItWas(text, { without: ['## A'], instead: [['last', 'first']] })).toBe('# T\n> Use\n\n## B\nfirst\n')
  expect(() => asItWas(text, { without: ['## C'] })).toThrow('## C')
  expect(() => asItWas(text, { instead: [['[ ]', '[x]']] })).toThrow('Not exactly once')
})

// --- People and access -----------------------------------------------------------------------------------------------

const memberOf = (organization: DemoOrganization, person: PersonKey) =>
  organization.members.find((member) => member.person === person)

/** How far a person reached into a document so many days ago: PRODUCT.md's table, and the grants. */
function levelOf(organization: DemoOrganization, document: DemoDocument, person: PersonKey, daysAgo: number) {
  const member = memberOf(organization, person)
  if (!member || member.joinedDaysAgo < daysAgo || (member.leftDaysAgo ?? -1) > daysAgo) return 'none'
  const restricted = organization.collections.find(({ name }) => name === document.collection)?.restricted
  if (member.role === 'owner' || member.role === 'admin') return 'edit'
  const granted = organization.grants
    .filter(({ to, on, givenDaysAgo }) => {
      const covers = 'collection' in on ? on.collection === document.collection : on.document === document.reference
      return to === person && covers && givenDaysAgo >= daysAgo
    })
    .map(({ level }) => level)
  if (granted.includes('edit') || (member.role === 'editor' && !restricted)) return 'edit'
  return granted.includes('view') || (member.role === 'reader' && !restricted) ? 'view' : 'none'
}

test.each(organizations)('$name has one in-house party, an owner, and grants that make sense', (organization) => {
  expect(organization.parties.filter(({ side }) => side === 'in_house')).toHaveLength(1)
  expect(organization.members[0].role).toBe('owner')
  expect(new Set(organization.members.map(({ person }) => person)).size).toBe(organization.members.length)
  const sides = new Map(organization.parties.map(({ name, side }) => [name, side]))
  for (const { person, party, role } of organization.members)
    expect(sides.get(party), person).toBe({ technician: 'partner', auditor: 'outside' }[role as string] ?? 'in_house')
  for (const grant of organization.grants) {
    const member = memberOf(organization, grant.to)
    expect(member?.joinedDaysAgo).toBeGreaterThanOrEqual(grant.givenDaysAgo)
    if (member?.role === 'technician') expect(grant.endsInDays, 'a technician’s grant has an end').toBeGreaterThan(0)
    expect(['owner', 'admin']).toContain(memberOf(organization, grant.by)?.role)
    if ('collection' in grant.on)
      expect(organization.collections.map(({ name }) => name)).toContain(grant.on.collection)
    else {
      const { document: reference } = grant.on
      const document = organization.documents.find((one) => one.reference === reference)
      expect(document?.revisions[0].daysAgo).toBeGreaterThanOrEqual(grant.givenDaysAgo)
    }
  }
})

test.each(all)('$name: whoever acted was there and allowed to', ({ organization, document }) => {
  const level = (person: PersonKey, daysAgo: number) => levelOf(organization, document, person, daysAgo)
  const [created] = document.revisions
  const keepers = [document.owner, ...(document.deputy ? [document.deputy] : [])]
  expect(new Set(keepers).size).toBe(keepers.length)
  for (const keeper of keepers) expect(level(keeper, created.daysAgo), keeper).not.toBe('none')
  for (const { by, daysAgo } of document.revisions) expect(level(by, daysAgo), `saved by ${by}`).toBe('edit')
  for (const { by, daysAgo } of document.verified) {
    expect(keepers, 'only owner and deputy verify').toContain(by)
    expect(level(by, daysAgo), `verified by ${by}`).not.toBe('none')
  }
  for (const { by, daysAgo, resolved } of document.flags ?? []) {
    expect(level(by, daysAgo), `reported by ${by}`).not.toBe('none')
    if (resolved) expect(level(resolved.by, resolved.daysAgo)).toBe('edit')
    if (resolved) expect(resolved.daysAgo).toBeLessThanOrEqual(daysAgo)
  }
  if (document.archived) expect(level(document.archived.by, document.archived.daysAgo)).toBe('edit')
  for (const [person, days] of Object.entries(document.opened ?? {}) as [PersonKey, readonly number[]][]) {
    expect(new Set(days).size).toBe(days.length)
    for (const daysAgo of days) {
      expect(daysAgo).toBeLessThan(90)
      expect(daysAgo).toBeLessThanOrEqual(created.daysAgo)
      expect(level(person, daysAgo), `opened by ${person} ${daysAgo} days ago`).not.toBe('none')
    }
  }
  for (const person of document.pinnedBy ?? []) expect(level(person, 0), `pinned by ${person}`).not.toBe('none')
  for (const acts of [document.revisions, document.verified]) {
    const days = acts.map(({ daysAgo }) => daysAgo)
    expect(days).toEqual([...days].sort((a, b) => b - a))
    for (const day of days) expect(day).toBeLessThanOrEqual(created.daysAgo)
  }
})

test.each(all)('$name is taken by the API as it stands', ({ organization, document, text }) => {
  const id = v7()
  const on = { slug: organization.slug, reference: document.reference }
  const { title, summary, tags, criticality, intervalDays } = document
  const kind = document.reference.startsWith('RB') ? 'runbook' : 'system'
  const related = [...document.related]
  const body = { title, summary, body: text, tags: [...tags], criticality, intervalDays, related }
  const taken = createDocument.input.parse({ slug: on.slug, id, kind, collectionId: id, ...body })
  expect(taken).toMatchObject({ ...body, tags: [...tags].sort() })
  for (const { note = '' } of document.verified)
    verifyDocument.input.parse({ ...on, revision: 1, checks: [...verificationChecks[kind]], note })
  for (const { sentence, resolved } of document.flags ?? []) {
    raiseFlag.input.parse({ ...on, text: sentence })
    resolveFlag.input.parse({ ...on, flagId: id, note: resolved?.note ?? '' })
  }
  expect(Slug.parse(on.slug) && TimeZone.parse(organization.timeZone)).toBeTruthy()
  for (const { email } of Object.values(people)) expect(Email.parse(email)).toBe(email)
})

// --- How it looks today ----------------------------------------------------------------------------------------------

/** PRODUCT.md, "Freshness, exactly", with days before today; flags and citations of archived documents only. */
function stateOf(organization: DemoOrganization, document: DemoDocument, text: string): string {
  const last = document.verified.at(-1)
  if (document.flags?.some(({ resolved }) => !resolved)) return 'suspect: flag'
  const cites = citations(text)
  const archivedSince = organization.documents.find(
    ({ reference, archived }) => archived && cites.includes(reference) && last && archived.daysAgo < last.daysAgo,
  )
  if (archivedSince) return `suspect: ${archivedSince.reference} archived`
  if (!last) return 'unverified'
  const daysLeft = document.intervalDays - last.daysAgo
  const lead = Math.min(Math.max(7, Math.ceil(document.intervalDays / 5)), 30, document.intervalDays - 1)
  return daysLeft < 0 ? `overdue ${-daysLeft}` : daysLeft <= lead ? `due ${daysLeft}` : 'verified'
}
const living = all.filter(({ document }) => !document.archived)
const statesOf = (slug: string) =>
  new Map(
    living
      .filter(({ organization }) => organization.slug === slug)
      .map(({ organization, document, text }) => [document.reference as string, stateOf(organization, document, text)]),
  )
const notVerified = (slug: string) =>
  Object.fromEntries([...statesOf(slug)].filter(([, state]) => state !== 'verified'))

test('Calder & Wick looks as DESIGN-LANGUAGE §14 says', () => {
  expect(notVerified('calder-wick')).toEqual({
    'RB-04': 'due 12',
    'RB-09': 'suspect: flag',
    'RB-14': 'due 6',
    'RB-15': 'due 21',
    'RB-21': 'overdue 4',
    'RB-22': 'suspect: RB-20 archived',
    'RB-27': 'unverified',
    'RB-30': 'overdue 40',
    'RB-33': 'unverified',
    'SY-07': 'due 15',
  })
  const states = [...statesOf('calder-wick').values()]
  const share = states.filter((state) => state === 'verified').length / states.length
  expect(share).toBeGreaterThan(0.7)
  expect(share).toBeLessThan(0.8)
})

test('the smaller organizations have something to do too', () => {
  expect(notVerified('fennel-rye')).toEqual({ 'RB-02': 'due 10', 'RB-03': 'unverified', 'RB-06': 'overdue 9' })
  expect(notVerified('orchard-row')).toEqual({ 'RB-02': 'suspect: flag', 'RB-05': 'overdue 31', 'SY-03': 'due 25' })
})

test('one document was edited since it was verified, one has no owner, one cites what was archived', () => {
  const edited = living.filter(({ document }) => {
    const [saved, verified] = [document.revisions.at(-1), document.verified.at(-1)]
    return saved && verified && saved.daysAgo < verified.daysAgo
  })
  expect(edited.map(({ name }) => name)).toEqual(['calder-wick RB-12'])
  const isGone = (organization: DemoOrganization, person: PersonKey) =>
    memberOf(organization, person)?.leftDaysAgo !== undefined
  const orphans = living.filter(
    ({ organization, document }) =>
      isGone(organization, document.owner) && (!document.deputy || isGone(organization, document.deputy)),
  )
  expect(orphans.map(({ name }) => name)).toEqual(['calder-wick RB-30'])
  const archived = calderWick.documents.filter((document) => document.archived).map(({ reference }) => reference)
  expect(archived).toEqual(['RB-02', 'RB-20'])
  const citing = living.filter(
    ({ organization, text }) =>
      organization === calderWick && citations(text).some((cited) => archived.some((one) => one === cited)),
  )
  expect(citing.map(({ name }) => name)).toEqual(['calder-wick RB-22'])
})

test('six reviews wait for Priya: what she owns or deputises for, and what nobody owns', () => {
  const states = statesOf('calder-wick')
  const waiting = calderWick.documents.filter(
    ({ reference, owner, deputy }) =>
      (states.get(reference) ?? 'verified') !== 'verified' &&
      [owner, deputy].some((who) => who === 'priya' || who === 'graham'),
  )
  expect(waiting.map(({ reference }) => reference)).toEqual(['SY-07', 'RB-09', 'RB-14', 'RB-21', 'RB-22', 'RB-30'])
})

test.each(
  organizations.flatMap((organization) => organization.missedSearches.map((search) => ({ ...search, organization }))),
)('nobody finds “$text”', ({ text, organization, by, daysAgo }) => {
  expect(memberOf(organization, by)?.joinedDaysAgo).toBeGreaterThanOrEqual(daysAgo)
  const words = text.toLowerCase().split(' ')
  const hits = living.filter((one) => {
    const searched = `${one.text} ${one.document.summary} ${one.document.tags.join(' ')}`.toLowerCase()
    return one.organization === organization && words.every((word) => searched.includes(word))
  })
  expect(hits.map(({ name }) => name)).toEqual([])
})
