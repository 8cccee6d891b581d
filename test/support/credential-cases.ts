import { v7 as uuidv7 } from 'uuid'
import * as access from '#contract/access.ts'
import * as credentials from '#contract/credentials.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import type { Reference } from '#contract/values.ts'
import { aClient, usualFields, type Client } from './client.ts'
import type { Vault } from './vault.ts'

/** Inputs that would be taken of somebody who may: signed with their own keys, or with the owner's for who has none here. */

const cr = 'CR-01' as Reference
const ar = 'AR-01' as never
const why = 'The line is down at head office'

const signerOf = (actor: string): string => (actor === 'nobody' || actor === 'xenia' ? 'mara' : actor)
export const asSigner = (vault: Vault, actor: string): Promise<Client> => aClient(vault, signerOf(actor))

/** Keeps CR-01 in the open collection. */
export async function aCredential(vault: Vault): Promise<Client> {
  const mara = await aClient(vault, 'mara')
  await mara.create()
  return mara
}

/** AR-01: rosa asks for CR-01. */
async function aRequest(vault: Vault): Promise<Client> {
  const mara = await aCredential(vault)
  const rosa = await aClient(vault, 'rosa')
  await rosa.request(cr, { reason: why })
  await mara.refresh()
  return mara
}

/** What a key holder knows of a credential, and the signed pieces made of it; the owner's for everybody else. */
async function byKeyHolder(vault: Vault, actor: string): Promise<Client> {
  return aClient(vault, actor === 'anton' ? 'anton' : 'mara')
}

type Input = (vault: Vault, actor: string) => Promise<object>
type Row = readonly [number, number, number, number, number, number, number, number]
export interface CredentialCase {
  endpoint: Endpoint
  //  owner admin editor reader auditor technician stranger nobody
  expected: Row
  input: Input
}

const organization = (vault: Vault) => ({ organizationId: vault.acme.id })
const keepers: Row = [200, 200, 403, 403, 403, 404, 404, 401]
const readers: Row = [200, 200, 200, 200, 403, 404, 404, 401]
const members: Row = [200, 200, 200, 200, 200, 200, 404, 401]
const keyHolders: Row = [200, 200, 403, 403, 403, 403, 404, 401]
const overseers: Row = [200, 200, 403, 403, 200, 403, 404, 401]

const onCredential: Input = async (vault) => {
  await aCredential(vault)
  return { reference: cr }
}
const nothing: Input = () => Promise.resolve({})

export const credentialCases: readonly CredentialCase[] = [
  {
    endpoint: credentials.createCredential,
    expected: keepers,
    input: async (vault, actor) => {
      const client = await byKeyHolder(vault, actor)
      const id = uuidv7()
      const collectionId = vault.collections.general
      const shown = { documentId: id, title: 'Printer', address: '', class: 'standard' as const, collectionId }
      const sealing = { ...organization(vault), shown, revision: 1, fields: usualFields(), holders: [] }
      const secret = await client.does.sealSecret(sealing)
      return { id, title: 'Printer', class: 'standard', collectionId, criticality: 'normal', intervalDays: 180, secret }
    },
  },
  { endpoint: credentials.openCredential, expected: readers, input: onCredential },
  {
    endpoint: credentials.saveCredential,
    expected: keepers,
    input: async (vault, actor) => {
      await aCredential(vault)
      const client = await byKeyHolder(vault, actor)
      const { credential, shown } = await client.open(cr)
      const previous = { version: credential.current, shown }
      const sealing = {
        ...organization(vault),
        shown,
        revision: 2,
        fields: usualFields('new-one-77'),
        previous,
        holders: [],
      }
      const secret = await client.does.sealSecret(sealing)
      const { title, address, class: secretClass, collectionId } = shown
      return {
        reference: cr,
        revision: 1,
        title,
        address,
        class: secretClass,
        collectionId,
        criticality: 'normal',
        intervalDays: 180,
        secret,
      }
    },
  },
  {
    endpoint: credentials.reveal,
    expected: keepers,
    input: async (vault, actor) => {
      const mara = await aCredential(vault)
      const { credential } = await mara.open(cr)
      const { does } = await asSigner(vault, actor)
      const what = { documentId: credential.id, revision: 1, fields: [2], purpose: 'copy' as const, actorSeq: 1 }
      return { reference: cr, ...(await does.signReveal({ ...organization(vault), ...what })) }
    },
  },
  {
    endpoint: credentials.revealForCheck,
    expected: members,
    input: async (vault, actor) => {
      const mara = await aCredential(vault)
      const { credential } = await mara.open(cr)
      const { does } = await asSigner(vault, actor)
      return does.signCheck({ ...organization(vault), documents: [credential.id], actorSeq: 1 })
    },
  },
  {
    endpoint: credentials.addSecretWraps,
    expected: keepers,
    input: async (vault, actor) => {
      await aCredential(vault)
      // To somebody of whom the table does not ask: whoever it is given to may see more.
      vault.addMember('lena', 'reader')
      await vault.grant('mara', { to: 'lena', reference: cr, level: 'reveal' })
      const client = await byKeyHolder(vault, actor)
      const { credential, shown } = await client.open(cr)
      const { wraps } = await client.does.wrapSecret({
        ...organization(vault),
        shown,
        credential,
        holders: credential.holders,
      })
      return { reference: cr, wraps }
    },
  },
  { endpoint: credentials.listSecretVersions, expected: keepers, input: onCredential },
  { endpoint: credentials.listReveals, expected: [200, 200, 200, 200, 200, 404, 404, 401], input: onCredential },
  { endpoint: credentials.listOpeners, expected: readers, input: onCredential },

  {
    endpoint: access.requestAccess,
    // Who can open it needs no request.
    expected: [409, 409, 200, 200, 403, 404, 404, 401],
    input: async (vault, actor) => {
      const mara = await aCredential(vault)
      const { credential } = await mara.open(cr)
      const { does } = await asSigner(vault, actor)
      const asked = { documentId: credential.id, request: uuidv7(), reason: why, minutes: 60 }
      return { reference: cr, statement: await does.signRequest({ ...organization(vault), ...asked }) }
    },
  },
  { endpoint: access.listRequests, expected: members, input: nothing },
  {
    endpoint: access.openRequest,
    expected: [200, 200, 404, 200, 200, 404, 404, 401],
    input: async (vault) => {
      await aRequest(vault)
      return { request: ar }
    },
  },
  {
    endpoint: access.approveRequest,
    expected: keyHolders,
    input: async (vault, actor) => {
      await aRequest(vault)
      const client = await byKeyHolder(vault, actor)
      const { credential, shown } = await client.open(cr)
      const { body } = await vault.as('mara', access.openRequest, { request: ar })
      const request = { ...body.statement, requester: body.requester.id }
      const given = { ...organization(vault), shown, credential, request, lease: uuidv7(), minutes: 60 }
      return { request: ar, ...(await client.does.signLease(given)) }
    },
  },
  {
    endpoint: access.denyRequest,
    expected: keyHolders,
    input: async (vault) => {
      await aRequest(vault)
      return { request: ar }
    },
  },
  {
    endpoint: access.cancelRequest,
    expected: [403, 403, 404, 200, 403, 404, 404, 401],
    input: async (vault) => {
      await aRequest(vault)
      return { request: ar }
    },
  },
  { endpoint: access.listLeases, expected: members, input: nothing },
  {
    endpoint: access.endLease,
    expected: [200, 200, 404, 200, 403, 404, 404, 401],
    input: async (vault) => {
      const mara = await aRequest(vault)
      return { leaseId: (await mara.approve('AR-01')).body.leaseId }
    },
  },
  {
    endpoint: access.giveStandby,
    expected: keepers,
    input: async (vault, actor) => {
      await aCredential(vault)
      const client = await byKeyHolder(vault, actor)
      const { credential, shown } = await client.open(cr)
      const times = { notBefore: '2026-03-02T09:00:00.000Z', notAfter: '2026-04-02T09:00:00.000Z', minutes: 60 }
      const holder = vault.member('rosa')
      const given = { ...organization(vault), shown, credential, lease: uuidv7(), holder, ...times }
      return { reference: cr, ...(await client.does.signStandby(given)) }
    },
  },
  { endpoint: access.accessOverview, expected: overseers, input: nothing },
  { endpoint: access.myAccess, expected: members, input: nothing },
  {
    endpoint: access.startAccessReview,
    expected: keyHolders,
    input: () => Promise.resolve({ id: uuidv7(), dueOn: '2026-03-09' }),
  },
  { endpoint: access.currentAccessReview, expected: overseers, input: nothing },
  { endpoint: access.listAccessReviewRows, expected: overseers, input: nothing },
  {
    endpoint: access.decideInAccessReview,
    expected: keyHolders,
    input: async (vault) => {
      const { id } = await vault.grant('mara', { to: 'rosa', collection: vault.collections.secret, level: 'view' })
      await vault.as('mara', access.startAccessReview, { id: uuidv7(), dueOn: '2026-03-09' })
      return { grantId: id, decision: 'keep' }
    },
  },
  {
    endpoint: access.exposure,
    expected: overseers,
    input: (vault) => Promise.resolve({ memberId: vault.member('rosa') }),
  },
  { endpoint: access.listRotations, expected: members, input: nothing },
  {
    endpoint: access.askForRotation,
    expected: keepers,
    input: async (vault) => {
      await aCredential(vault)
      return { reference: cr, id: uuidv7() }
    },
  },
  {
    endpoint: access.openRotationsFor,
    expected: keyHolders,
    input: (vault) => Promise.resolve({ memberIds: [vault.member('rosa')] }),
  },
]
