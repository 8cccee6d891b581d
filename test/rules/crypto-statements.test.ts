import { beforeAll, describe, expect, test } from 'vitest'
import { idBytes } from '#contract/crypto/encoding.ts'
import { sign, signKeyPair } from '#contract/crypto/sodium.ts'
import { loginMessage, passphraseChangeMessage, statementMessage } from '#contract/crypto/statements.ts'
import {
  auditEntryHash,
  chainStart,
  checkCheckpoint,
  checkLogin,
  checkPassphraseChange,
  checkStatement,
  checkpointMessage,
  logEntryHash,
  sodiumReady,
} from '#contract/crypto/verify.ts'
import { expectIntegrityError, readVectors } from '../vectors/read-vectors.ts'
import * as second from '../vectors/second-opinion.ts'

const { hex, unhex } = second
type Entry = { seq: number; payload: string; hash: string }
type Vectors = {
  statements: {
    name: string
    type: string
    orgId: string
    payload: string
    signature: string
    signer: string
    signerSeed?: string
    fails?: true
  }[]
  logins: {
    name: string
    origin: string
    challenge: string
    accountId: string
    ts: string
    signature: string
    loginPublicKey: string
    loginSeed?: string
    message?: string
    fails?: true
  }[]
  passphraseChanges: {
    name: string
    accountId: string
    loginPublicKey: string
    salt: string
    profile: number
    sealedUak: string
    ts: string
    proof: string
    currentLoginPublicKey: string
    message?: string
    fails?: true
  }[]
  audit: { entries: Entry[] }
  checkpoints: {
    name: string
    size: number
    head: string
    time: string
    signature: string
    key: string
    keySeed?: string
    message?: string
    fails?: true
  }[]
  log: { orgId: string; entries: Entry[] }
}
const vectors = readVectors<Vectors>('statements')

beforeAll(() => sodiumReady)

function check(deed: () => void, { fails }: { fails?: true }): void {
  if (fails) expectIntegrityError(deed)
  else expect(deed).not.toThrow()
}

describe('vectors', () => {
  test.each(vectors.statements)('statement: $name', (vector) => {
    const { type, payload, signerSeed } = vector
    const orgId = unhex(vector.orgId)
    check(() => checkStatement({ type, orgId, payload }, unhex(vector.signature), unhex(vector.signer)), vector)
    if (!signerSeed) return
    const { privateKey } = signKeyPair(unhex(signerSeed))
    expect(hex(sign(statementMessage(type, orgId, payload), privateKey))).toBe(vector.signature)
    expect(hex(sign(statementMessage(type, orgId, second.bytesOf(payload)), privateKey))).toBe(vector.signature)
  })
  test.each(vectors.logins)('login: $name', (vector) => {
    const login = { ...vector, challenge: unhex(vector.challenge) }
    check(() => checkLogin(login, unhex(vector.signature), unhex(vector.loginPublicKey)), vector)
    if (!vector.loginSeed) return
    expect(hex(loginMessage(login))).toBe(vector.message)
    expect(hex(sign(loginMessage(login), signKeyPair(unhex(vector.loginSeed)).privateKey))).toBe(vector.signature)
  })
  test.each(vectors.passphraseChanges)('passphrase change: $name', (vector) => {
    const change = {
      ...vector,
      loginPublicKey: unhex(vector.loginPublicKey),
      salt: unhex(vector.salt),
      sealedUak: unhex(vector.sealedUak),
    }
    check(() => checkPassphraseChange(change, unhex(vector.proof), unhex(vector.currentLoginPublicKey)), vector)
    if (vector.message) expect(hex(passphraseChangeMessage(change))).toBe(vector.message)
  })
  test('the audit chain has the head of §9', () => {
    let previous: Uint8Array = chainStart
    for (const { seq, payload, hash } of vectors.audit.entries) {
      previous = auditEntryHash({ seq, previous, payload })
      expect(hex(previous)).toBe(hash)
      expect(hex(auditEntryHash({ seq, previous: chainStart, payload: second.bytesOf(payload) })) === hash).toBe(
        seq === 1,
      )
    }
    expect(hex(previous)).toBe('8ee015bd0b5716ba35ee39d48daa48e6b3c5e93d3d4053f4916167c694244f5b')
  })
  test.each(vectors.checkpoints)('checkpoint: $name', (vector) => {
    const end = { size: vector.size, head: unhex(vector.head), time: vector.time }
    check(() => checkCheckpoint(end, unhex(vector.signature), unhex(vector.key)), vector)
    if (vector.message) expect(hex(checkpointMessage(end))).toBe(vector.message)
  })
  test('the organization log chains', () => {
    let previous: Uint8Array = chainStart
    for (const { seq, payload, hash } of vectors.log.entries) {
      previous = logEntryHash({ orgId: unhex(vectors.log.orgId), seq, previous, payload })
      expect(hex(previous)).toBe(hash)
    }
  })
})

test('an entry of a chain depends on its number, on what came before and on every byte', () => {
  const entry = { seq: 2, previous: second.seq(32, 0), payload: '{"v":1}' }
  const hash = hex(auditEntryHash(entry))
  const others = [
    { ...entry, seq: 3 },
    { ...entry, previous: second.seq(32, 1) },
    { ...entry, payload: '{"v":2}' },
  ]
  for (const other of others) expect(hex(auditEntryHash(other))).not.toBe(hash)
  expectIntegrityError(() => auditEntryHash({ ...entry, previous: second.seq(31, 0) }))
  expectIntegrityError(() => auditEntryHash({ ...entry, seq: -1 }))
  expectIntegrityError(() => auditEntryHash({ ...entry, seq: 1.5 }))
})

test('the start of a chain cannot be written on by whoever holds it', () => {
  const before = hex(auditEntryHash({ seq: 1, previous: chainStart, payload: 'x' }))
  auditEntryHash({ seq: 1, previous: chainStart, payload: 'y' })
  expect(hex(auditEntryHash({ seq: 1, previous: chainStart, payload: 'x' }))).toBe(before)
  expect(hex(chainStart)).toBe('00'.repeat(32))
})

test('no message of one kind is a message of another', () => {
  const accountId = '019ab3c0-7d21-7abc-8def-0123456789ab'
  const ts = '2026-03-02T09:00:00.000Z'
  const bytes32 = second.seq(32, 0)
  const login = loginMessage({ origin: 'https://a', challenge: bytes32, accountId, ts })
  const change = passphraseChangeMessage({
    accountId,
    loginPublicKey: bytes32,
    salt: second.seq(16, 0),
    profile: 2,
    sealedUak: second.seq(124, 0),
    ts,
  })
  const statement = statementMessage('reveal', bytes32, idBytes(accountId))
  expect(new Set([login, change, statement].map(hex)).size).toBe(3)
  for (const reserved of ['login', 'passphrase', 'wrap', 'checkpoint', 'login/', 'Login', '', 'a.b.c']) {
    expectIntegrityError(() => statementMessage(reserved, bytes32, 'x'))
  }
  for (const type of ['genesis', 'member.add', 'invite.create', 'lease', 'request']) {
    expect(() => statementMessage(type, bytes32, 'x')).not.toThrow()
  }
})
