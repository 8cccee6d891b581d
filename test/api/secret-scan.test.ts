import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createDocument, importDocuments, reserveReferences, saveDocument } from '#contract/documents.ts'
import { maximumBody } from '#contract/documents.ts'
import { warningsFor } from '../../server/features/documents/secrets-in-text.ts'
import { newDocumentId, usual } from '../support/documents.ts'
import { aFolder, filesIn, runkeep } from '../support/installation.ts'
import { awsKey, made } from '../support/made-secrets.ts'
import { aVault, type Vault } from '../support/vault.ts'

/** The details of the newest event of an act, and the whole audit trail as it lies in the database. */
function traceOf(vault: Vault, act: string) {
  const payloads = vault.db.prepare('SELECT payload FROM audit_events ORDER BY seq').pluck().all() as string[]
  const events = payloads.map((payload) => JSON.parse(payload) as { act: string; details?: Record<string, unknown> })
  return { details: events.findLast((event) => event.act === act)?.details, whole: payloads.join('\n') }
}

test('what looks like a secret in a new runbook is told by rule and line, and recorded by rule alone', async () => {
  const vault = aVault()
  const [key, password] = [awsKey(), `Kq8-${made(9)}`]
  const answer = await vault.as('jonas', createDocument, {
    ...usual(vault, 'Restart the cameras'),
    summary: `password: ${password}`,
    body: `# Cameras\n\nThe key is ${key}.\nThe other is ${key}.\n`,
  })
  expect(answer.status).toBe(200)
  expect(answer.body.warnings).toEqual([
    { rule: 'password', field: 'summary', line: 1 },
    { rule: 'aws-access-key', field: 'body', line: 3 },
    { rule: 'aws-access-key', field: 'body', line: 4 },
  ])
  const { details, whole } = traceOf(vault, 'document.create')
  expect(details?.['looksSecret']).toEqual(['password', 'aws-access-key'])
  for (const secret of [key, password]) expect(whole).not.toContain(secret)
})

test('a save is looked at too, its note included; what looks like none leaves no mark', async () => {
  const vault = aVault()
  const { id: _id, kind: _kind, ...fields } = usual(vault, 'Restart the cameras')
  const made = await vault.as('jonas', createDocument, usual(vault, 'Restart the cameras'))
  expect(made.body.warnings).toEqual([])
  expect(traceOf(vault, 'document.create').details).not.toHaveProperty('looksSecret')
  const { reference } = made.body
  const saved = await vault.as('jonas', saveDocument, {
    ...fields,
    reference,
    revision: 1,
    body: 'The password is in [[CR-31]].',
    note: 'password: Kq8vT2pX instead of the old one',
  })
  expect(saved.body).toEqual({ revision: 2, warnings: [{ rule: 'password', field: 'note', line: 1 }] })
  expect(traceOf(vault, 'document.save').details).toMatchObject({ looksSecret: ['password'] })
  expect(traceOf(vault, 'document.save').whole).not.toContain('Kq8vT2pX')
})

test('an import answers for every file, and records for all of them', async () => {
  const vault = aVault()
  const file = (path: string, body: string) => ({ id: newDocumentId(), path, title: path, summary: '', body, tags: [] })
  const place = { collectionId: vault.collections.general, source: 'wiki' }
  const files = [file('a.md', '# A\n'), file('b.md', `# B\n\n${awsKey()}\n`)]
  await vault.as('jonas', reserveReferences, { ...place, paths: ['a.md', 'b.md'] })
  const answer = await vault.as('jonas', importDocuments, { ...place, files })
  expect(answer.body.files.map(({ path, warnings }) => [path, warnings])).toEqual([
    ['a.md', []],
    ['b.md', [{ rule: 'aws-access-key', field: 'body', line: 3 }]],
  ])
  expect(traceOf(vault, 'import.write').details).toMatchObject({ looksSecret: ['aws-access-key'] })
  // The second time nothing is written, so there is nothing to warn of.
  const again = await vault.as('jonas', importDocuments, { ...place, files })
  expect(again.body.files.map(({ outcome, warnings }) => [outcome, warnings])).toEqual([
    ['unchanged', []],
    ['unchanged', []],
  ])
})

test('looking at the longest text holds up nobody', () => {
  const body = 'Restart the relay `db-01`, then look at the lamp: it is green. See [[RB-14]], [the plan](plan.png).\n'
    .repeat(2_500)
    .slice(0, maximumBody)
  expect(body.length).toBe(200_000)
  const tries = Array.from({ length: 5 }, () => {
    const before = process.threadCpuUsage()
    warningsFor({ title: 'Relay', summary: '', body })
    return process.threadCpuUsage(before).user / 1_000
  })
  // Some milliseconds; what goes over it again from every place takes minutes.
  expect(Math.min(...tries)).toBeLessThan(100)
})

// --- The command line ----------------------------------------------------------------------------------------------

const wiki = () =>
  filesIn({
    'a.md': '# A\n\npassword: [[CR-31]]\n',
    'net/b.md': `---\ntitle: B\n---\n\nThe key is ${awsKey()}.\n\npassword: Kq8vT2pX\n`,
  })

test('a dry run names file, line and rule of what looks like a secret, and never the secret', async () => {
  const report = path.join(aFolder(), 'report.csv')
  const { exitCode, stdout } = await runkeep(['import', 'markdown', wiki(), '--dry-run', '--report', report])
  expect(exitCode).toBe(0)
  expect(stdout).toContain(
    '\nThese look like secrets. Everybody who may read the document sees them; keep them as credentials instead:\n' +
      '  net/b.md:5  an AWS access key (aws-access-key)\n  net/b.md:7  a password (password)\n',
  )
  const written = readFileSync(report, 'utf8')
  expect(written).toContain('net/b.md,would bring,,B,,line 5: aws-access-key · line 7: password\r\n')
  for (const secret of [awsKey(), 'Kq8vT2pX']) expect(stdout + written).not.toContain(secret)
})

test('with --fail-on-secrets nothing is brought, nobody is asked, and the server need not be there', async () => {
  const nowhere = ['--url', 'http://127.0.0.1:9', '--collection', 'wiki', '--fail-on-secrets']
  const { exitCode, stdout, stderr } = await runkeep(['import', 'markdown', wiki(), ...nowhere])
  expect({ exitCode, stderr }).toEqual({
    exitCode: 5,
    stderr: '1 file looks like it holds a secret. Nothing was brought.\n',
  })
  expect(stdout).toContain('net/b.md:7  a password (password)')
  const clean = filesIn({ 'a.md': '# A\n\npassword: $DB_PASSWORD\n' })
  const passed = await runkeep(['import', 'markdown', clean, '--dry-run', '--fail-on-secrets'])
  expect(passed).toMatchObject({ exitCode: 0, stdout: '1 would bring\n' })
})
