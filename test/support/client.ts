import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { approveRequest, requestAccess } from '#contract/access.ts'
import {
  createCredential,
  fieldNumbers,
  openCredential,
  reveal,
  saveCredential,
  type Credential,
  type CredentialClass,
} from '#contract/credentials.ts'
import { openDocument } from '#contract/documents.ts'
import { myKeys, readLog } from '#contract/log.ts'
import type { DocumentId, LeaseId, Reference } from '#contract/values.ts'
import type { TypedField } from '../../client/vault/secrets.ts'
import { makeVaultCore } from '../../client/vault/vault-core.ts'
import { keysOf, sealedKeysOf } from './keys.ts'
import { origin, type Answer, type Vault } from './vault.ts'

/**
 * Somebody of the cast with the real client core, unlocked, against the real API: what a browser does, without one.
 * Deeds answer as the server did; look at the status where it matters.
 */
export async function aClient(vault: Vault, name: string) {
  const core = makeVaultCore(origin, () => vault.clock.now())
  const { accountId } = keysOf(name)
  // In place of Argon2id: the accounts of tests have no passphrase.
  const stretched = async () =>
    new Uint8Array(createHash('sha256').update(`runkeep test stretched of ${name}`).digest())
  const keys = sealedKeysOf(name)
  await core.keyring.unlock({ accountId, passphrase: 'nobody ever types this', pinnedProfile: 1, keys }, stretched)
  const organizationId = vault.acme.id
  const does = core.deeds

  /** Reads on in the log, and takes what keys there are. */
  async function refresh(): Promise<void> {
    const after = does.logPlace({ organizationId }).seq
    const { body } = await vault.as(name, readLog, { after })
    await does.followLog({ organizationId, orgId: body.orgId, after, entries: body.items })
    does.giveKeys({ organizationId, keys: (await vault.as(name, myKeys, {})).body.items })
  }
  await refresh()

  const shownOf = (title: string, { id, address, class: secretClass }: Credential, collectionId: string) => ({
    documentId: id,
    title,
    address,
    class: secretClass,
    collectionId,
  })

  async function open(reference: string) {
    const ref = reference as Reference
    const document = (await vault.as(name, openDocument, { reference: ref })).body
    const credential = (await vault.as(name, openCredential, { reference: ref })).body
    return { document, credential, shown: shownOf(document.title, credential, document.collectionId) }
  }

  return {
    core,
    does,
    refresh,
    open,

    /** Keeps a new credential. @returns its reference too. */
    async create(of: Partial<NewCredential> = {}) {
      const credential = { ...usual, collectionId: vault.collections.general, ...of }
      const { title, address, class: secretClass, collectionId, fields, ...rest } = credential
      const id = uuidv7() as DocumentId
      const shown = { documentId: id, title, address, class: secretClass, collectionId }
      const secret = await does.sealSecret({ organizationId, shown, revision: 1, fields, holders: [] })
      const input = {
        id,
        title,
        address,
        class: secretClass,
        collectionId,
        criticality: 'normal',
        intervalDays: 180,
        ...rest,
        secret,
      }
      const answer = await vault.as(name, createCredential, input as never)
      return { ...answer, reference: answer.body.reference, id }
    },

    /** Saves the next revision; with `fields` the secret is a new one. */
    async save(reference: string, changes: Partial<NewCredential> & { note?: string } = {}) {
      const { document, credential, shown: before } = await open(reference)
      const { fields, ...said } = changes
      const shown = { ...before, ...pick(said) }
      const secret = await does.sealSecret({
        organizationId,
        shown,
        revision: document.revision + 1,
        ...(fields && { fields }),
        previous: { version: credential.current, shown: before },
        holders: credential.holders,
      })
      return vault.as(name, saveCredential, {
        reference: reference,
        revision: document.revision,
        title: shown.title,
        address: shown.address,
        class: shown.class,
        collectionId: shown.collectionId,
        criticality: document.criticality,
        intervalDays: document.intervalDays,
        ...(credential.rotationDays && { rotationDays: credential.rotationDays }),
        note: changes.note ?? '',
        secret,
      })
    },

    /** Signs a reveal and posts it. `opened`: the fields as text, where the server gave them and the vault opened them. */
    async reveal(
      reference: string,
      fields: number[] = [fieldNumbers.password],
      more: {
        reason?: string
        ticket?: string
        typed?: string
        revision?: number
        actorSeq?: number
        purpose?: 'view' | 'copy'
      } = {},
    ): Promise<Answer<{ event: number }> & { opened?: Record<number, string> }> {
      const { credential, shown } = await open(reference)
      const lease = credential.wraps.find((wrap) => wrap.lease)?.lease
      const { purpose = 'copy', revision = credential.current.revision, ...said } = more
      const statement = await does.signReveal({
        organizationId,
        documentId: credential.id,
        revision,
        fields,
        purpose,
        actorSeq: credential.nextActorSeq,
        ...(lease && { lease: { payload: lease.payload, signature: lease.signature } }),
        ...said,
      })
      const answer = await vault.as(name, reveal, { reference: reference, ...statement })
      if (answer.status !== 200) return answer
      const isCurrent = revision === credential.current.revision
      const opened = await does.openReveal({
        organizationId,
        shown: isCurrent ? shown : { documentId: credential.id, isEarlier: true },
        answer: answer.body,
        fields,
        wraps: credential.wraps,
      })
      return { ...answer, opened: Object.fromEntries(opened.fields.map(({ n, text }) => [n, text])) }
    },

    /** Asks for access. */
    async request(
      reference: string,
      asked: { minutes?: number; reason?: string; ticket?: string; fields?: number[]; extends?: string } = {},
    ) {
      const { credential } = await open(reference)
      const statement = await does.signRequest({
        organizationId,
        documentId: credential.id,
        request: uuidv7(),
        reason: 'The line is down at head office',
        minutes: 120,
        ...asked,
      })
      return vault.as(name, requestAccess, { reference: reference, statement })
    },

    /** Approves a request with a signed lease. */
    async approve(request: string, given: { minutes?: number; fields?: number[] } = {}) {
      const { body } = await vault.as(name, (await import('#contract/access.ts')).openRequest, {
        request: request,
      })
      const { credential, shown } = await open(body.document.reference)
      const lease = await does.signLease({
        organizationId,
        shown,
        credential,
        request: { ...body.statement, requester: body.requester.id },
        lease: uuidv7(),
        minutes: body.minutes,
        ...given,
      })
      return vault.as(name, approveRequest, {
        request: request,
        ...(lease as never as { lease: never; wraps: never }),
      })
    },
  }
}
export type Client = Awaited<ReturnType<typeof aClient>>
export type { LeaseId }

interface NewCredential {
  title: string
  address: string
  class: CredentialClass
  collectionId: string
  fields: TypedField[]
  tags: string[]
  rotationDays: number
  number: number
  ownerId: string
}

/** What a test keeps that does not care. */
export const usualFields = (password = 'correct-horse-7'): TypedField[] => [
  { n: fieldNumbers.username, kind: 'username', text: 'cw-netadmin' },
  { n: fieldNumbers.password, kind: 'password', text: password },
  { n: fieldNumbers.totp, kind: 'totp', text: 'JBSWY3DPEHPK3PXP' },
]
const usual = {
  title: 'FortiGate admin',
  address: 'https://198.51.100.1',
  class: 'standard' as CredentialClass,
  fields: usualFields(),
}

const pick = ({ title, address, class: secretClass, collectionId }: Partial<NewCredential>) =>
  Object.fromEntries(
    Object.entries({ title, address, class: secretClass, collectionId }).filter(([, value]) => value !== undefined),
  )
