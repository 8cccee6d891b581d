import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fieldNumbers, listReveals } from '#contract/credentials.ts'
import { createDocument } from '#contract/documents.ts'
import { v7 as uuidv7 } from 'uuid'
import { findClipboard } from '../../client/cli/vault/clipboard.ts'
import { variablesOf } from '../../client/cli/vault/fields.ts'
import { plain } from '../../client/cli/vault/print.ts'
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
import { giveSecondFactor } from '../support/second-factor.ts'
import { maraAt } from '../support/terminal.ts'

/** The vault on the command line, as a shell would use it: real processes against a real server. */

const secret = 'Canary-pass-7!quartz'
const enable = 'Canary-enable-9!basalt'
const jonas = { name: 'Jonas', email: 'jonas@acme.example.com', passphrase: 'thimble cobalt ferry walnut orchard' }

let there: Installation
let mara: Awaited<ReturnType<typeof maraAt>>
let [standard, guarded, breakGlass] = ['', '', '']
/** Mara's terminal with her vault open: what is not about signing in need not pay for it every time. */
let unlocked: Record<string, string>
beforeAll(async () => {
  there = await anInstallation()
  mara = await maraAt(there)
  const { username, password, totp, firstCustom } = fieldNumbers
  const fields = [
    { n: username, kind: 'username' as const, text: 'cw-netadmin' },
    { n: password, kind: 'password' as const, text: secret },
    { n: totp, kind: 'totp' as const, text: 'JBSWY3DPEHPK3PXP' },
    { n: firstCustom, kind: 'secret' as const, label: 'Enable secret', text: enable },
  ]
  standard = await mara.keep('FortiGate admin', fields)
  guarded = await mara.keep('Domain admin', fields, 'guarded')
  breakGlass = await mara.keep('Root of the hypervisor', fields, 'break_glass')
  await mara.letIn(jonas, 'reader')
  unlocked = (await withAgent(asMara(), '30')).home
})

/** A home of its own for every person, with nothing in it and nobody signed in. */
const aHome = () => {
  const runtime = aFolder()
  return { XDG_STATE_HOME: aFolder(), XDG_RUNTIME_DIR: runtime, RUNKEEP_URL: there.address }
}
const asMara = () => ({ ...aHome(), RUNKEEP_EMAIL: email, RUNKEEP_PASSPHRASE: passphrase })
const asJonas = () => ({ ...aHome(), RUNKEEP_EMAIL: jonas.email, RUNKEEP_PASSPHRASE: jonas.passphrase })
const revealsOf = async (reference: string) => (await mara.call(listReveals, { reference: reference, limit: 50 })).items

/** A shell script under the name of a program, alone in a folder before the rest of the PATH. */
function withProgram(name: string, script: string): { PATH: string } {
  const folder = filesIn({ [name]: `#!/bin/sh\n${script}\n` })
  chmodSync(path.join(folder, name), 0o755)
  return { PATH: `${folder}:${process.env['PATH'] ?? ''}` }
}

const agents: Record<string, string>[] = []
afterAll(async () => {
  for (const home of agents) await runkeep(['lock'], home)
})
/** Signs in with an agent. @returns the environment of who comes later: without the passphrase. */
async function withAgent(person: Record<string, string>, minutes = '5') {
  const begun = await runkeep(['sign-in', '--minutes', minutes], person)
  const { RUNKEEP_PASSPHRASE: _, ...home } = person
  agents.push(home)
  return { begun, home, socket: path.join(home['XDG_RUNTIME_DIR'] ?? '', 'runkeep', 'agent.sock') }
}

function everyFileUnder(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((file) => statSync(file).isFile()),
  )
}

describe('search and show', () => {
  test('find and print documents in plain text; what is secret stays closed', async () => {
    const body = '# Internet down\n\nCall the line.\u001b[2J\n'
    const more = { kind: 'runbook', title: 'Internet down', criticality: 'normal', intervalDays: 90, body }
    await mara.call(createDocument, { id: uuidv7(), collectionId: there.collectionId, ...more } as never)
    const found = await runkeep(['search', 'fortigate'], unlocked)
    expect(found).toEqual({
      exitCode: 0,
      stdout: `${standard}\tcredential\tFortiGate admin\tRunbooks from the wiki\tunverified\n`,
      stderr: '',
    })
    const runbook = await runkeep(['show', 'rb-1'], unlocked)
    expect(runbook.stdout).toContain('RB-01  Internet down\nrunbook · ')
    expect(runbook.stdout).toContain('Call the line.\ufffd[2J')
    const credential = await runkeep(['show', standard], unlocked)
    expect(credential.stdout).toContain('username  cw-netadmin\nfields    username, password, code, Enable secret\n')
    expect(credential.stdout).not.toContain(secret)
    expect(await revealsOf(standard)).toEqual([])
  })

  test('a wrong passphrase and another organization are refused in a sentence', async () => {
    const wrong = await runkeep(['show', standard], { ...asMara(), RUNKEEP_PASSPHRASE: 'not the right words at all' })
    expect(wrong).toEqual({ exitCode: 3, stdout: '', stderr: 'E-mail address or passphrase is not right.\n' })
    const other = await runkeep(['show', standard, '--org', 'northwind'], asMara())
    expect(other).toMatchObject({ exitCode: 2, stderr: `You are in no organization northwind. Yours: ${slug}.\n` })
    const nothing = await runkeep(['show', 'CR-99'], asMara())
    expect(nothing).toMatchObject({ exitCode: 1, stdout: '' })
  })
})

describe('reveal', () => {
  test('prints one field, recorded as a view; a code is a code', async () => {
    const { exitCode, stdout } = await runkeep(['reveal', standard, '--ticket', 'T-7'], unlocked)
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${secret}\n` })
    expect((await revealsOf(standard))[0]).toMatchObject({ purpose: 'view', fields: [2], ticket: 'T-7' })
    const code = await runkeep(['reveal', standard, '--field', 'code', '--json'], unlocked)
    expect(JSON.parse(code.stdout)).toEqual({
      reference: standard,
      field: 'code',
      value: expect.stringMatching(/^\d{6}$/) as unknown,
    })
    expect((await revealsOf(standard))[0]).toMatchObject({ purpose: 'totp', fields: [3] })
    const custom = await runkeep(['reveal', standard, '--field', 'enable secret'], unlocked)
    expect(custom.stdout).toBe(`${enable}\n`)
    const before = (await revealsOf(standard)).length
    const unknown = await runkeep(['reveal', standard, '--field', 'pin'], unlocked)
    expect(unknown).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `${standard} has no field pin. It has: username, password, code, Enable secret.\n`,
    })
    expect(await revealsOf(standard)).toHaveLength(before)
  })

  test('a guarded one wants a reason, break-glass its reference too', async () => {
    const bare = await runkeep(['reveal', guarded], unlocked)
    expect(bare).toEqual({ exitCode: 2, stdout: '', stderr: `${guarded} is guarded. Say why with --reason.\n` })
    const short = await runkeep(['reveal', guarded, '--reason', 'so'], unlocked)
    expect(short).toMatchObject({ exitCode: 2, stderr: 'A reason has 8 to 200 characters.\n' })
    const pasted = await runkeep(['reveal', guarded, '--reason', 'Tr0ub4dor&3xY'], unlocked)
    expect(pasted).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'The reason looks like a password, and would stand in the access log. Use other words.\n',
    })
    expect(await revealsOf(guarded)).toEqual([])
    const why = ['--reason', 'Patching the domain controllers']
    expect((await runkeep(['reveal', guarded, ...why], unlocked)).stdout).toBe(`${secret}\n`)
    const untyped = await runkeep(['reveal', breakGlass, ...why], unlocked)
    expect(untyped).toMatchObject({ exitCode: 2, stdout: '' })
    const mistyped = await runkeep(['reveal', breakGlass, ...why, '--type', guarded], unlocked)
    expect(mistyped.stderr).toBe(`That is not ${breakGlass}. Nothing was opened.\n`)
    expect(await revealsOf(breakGlass)).toEqual([])
    expect((await runkeep(['reveal', breakGlass, ...why, '--type', breakGlass], unlocked)).stdout).toBe(`${secret}\n`)
    expect(await revealsOf(breakGlass)).toMatchObject([{ reason: why[1], purpose: 'view' }])
  })
})

test('without a lease nothing opens; a request that is approved opens it, and its reason goes along', async () => {
  const refused = await runkeep(['reveal', standard], asJonas())
  expect(refused).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `You can see ${standard} but not open it. Ask for access: runkeep request ${standard} --minutes 60 --reason …\n`,
  })
  const asked = await runkeep(
    ['request', standard, '--minutes', '30', '--ticket', 'INC-4', '--reason', 'Firmware of the gate', '--json'],
    asJonas(),
  )
  expect(asked.exitCode).toBe(0)
  const { reference } = JSON.parse(asked.stdout) as { reference: string }
  const waiting = await runkeep(['reveal', standard], asJonas())
  expect(waiting.stderr).toBe(
    `You can see ${standard} but not open it. Your request ${reference} waits for a key holder.\n`,
  )
  await mara.approve(reference, 30)
  const opened = await runkeep(['reveal', standard], asJonas())
  expect(opened).toEqual({ exitCode: 0, stdout: `${secret}\n`, stderr: '' })
  expect((await revealsOf(standard))[0]).toMatchObject({ reason: 'Firmware of the gate', ticket: 'INC-4' })
  const tooLong = await runkeep(['request', guarded, '--minutes', '99999', '--reason', 'Much too long'], asJonas())
  expect(tooLong.exitCode).toBe(2)
})

describe('copy', () => {
  const clipboard = () => {
    const held = path.join(aFolder(), 'held')
    const script = `case "$*" in *-out*) cat ${held} ;; *) echo "$*" >>${held}.args; cat >${held} ;; esac`
    return { held, environment: { DISPLAY: ':7', ...withProgram('xclip', script) } }
  }

  test('hands it to the system’s tool on stdin, and clears it later', async () => {
    const { held, environment } = clipboard()
    const { exitCode, stdout, stderr } = await runkeep(['copy', standard, '--clear-after', '2'], {
      ...unlocked,
      ...environment,
    })
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toBe(`Copied the password of ${standard} FortiGate admin. It leaves the clipboard in 2 s.\n`)
    expect(readFileSync(held, 'utf8')).toBe(secret)
    await expect.poll(() => readFileSync(held, 'utf8'), { timeout: 20_000 }).toBe('')
    expect(readFileSync(`${held}.args`, 'utf8')).toBe('-selection clipboard -in\n-selection clipboard -in\n')
    expect((await revealsOf(standard))[0]).toMatchObject({ purpose: 'copy' })
  })

  test('leaves alone what was copied meanwhile', async () => {
    const { held, environment } = clipboard()
    await runkeep(['copy', standard, '--field', 'username', '--clear-after', '1'], { ...unlocked, ...environment })
    expect(readFileSync(held, 'utf8')).toBe('cw-netadmin')
    writeFileSync(held, 'a shopping list')
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    expect(readFileSync(held, 'utf8')).toBe('a shopping list')
  })

  test('says what is missing before anything is opened', async () => {
    const before = (await revealsOf(standard)).length
    const { exitCode, stderr } = await runkeep(['copy', standard], asMara())
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^There is no clipboard here: neither WAYLAND_DISPLAY nor DISPLAY is set\./)
    expect(await revealsOf(standard)).toHaveLength(before)
    const nowhere = { PATH: aFolder() }
    expect(() => findClipboard({ ...nowhere, WAYLAND_DISPLAY: 'w' }, 'linux')).toThrow('wl-copy is missing')
    expect(() => findClipboard({ ...nowhere, DISPLAY: ':0' }, 'linux')).toThrow('xclip is missing')
    expect(() => findClipboard(nowhere, 'darwin')).toThrow('pbcopy is not on the PATH')
  })

  test('a tool that fails is no copy', async () => {
    const broken = { DISPLAY: ':7', ...withProgram('xclip', 'exit 3') }
    const { exitCode, stderr } = await runkeep(['copy', standard], { ...unlocked, ...broken })
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'xclip ended with 3: nothing was copied.\n' })
  })
})

describe('run', () => {
  test('the command sees its variables and no passphrase; nothing of it is left on disk; its end is passed on', async () => {
    const person = asMara()
    const print = `
      const { RUNKEEP_PASSPHRASE: phrase, ...env } = process.env
      const named = Object.entries(env).filter(([name]) => /USERNAME|PASSWORD|CODE|FIELD/.test(name) && name.startsWith('RUNKEEP_'))
      console.log(JSON.stringify({ ...Object.fromEntries(named), phrase: phrase ?? 'none', argv: process.argv.length }))
      process.exit(7)`
    const { exitCode, stdout, stderr } = await runkeep(['run', standard, '--', process.execPath, '-e', print], person)
    expect({ exitCode, stderr }).toEqual({ exitCode: 7, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      RUNKEEP_USERNAME: 'cw-netadmin',
      RUNKEEP_PASSWORD: secret,
      RUNKEEP_CODE: expect.stringMatching(/^\d{6}$/) as unknown,
      RUNKEEP_FIELD_ENABLE_SECRET: enable,
      phrase: 'none',
      argv: 1,
    })
    expect((await revealsOf(standard)).map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['run']))
    const files = everyFileUnder(there.data, person.XDG_STATE_HOME, person.XDG_RUNTIME_DIR)
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) {
      const content = readFileSync(file)
      for (const words of [secret, enable, 'JBSWY3DPEHPK3PXP', passphrase])
        expect(content.includes(words), file).toBe(false)
    }
  })

  test('opens the fields that are named and no other; a command that is not there ends with 127', async () => {
    const script = 'echo "$RUNKEEP_PASSWORD/$RUNKEEP_USERNAME"; kill -TERM $$'
    const one = await runkeep(['run', standard, '--field', 'password', '--', 'sh', '-c', script], unlocked)
    expect({ exitCode: one.exitCode, stdout: one.stdout }).toEqual({ exitCode: 143, stdout: `${secret}/\n` })
    expect((await revealsOf(standard))[0]).toMatchObject({ purpose: 'run', fields: [2] })
    const missing = await runkeep(['run', standard, '--field', 'password', '--', 'no-such-command'], unlocked)
    expect(missing).toEqual({ exitCode: 127, stdout: '', stderr: 'There is no command no-such-command.\n' })
  })

  test('a content that no variable can hold is refused without quoting it', () => {
    const text = 'Canary\0null'
    expect(() => variablesOf([{ n: 2, kind: 'password', text }])).toThrow(/^The field password holds a null byte/)
    const custom = { kind: 'secret' as const, label: 'PIN (café)' }
    const [a, b] = [
      { ...custom, n: 16, text: 'a' },
      { ...custom, n: 17, text: 'b' },
    ]
    expect(variablesOf([a, b])).toEqual({ RUNKEEP_FIELD_PIN_CAFE: 'a', RUNKEEP_FIELD_PIN_CAFE_17: 'b' })
  })
})

describe('the agent', () => {
  test('holds the vault for later commands, on a socket that is its owner’s alone, until it is locked', async () => {
    const { begun, home, socket } = await withAgent(asMara())
    expect(begun).toMatchObject({ exitCode: 0, stderr: '' })
    expect(begun.stdout).toMatch(/^Signed in as mara@acme\.example\.com \(Acme\)\. The vault is open until \S+Z;/)
    expect(statSync(socket).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(socket)).mode & 0o777).toBe(0o700)
    expect(await runkeep(['reveal', standard], home)).toEqual({ exitCode: 0, stdout: `${secret}\n`, stderr: '' })
    expect((await runkeep(['run', standard, '--', 'sh', '-c', 'echo "$RUNKEEP_PASSWORD"'], home)).stdout).toBe(
      `${secret}\n`,
    )
    const status = await runkeep(['agent', '--status', '--json'], home)
    expect(JSON.parse(status.stdout)).toMatchObject({ open: true, email, origin: there.address })
    for (const file of everyFileUnder(home['XDG_STATE_HOME'] ?? '', home['XDG_RUNTIME_DIR'] ?? '')) {
      expect(readFileSync(file).includes(secret), file).toBe(false)
    }
    // Somebody else's vault is not opened with it.
    const asOther = await runkeep(['reveal', standard], { ...home, RUNKEEP_EMAIL: jonas.email })
    expect(asOther).toMatchObject({ exitCode: 2, stdout: '' })

    expect(await runkeep(['lock'], home)).toEqual({ exitCode: 0, stdout: 'Locked.\n', stderr: '' })
    expect(existsSync(socket)).toBe(false)
    const after = await runkeep(['reveal', standard], home)
    expect(after).toMatchObject({ exitCode: 2, stdout: '' })
    expect(after.stderr).toMatch(/^No terminal to ask for the passphrase/)
    expect(await runkeep(['lock'], home)).toMatchObject({ exitCode: 0, stdout: 'No agent holds a vault.\n' })
    expect((await runkeep(['agent', '--status'], home)).exitCode).toBe(1)
  })

  test('locks by itself when its time is over, and its session ends', async () => {
    const open = () =>
      there.house.db
        .prepare(`SELECT count(*) FROM sessions WHERE ended_at IS NULL AND agent LIKE 'runkeep command line%'`)
        .pluck()
        .get() as number
    const before = open()
    const { begun, home, socket } = await withAgent(asMara(), '0.15')
    expect(begun.exitCode).toBe(0)
    expect(open()).toBe(before + 1)
    await expect.poll(() => existsSync(socket), { timeout: 30_000, interval: 200 }).toBe(false)
    await expect.poll(open, { timeout: 10_000 }).toBe(before)
    expect(await runkeep(['reveal', standard], home)).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test('a wrong passphrase leaves no agent behind; a time out of bounds is refused', async () => {
    const { begun, home, socket } = await withAgent({ ...asMara(), RUNKEEP_PASSPHRASE: 'not the right words at all' })
    expect(begun).toEqual({ exitCode: 3, stdout: '', stderr: 'E-mail address or passphrase is not right.\n' })
    expect(existsSync(socket)).toBe(false)
    expect((await runkeep(['agent', '--status'], home)).exitCode).toBe(1)
    for (const minutes of ['0', '721', 'soon'])
      expect((await runkeep(['sign-in', '--minutes', minutes], asMara())).exitCode, minutes).toBe(2)
  })

  test('a folder that others may enter is not trusted, by either side', async () => {
    const person = asMara()
    const folder = path.join(person.XDG_RUNTIME_DIR, 'runkeep')
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    const begun = await runkeep(['sign-in'], person)
    expect(begun).toMatchObject({ exitCode: 2, stdout: '' })
    expect(begun.stderr).toContain(`${folder} is not yours alone, so the agent is not used`)
    const { home, socket } = await withAgent(asMara())
    chmodSync(socket, 0o666)
    const opened = await runkeep(['reveal', standard], home)
    expect(opened).toMatchObject({ exitCode: 2, stdout: '' })
    expect(opened.stderr).toContain(`${socket} is not yours alone`)
    chmodSync(socket, 0o600)
  })

  test('a session that was ended elsewhere ends the agent too', async () => {
    const { home, socket } = await withAgent(asMara())
    there.house.db
      .prepare(`UPDATE sessions SET ended_at = ? WHERE ended_at IS NULL AND agent LIKE 'runkeep command line%'`)
      .run(there.now())
    const { exitCode, stdout, stderr } = await runkeep(['reveal', standard], home)
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'The session is over: runkeep sign-in.\n',
    })
    await expect.poll(() => existsSync(socket), { timeout: 10_000 }).toBe(false)
  })
})

test('a second factor is asked for at the terminal of who signs in; without one there is no agent', async () => {
  giveSecondFactor(there.house, jonas.email)
  const { begun, socket } = await withAgent(asJonas())
  expect(begun).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'This account has a second factor, and there is no terminal to ask for its code.\n',
  })
  expect(existsSync(socket)).toBe(false)
})

test('nothing that others wrote reaches the terminal as a command', () => {
  expect(plain('a\u001b]0;title\u0007b\r\nc\td\u009b')).toBe('a\ufffd]0;title\ufffdb\ufffd\nc\td\ufffd')
})
