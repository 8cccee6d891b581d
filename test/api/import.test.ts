import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { archiveDocument, listDocuments, maximumBody, openDocument, saveDocument } from '#contract/documents.ts'
import { readSource } from '../../client/cli/markdown/import-markdown.ts'
import { summaryOf, type Row } from '../../client/cli/markdown/report.ts'
import { parted } from '../../client/cli/markdown/send.ts'
import { aFolder, anInstallation, filesIn, slug, type Installation } from '../support/installation.ts'

const outcomes = (rows: readonly Row[]) => Object.fromEntries(rows.map(({ path: name, outcome }) => [name, outcome]))
const notes = (rows: readonly Row[], name: string) => rows.find((row) => row.path === name)?.notes ?? []

describe('what a file is called', () => {
  const titleOf = (name: string, text: string) =>
    readSource(filesIn({ [name]: text }))
      .dryRun()
      .find((row) => row.path === name)?.title

  test.each([
    ['its front matter', 'a.md', '---\ntitle: "Say: so"\n---\n# Other\n', 'Say: so'],
    ['its first heading', 'a.md', 'Words first.\n\n## The *first* one\n\n# Another\n', 'The first one'],
    ['its name', 'ban-an-IP_with-redis.md', 'No heading.\n', 'Ban an IP with redis'],
    ['its folder, as a README', 'redis/README.md', 'No heading.\n', 'Redis'],
    ['its name where the heading is only a section', 'disk-full.md', '## Summary\n\nWords.\n', 'Disk full'],
    ['a heading in code, which is none', 'name.md', '```\n# no\n```\n', 'Name'],
  ])('%s', (_, name, text, title) => expect(titleOf(name, text)).toBe(title))

  test('its name where many begin with the same heading', () => {
    const rows = readSource(
      filesIn({ 'a.md': '# Steps', 'b.md': '# Steps', 'c.md': '# Steps', 'd.md': '# Own' }),
    ).dryRun()
    expect(rows.map(({ title }) => title)).toEqual(['A', 'B', 'C', 'Own'])
    expect(notes(rows, 'a.md')).toEqual(['Called after its file: its first heading is only “Steps”'])
  })
})

test('nothing outside of the folder is read, and whatever is passed over is told', () => {
  const outside = filesIn({ 'secret.md': '# Secret\n', 'more/other.md': '# Other\n' })
  const folder = filesIn({
    'a.md': '# A\n',
    '.git/config.md': '# Hidden\n',
    '.hidden.md': '# Hidden\n',
    'photo.png': Buffer.from([137, 80, 78, 71]),
    'empty.md': ' \n',
    'latin.md': Buffer.from('caf\xe9', 'latin1'),
    'utf16.md': Buffer.from('\ufeff# A', 'utf16le'),
    'nul.md': 'a\0b',
    'long.md': 'x'.repeat(maximumBody + 1),
    'huge.md': 'x'.repeat(900_000),
    'ctrl\u0007.md': '# C\n',
  })
  symlinkSync(path.join(outside, 'secret.md'), path.join(folder, 'link.md'))
  symlinkSync(path.join(outside, 'more'), path.join(folder, 'linked'))
  symlinkSync(path.join(folder, 'a.md'), path.join(folder, 'same.md'))
  symlinkSync('/nowhere/at/all.md', path.join(folder, 'broken.md'))
  mkdirSync(path.join(folder, 'loop'))
  symlinkSync(folder, path.join(folder, 'loop', 'again'))
  const rows = readSource(folder).dryRun()
  expect(JSON.stringify(rows)).not.toContain('Secret')
  expect(outcomes(rows)).toEqual({
    'a.md': 'would bring',
    '.git': 'skipped',
    '.hidden.md': 'skipped',
    'photo.png': 'skipped',
    'empty.md': 'refused',
    'latin.md': 'refused',
    'utf16.md': 'refused',
    'nul.md': 'refused',
    'long.md': 'refused',
    'huge.md': 'refused',
    'ctrl\u0007.md': 'refused',
    'link.md': 'skipped',
    linked: 'skipped',
    'same.md': 'skipped',
    'broken.md': 'skipped',
    'loop/again': 'skipped',
  })
  for (const row of rows) if (row.outcome !== 'would bring') expect(row.notes, row.path).toHaveLength(1)
  expect(notes(rows, 'link.md')).toEqual(['Symbolic link out of the folder: not followed'])
  expect(notes(rows, 'latin.md')).toEqual(['Not UTF-8: save it as UTF-8'])
})

test('YAML that would grow without end, or that is none, harms nothing', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[index]}`).join(',')}]`),
  ].join('\n')
  const rows = readSource(
    filesIn({
      'bomb.md': `---\n${bomb}\n---\n# Bomb\n`,
      'torn.md': '---\ntitle: [\n---\n# Torn\n',
      'proto.md': '---\n__proto__:\n  polluted: yes\nauthor: Me\n---\n# Proto\n',
      'rule.md': '---\n\nJust a rule.\n',
    }),
  ).dryRun()
  expect(rows.map(({ outcome }) => outcome)).toEqual(Array(4).fill('would bring'))
  expect(notes(rows, 'bomb.md')).toEqual(['Its front matter could not be read and stays in the text'])
  expect(notes(rows, 'torn.md')).toEqual(['Its front matter could not be read and stays in the text'])
  expect(notes(rows, 'proto.md')).toEqual(['Not brought from its front matter: __proto__, author'])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('parts hold at most so many things and bytes, and lose none', () => {
  const things = Array.from({ length: 50 }, (_, index) => 'x'.repeat(index * 40))
  const parts = [...parted(things, 20, 8_000)]
  expect(parts.flat()).toEqual(things)
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(20)
    expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(8_002)
  }
  expect([...parted(['x'.repeat(100)], 20, 10)]).toHaveLength(1)
})

test('the summary for the terminal counts, and tells what was left', () => {
  const rows: Row[] = [
    { path: 'a.md', outcome: 'created', notes: [] },
    { path: 'b.md', outcome: 'created', notes: ['Images are not brought: x.png'] },
    { path: 'c.md', outcome: 'refused', notes: ['Empty'] },
  ]
  expect(summaryOf(rows, 1)).toBe(
    '2 created, 1 refused\n\nWhat was not brought, or not as it was:\n  b.md\n    Images are not brought: x.png\n  … and 1 more files. --report FILE.csv has them all.',
  )
})

describe('into an organization', () => {
  let there: Installation
  beforeAll(async () => {
    there = await anInstallation()
  })

  const bring = async (folder: string, source: string) => {
    const rows: Row[] = []
    const destination = { slug, collectionId: there.collectionId, source }
    await readSource(folder).bring(there.mara, destination, (more) => rows.push(...more))
    return rows
  }
  const documentOf = (rows: readonly Row[], name: string) => {
    const reference = rows.find((row) => row.path === name)?.reference
    return there.mara.call(openDocument, { slug, reference: reference ?? '' })
  }

  test('links between files become references, and everything else stays to the letter', async () => {
    const rows = await bring(
      filesIn({
        'start.md': [
          '# Start here',
          '',
          '[The failover](net/failover.md) and [Failover](net/failover.md), [by path](/net/failover.md#back "Title").',
          'Encoded: [x](net/with%20space.md), bracketed: [y](<net/with space.md>), a folder: [the network](net/) or [net](net).',
          'By label: [the failover][f], [f][], [f]; not ours: [web][w], [w].',
          '![Photo](photo.png) [![Badge](badge.svg)](net/failover.md)',
          'Missing: [gone](gone.md), [out](../../etc/passwd), [script](run.sh).',
          'Elsewhere: [a](https://example.com/net/failover.md) [b](mailto:a@example.com) [c](#start-here) <https://example.com>',
          'Code: `[The failover](net/failover.md)` and [[RB-77]].',
          '',
          '```sh',
          'cat [The failover](net/failover.md)',
          '[f]: net/failover.md',
          '```',
          '',
          '| table |',
          '|---|',
          '| [Failover](net/failover.md) \\| pipe |',
          '',
          '## [Failover](net/failover.md)',
          '',
          '- [ ] Do [Failover](net/failover.md)',
          '',
          '<img src="photo.png"> <a href="net/failover.md">html</a>',
          '',
          '[f]: net/failover.md',
          '[w]: https://example.com "Web"',
          '',
        ].join('\n'),
        'net/failover.md':
          '# Failover to 4G\n\nBack to [the start](../START.md), see [itself](failover.md#steps) and [itself](failover.md).\n\n## Steps\n',
        'net/with space.md': '# With space\n',
        'net/README.md': '# The network\n',
        'photo.png': 'x',
        'run.sh': 'x',
      }),
      'links',
    )
    const reference = (name: string) => rows.find((row) => row.path === name)?.reference
    const failover = `[[${reference('net/failover.md')}]]`
    const spaced = `[[${reference('net/with space.md')}]]`
    const network = `[[${reference('net/README.md')}]]`
    const { body, title, tags, cited } = await documentOf(rows, 'start.md')
    expect(title).toBe('Start here')
    expect(tags).toEqual([])
    const [, picture] = /attachment:([0-9a-f-]{36})/.exec(body) ?? []
    expect(body.split('\n')).toEqual([
      '# Start here',
      '',
      `The failover (${failover}) and ${failover}, by path (${failover}).`,
      `Encoded: x (${spaced}), bracketed: y (${spaced}), a folder: ${network} or ${network}.`,
      `By label: the failover (${failover}), f (${failover}), f (${failover}); not ours: [web][w], [w].`,
      `![Photo](attachment:${picture}) Badge (${failover})`,
      'Missing: [gone](gone.md), [out](../../etc/passwd), [script](run.sh).',
      'Elsewhere: [a](https://example.com/net/failover.md) [b](mailto:a@example.com) [c](#start-here) <https://example.com>',
      'Code: `[The failover](net/failover.md)` and [[RB-77]].',
      '',
      '```sh',
      'cat [The failover](net/failover.md)',
      '[f]: net/failover.md',
      '```',
      '',
      '| table |',
      '|---|',
      `| ${failover} \\| pipe |`,
      '',
      `## Failover (${failover})`,
      '',
      `- [ ] Do ${failover}`,
      '',
      '<img src="photo.png"> <a href="net/failover.md">html</a>',
      '',
      '[w]: https://example.com "Web"',
      '',
    ])
    expect(cited.map((chip) => chip.title).sort()).toEqual(['Failover to 4G', 'The network', 'With space'])
    expect(notes(rows, 'start.md')).toEqual([
      'Cites RB-77: here that is what this organization calls so',
      'Images are not brought: badge.svg',
      'Links left as they are: gone.md (not there), ../../etc/passwd (out of the folder), run.sh (not brought)',
      'Links to a section lead to the whole document: /net/failover.md#back',
      'Written as HTML and left as it is: photo.png, net/failover.md',
    ])
    const other = await documentOf(rows, 'net/failover.md')
    expect(other.body).toContain(`Back to the start ([[${reference('start.md')}]]), see [itself](#steps) and itself.`)
    expect(other.tags).toEqual(['net'])
    // Both ways: the page that is linked to knows who links to it.
    expect(other.usedIn.map((chip) => chip.title)).toEqual(['Start here'])
  })

  test('title, summary and tags come from the file, and the front matter leaves the text', async () => {
    const rows = await bring(
      filesIn({
        'Servers & Co/Old, stuff/a.md':
          '---\ntitle: Reboot\ndescription: When it hangs.\ntags: [Linux, "On call"]\nauthor: Me\n---\n\n# Reboot it\n\nWords.\r\nMore.\r\n',
      }),
      'front matter',
    )
    const { title, summary, tags, body } = await documentOf(rows, 'Servers & Co/Old, stuff/a.md')
    expect({ title, summary, tags, body }).toEqual({
      title: 'Reboot',
      summary: 'When it hangs.',
      tags: ['linux', 'old-stuff', 'on-call', 'servers-&-co'],
      body: '# Reboot it\n\nWords.\nMore.\n',
    })
  })

  test('running it again updates what changed and doubles nothing', async () => {
    const folder = filesIn({ 'a.md': '# A\n\n[B](b.md)\n', 'b.md': '# B\n', 'c.md': '# C\n', 'd.md': '# D\n' })
    const first = await bring(folder, 'again')
    expect(new Set(Object.values(outcomes(first)))).toEqual(new Set(['created']))
    const references = first.map(({ reference }) => reference)
    const count = async () => (await there.mara.call(listDocuments, { slug, limit: 200 })).items.length
    const before = await count()

    expect(outcomes(await bring(folder, 'again'))).toEqual({
      'a.md': 'unchanged',
      'b.md': 'unchanged',
      'c.md': 'unchanged',
      'd.md': 'unchanged',
    })

    filesIn({ 'a.md': '# A\n\n[B](b.md) and [E](e.md)\n', 'b.md': '# B\n\nTheirs.\n', 'e.md': '# E\n' }, folder)
    const b = await documentOf(first, 'b.md')
    const { title, summary, tags, collectionId, criticality, intervalDays, revision } = b
    await there.mara.call(saveDocument, {
      slug,
      reference: b.reference,
      revision,
      title,
      summary,
      tags,
      collectionId,
      criticality,
      intervalDays,
      body: '# B\n\nOurs.\n',
    })
    const d = await documentOf(first, 'd.md')
    await there.mara.call(archiveDocument, { slug, reference: d.reference })
    const second = await bring(folder, 'again')
    expect(outcomes(second)).toEqual({
      'a.md': 'updated',
      'b.md': 'kept',
      'c.md': 'unchanged',
      'd.md': 'kept',
      'e.md': 'created',
    })
    expect(second.slice(0, 4).map(({ reference }) => reference)).toEqual(references)
    expect(notes(second, 'b.md')[0]).toBe('It was edited here since the last import.')
    expect((await documentOf(first, 'b.md')).body).toBe('# B\n\nOurs.\n')
    expect((await documentOf(first, 'a.md')).revision).toBe(2)
    expect(await count()).toBe(before) // one more, and one in the archive
  })

  test('many files travel in parts, and the same paths of another source are other documents', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 45 }, (_, index) => [
        `f${index}.md`,
        `# File ${index}\n\n[next](f${(index + 1) % 45}.md)\n`,
      ]),
    )
    const folder = filesIn(files)
    const [one, other] = [await bring(folder, 'source one'), await bring(folder, 'source two')]
    expect(one.map(({ outcome }) => outcome)).toEqual(Array(45).fill('created'))
    expect(new Set([...one, ...other].map(({ reference }) => reference)).size).toBe(90)
  })

  test('all of GitLab’s runbooks come in, in seconds', async ({ skip }) => {
    const samples = process.env['RUNKEEP_SAMPLES']
    if (!samples)
      return skip('No sample folders here: set RUNKEEP_SAMPLES to the folder that has runbooks-gitlab in it')
    const started = performance.now()
    const rows = await bring(path.join(samples, 'runbooks-gitlab'), 'runbooks-gitlab')
    expect(performance.now() - started).toBeLessThan(30_000)
    const brought = rows.filter(({ outcome }) => outcome === 'created')
    expect(brought).toHaveLength(324)
    expect(rows.filter(({ outcome }) => outcome === 'refused')).toEqual([])
    const redis = await documentOf(rows, 'docs/redis/README.md')
    expect(redis.title).toBe('Redis Service')
    expect(redis.cited.length).toBeGreaterThan(15)
    const again = await bring(path.join(samples, 'runbooks-gitlab'), 'runbooks-gitlab')
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged', 'skipped']))
  }, 90_000)
})

test('an empty folder has nothing to bring', () => {
  expect(readSource(aFolder()).dryRun()).toEqual([])
})
