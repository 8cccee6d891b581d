import { v7 as uuidv7 } from 'uuid'
import { approveRequest, openRequest } from '#contract/access.ts'
import { newAccountId } from '#contract/account-id.ts'
import { createCredential, openCredential, reveal, type CredentialClass } from '#contract/credentials.ts'
import { openDocument } from '#contract/documents.ts'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { listParties } from '#contract/organizations.ts'
import type { Role } from '#contract/values.ts'
import { connect, type Connection } from '../../client/cli/connection.ts'
import { acceptByLink, protocolOf } from '../../client/cli/organization.ts'
import { signInAs } from '../../client/cli/sign-in.ts'
import type { OrganizationProtocol } from '../../client/platform/organization-protocol.ts'
import { makeProfilePins } from '../../client/vault/profile-pins.ts'
import type { TypedField } from '../../client/vault/secrets.ts'
import { stretchHere } from '../../client/vault/stretch.ts'
import { makeVaultCore, type VaultCore } from '../../client/vault/vault-core.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { email, passphrase, slug, type Installation } from './installation.ts'

/** Mara at a browser beside the terminals of the tests: keeps credentials, lets people in, approves. */
export async function maraAt(there: Pick<Installation, 'address' | 'collectionId' | 'now'>) {
  const mara = unlocked(there.address)
  const session = await signInAs({ email, passphrase }, { ...mara, keyring: mara.core.keyring, pins: noPins() })
  const [place] = session.memberships
  if (!place) throw new Error('mara is in no organization')
  const { organizationId } = place
  const { connection, protocol, core } = mara
  const { deeds } = core
  await protocol.openHome()
  await protocol.ready(place)
  const call = <E extends Endpoint>(endpoint: E, input: Omit<InputOf<E>, 'slug'>): Promise<OutputOf<E>> =>
    connection.call(endpoint, { slug, ...input } as InputOf<E>)

  async function seen(reference: string) {
    const on = { reference: reference as never }
    const [{ title }, credential] = [await call(openDocument, on), await call(openCredential, on)]
    const { id: documentId, address, class: secretClass, collectionId } = credential
    return { credential, shown: { documentId, title, address, class: secretClass, collectionId } }
  }

  return {
    call,

    /** @returns its reference. */
    async keep(title: string, fields: TypedField[], secretClass: CredentialClass = 'standard'): Promise<string> {
      await protocol.ready(place)
      const id = uuidv7()
      const words = { title, address: 'https://198.51.100.1', class: secretClass, collectionId: there.collectionId }
      const shown = { documentId: id, ...words }
      const secret = await deeds.sealSecret({ organizationId, shown, revision: 1, fields, holders: [] })
      const more = { criticality: 'normal', intervalDays: 180 }
      return (await call(createCredential, { id, ...words, ...more, secret } as never)).reference
    },

    /** Opens fields as the page does. `sent` is called once the request is on its way. */
    async reveal(reference: string, fields: number[], sent: () => void = () => {}): Promise<string[]> {
      const { credential, shown } = await seen(reference)
      const { id: documentId, current, nextActorSeq: actorSeq } = credential
      const what = { documentId, revision: current.revision, fields, purpose: 'view' as const, actorSeq }
      const statement = await deeds.signReveal({ organizationId, ...what })
      const answering = call(reveal, { reference: reference, ...statement })
      sent()
      const answer = await answering
      const opened = await deeds.openReveal({ organizationId, shown, answer, fields, wraps: credential.wraps })
      return opened.fields.map(({ text }) => text)
    },

    /** Somebody in-house with an account of their own, invited by link and let in. */
    async letIn(person: { name: string; email: string; passphrase: string }, role: Role): Promise<void> {
      const [party] = (await call(listParties, {})).items
      if (!party) throw new Error('there is no party')
      const { id, name, side } = party
      let link = ''
      const invitation = {
        organizationId,
        invitation: uuidv7(),
        person: { name: person.name, email: person.email },
        role,
        party: { id, name, side },
        expiresAt: laterByDays(there.now(), 3),
      }
      await protocol.append(place, async () => {
        const { post, fragment } = await deeds.invite(invitation)
        link = fragment
        return post
      })
      const newcomer = unlocked(there.address)
      const accountId = newAccountId()
      const made = { accountId, passphrase: person.passphrase, profile: 1 }
      const keys = await newcomer.core.keyring.makeAccount(made, stretchHere)
      const account = { id: accountId, email: person.email, name: person.name, keys }
      await acceptByLink({ ...newcomer, deeds: newcomer.core.deeds }, link, uuidv7(), account)
      const { failures } = await protocol.work(place)
      if (failures.length > 0) throw new Error(`${person.name} was not let in`, { cause: failures[0] })
    },

    async approve(request: string, minutes: number): Promise<void> {
      await protocol.ready(place)
      const waiting = await call(openRequest, { request })
      const { credential, shown } = await seen(waiting.document.reference)
      const given = await deeds.signLease({
        organizationId,
        shown,
        credential,
        request: { ...waiting.statement, requester: waiting.requester.id },
        lease: uuidv7(),
        minutes,
      })
      await call(approveRequest, { request, ...given })
    },
  }
}

function unlocked(address: string): { connection: Connection; core: VaultCore; protocol: OrganizationProtocol } {
  const connection = connect(address)
  const core = makeVaultCore(connection.origin)
  return { connection, core, protocol: protocolOf(connection, core) }
}

const noPins = () => makeProfilePins({ getItem: () => null, setItem: () => {} })
