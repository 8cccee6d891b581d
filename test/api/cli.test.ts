import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { listDocuments } from '#contract/documents.ts'
import { listCollections } from '#contract/organizations.ts'
import { connect } from '../../client/cli/connection.ts'
import {
  aFolder,
  anInstallation,
  email,
  filesIn,
  passphrase,
  runkeep,
  slug,
  type Installation,
} from '../support/installation.ts'

let there: Installation
let passphraseFile: string
beforeAll(async () => {
  there = await anInstallation()
  passphraseFile = path.join(filesIn({ passphrase: `${passphrase}\n` }), 'passphrase')
  chmodSync(passphraseFile, 0o600)
})

const wiki = () => filesIn({ 'a.md': '# A\n\n[B](b.md)\n', 'b.md': '# B\n', 'photo.png': 'x' })
const importing = (folder: string, ...more: string[]) => [
  'import',
  'markdown',
  folder,
  '--url',
  there.address,
  '--email',
  email,
  ...more,
]
const asMara = () => ['--organization', slug, '--passphrase-file', passphraseFile]
const into = ['--collection', 'runbooks from the wiki']
const countDocuments = async () => (await there.mara.call(listDocuments, { slug, limit: 200 })).items.length

describe('runkeep import markdown', () => {
  test('brings a folder in, tells what it did, and writes a row for every file', async () => {
    const folder = wiki()
    const report = path.join(aFolder(), 'report.csv')
    const { exitCode, stdout, stderr } = await runkeep(importing(folder, ...asMara(), ...into, '--report', report))
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('2 of 2 files') as unknown })
    expect(stdout).toMatch(/^2 created, 1 skipped\n\d+\.\d s\nThe report is in /)
    expect(readFileSync(report, 'utf8')).toBe(
      '\ufeffpath,outcome,reference,title,notes,secrets\r\na.md,created,RB-01,A,,\r\nb.md,created,RB-02,B,,\r\nphoto.png,skipped,,,Not Markdown,\r\n',
    )
    const again = await runkeep(importing(folder, ...asMara(), ...into))
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 unchanged, 1 skipped') as unknown })
  })

  test('takes the passphrase from the environment, and the organization from the only one there is', async () => {
    const { exitCode } = await runkeep(importing(wiki(), '--collection', there.collectionId, '--source', 'env'), {
      RUNKEEP_PASSPHRASE: passphrase,
    })
    expect(exitCode).toBe(0)
  })

  test('makes a collection when asked to, and not otherwise', async () => {
    const without = await runkeep(importing(wiki(), ...asMara(), '--collection', 'New'))
    expect(without).toMatchObject({
      exitCode: 2,
      stderr:
        'There is no collection New here. You may write in: General, Runbooks from the wiki. --create-collection makes it.\n',
    })
    const made = await runkeep(importing(wiki(), ...asMara(), '--collection', 'New', '--create-collection'))
    expect(made.exitCode).toBe(0)
    const { items } = await there.mara.call(listCollections, { slug })
    expect(items.map(({ name }) => name)).toContain('New')
  })

  test('a dry run reaches nobody and changes nothing', async () => {
    const before = await countDocuments()
    const { exitCode, stdout } = await runkeep([
      'import',
      'markdown',
      wiki(),
      '--dry-run',
      '--url',
      'http://127.0.0.1:9',
    ])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '2 would bring, 1 skipped\n' })
    expect(await countDocuments()).toBe(before)
  })

  test('what could not be brought shows in the exit code, and the rest is brought', async () => {
    const folder = filesIn({ 'good.md': '# Good\n', 'bad.md': Buffer.from([0xff, 0xfe, 0x00]) })
    const { exitCode, stdout } = await runkeep(importing(folder, ...asMara(), ...into))
    expect(exitCode).toBe(4)
    expect(stdout).toContain('1 refused, 1 created')
    expect(stdout).toContain('bad.md\n    UTF-16: save it as UTF-8')
  })

  test.each([
    [
      'a wrong passphrase',
      () => [...asMara().slice(0, 2), ...into],
      { RUNKEEP_PASSPHRASE: 'not the right words at all' },
      3,
      'E-mail address or passphrase is not right.',
    ],
    [
      'no passphrase and no terminal',
      () => into,
      {},
      2,
      'No terminal to ask for the passphrase: use --passphrase-file or RUNKEEP_PASSPHRASE.',
    ],
    ['a short passphrase', () => into, { RUNKEEP_PASSPHRASE: 'short' }, 3, 'A passphrase has at least 12 characters.'],
    [
      'an organization of others',
      () => [...asMara(), ...into, '-o', 'northwind'],
      {},
      2,
      'You are in no organization northwind. Yours: acme.',
    ],
    ['no collection', () => asMara(), {}, 2, 'Name the collection with --collection.'],
    [
      'nobody at the address',
      () => [...asMara(), ...into, '--url', 'http://127.0.0.1:9'],
      {},
      1,
      'No Runkeep answers at http://127.0.0.1:9. Is it running?',
    ],
    [
      'a session in the clear',
      () => [...asMara(), ...into, '--url', 'http://vault.example.com'],
      {},
      2,
      'http://vault.example.com is not encrypted, and the session would travel in the clear. Use https.',
    ],
    [
      'a report of no known kind',
      () => [...asMara(), ...into, '--report', 'report.txt'],
      {},
      2,
      'Call the report something.csv or something.json, not report.txt.',
    ],
  ] as const)('refuses %s in a sentence', async (_, options, environment, exitCode, words) => {
    expect(await runkeep(importing(wiki(), ...options()), environment)).toEqual({
      exitCode,
      stdout: '',
      stderr: `${words}\n`,
    })
  })

  test('refuses a folder that is not there', async () => {
    const { exitCode, stderr } = await runkeep(importing('/nowhere/at/all', ...asMara(), ...into))
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'There is no folder /nowhere/at/all.\n' })
  })
})

test('the passphrase reaches neither the server nor the disk', async () => {
  const seen: string[] = []
  const proxy = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      seen.push(`${request.url} ${JSON.stringify(request.headers)} ${body.toString()}`)
      void fetch(there.address + (request.url ?? ''), {
        method: request.method ?? 'GET',
        headers: { ...(request.headers as Record<string, string>), host: `127.0.0.1:${there.port}` },
        ...(body.length > 0 && { body }),
      }).then(async (answer) => {
        response.writeHead(answer.status, [...answer.headers].filter(([name]) => name !== 'content-encoding').flat())
        response.end(Buffer.from(await answer.arrayBuffer()))
      })
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as { port: number }
  const home = aFolder()
  const { exitCode } = await runkeep(
    ['import', 'markdown', wiki(), '--url', `http://127.0.0.1:${port}`, '--email', email, '-o', slug, ...into],
    { RUNKEEP_PASSPHRASE: passphrase, XDG_STATE_HOME: home },
  )
  proxy.close()
  // Behind another address the sign-in is for another place: it is refused, having sent all that it sends.
  expect(exitCode).not.toBe(0)
  expect(seen.length).toBeGreaterThan(0)
  for (const words of [passphrase, 'otter', 'lantern']) {
    expect(seen.join('\n')).not.toContain(words)
    for (const file of readdirSync(there.data, { recursive: true, encoding: 'utf8' })) {
      const full = path.join(there.data, file)
      if (statSync(full).isFile()) expect(readFileSync(full).includes(words), file).toBe(false)
    }
  }
})

test('the session ends with the command; how much work a passphrase takes is kept, and which device this is', async () => {
  const home = aFolder()
  const { exitCode } = await runkeep(importing(wiki(), ...asMara(), ...into), { XDG_STATE_HOME: home })
  expect(exitCode).toBe(0)
  const open = there.house.db
    .prepare(`SELECT count(*) FROM sessions WHERE ended_at IS NULL AND agent LIKE 'runkeep command line%'`)
    .pluck()
    .get()
  expect(open).toBe(1) // of the installation's own making: the set-up
  const kept = path.join(home, 'runkeep', 'profiles.json')
  expect(statSync(kept).mode & 0o777).toBe(0o600)
  const known = JSON.parse(readFileSync(kept, 'utf8')) as Record<string, string>
  const device = `device ${there.address}`
  expect(Object.keys(known).filter((key) => key.startsWith('device '))).toEqual([device])
  expect(Object.entries(known).flatMap(([key, value]) => (key === device ? [] : [value]))).toEqual(['1', '1'])
})

test('a server that asks for less work than before is refused', async () => {
  const home = aFolder()
  const options = importing(wiki(), ...asMara(), ...into)
  await runkeep(options, { XDG_STATE_HOME: home })
  const kept = path.join(home, 'runkeep', 'profiles.json')
  writeFileSync(kept, readFileSync(kept, 'utf8').replaceAll('"1"', '"3"'))
  const { exitCode, stderr } = await runkeep(options, { XDG_STATE_HOME: home })
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^The server's answer cannot be trusted, so nothing was done: the key derivation profile/)
})

test('a passphrase file that others may read is used, and said so', async () => {
  const open = path.join(filesIn({ passphrase }), 'passphrase')
  chmodSync(open, 0o644)
  const { exitCode, stderr } = await runkeep(importing(wiki(), '-o', slug, ...into, '--passphrase-file', open))
  expect(exitCode).toBe(0)
  expect(stderr).toContain(`Others on this machine may read ${open}: chmod 600 it.`)
})

test.each([
  ['https://vault.example.com/path'],
  ['ftp://vault.example.com'],
  ['vault.example.com'],
  ['https://me@vault.example.com'],
])('%s is no address of a server', (address) => expect(() => connect(address)).toThrow())

describe('runkeep', () => {
  test('tells what it can do, and ends with 2 where it is not understood', async () => {
    const help = await runkeep(['--help'])
    expect(help.exitCode).toBe(0)
    for (const command of ['import', 'backup', 'restore', 'verify']) expect(help.stdout).toContain(`\n  ${command} `)
    for (const given of [['nonsense'], ['import', 'markdown'], ['backup'], ['verify', '--head', 'x']])
      expect((await runkeep(given)).exitCode, given.join(' ')).toBe(2)
    const more = await runkeep(['import', 'markdown', '--help'])
    expect(more.stdout).toContain('Exit codes: 0 done')
  })

  test('is a program that the shell can start', () => {
    const file = path.join(import.meta.dirname, '..', '..', 'server', 'runkeep.ts')
    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(statSync(file).mode & 0o111).toBe(0o111)
    expect(existsSync(file)).toBe(true)
  })
})
