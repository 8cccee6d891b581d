import type { Membership, Session } from '#contract/accounts.ts'
import { requestAccess } from '#contract/access.ts'
import { openCredential, reveal, type Credential } from '#contract/credentials.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { openDocument, type Document } from '#contract/documents.ts'
import { Problem } from '#contract/problems.ts'
import { search, type SearchResult } from '#contract/search.ts'
import type { Reference } from '#contract/values.ts'
import { v7 as uuidv7 } from 'uuid'
import type { OrganizationProtocol } from '../../platform/organization-protocol.ts'
import { KeyMissing } from '../../vault/vault-errors.ts'
import type { VaultCore } from '../../vault/vault-core.ts'
import { chooseOrganization } from '../collections.ts'
import type { Connection } from '../connection.ts'

/**
 * What the commands do with an unlocked vault. Inputs and answers are plain JSON, so that it makes no difference whether
 * the vault is in this process or behind the agent's socket.
 */
export interface Keeper {
  who: (input: null) => Promise<Who>
  search: (input: { org?: string; text: string; limit: number }) => Promise<{ items: SearchResult[]; count: number }>
  /** A document; of a credential also what its author signed, checked by the vault. No secret is opened. */
  look: (input: Place) => Promise<Look>
  /** Recorded by the server first. One-time codes come as the code of now. */
  open: (input: Place & Opening) => Promise<{ fields: Opened[] }>
  request: (input: Place & Asking) => Promise<{ reference: string; expiresAt: string }>
}

export interface Who {
  origin: string
  email: string
  organizations: { slug: string; name: string }[]
  /** An Instant: until when the agent holds the vault. */
  until?: string
}
export interface Place {
  org?: string
  reference: string
}
export interface Why {
  reason?: string
  ticket?: string
  /** Of break-glass: its reference, as it was typed. */
  typed?: string
}
export interface Opening {
  /** Field numbers. */
  fields: number[]
  purpose: 'view' | 'copy' | 'run'
  why: Why
}
export interface Asking {
  minutes: number
  reason: string
  ticket?: string
  /** Field numbers; all where it is left out. */
  fields?: number[]
}
export interface Field {
  n: number
  kind: Credential['fields'][number]['kind']
  label?: string
}
export interface Opened extends Field {
  text: string
}
export interface Look {
  document: Document
  credential?: Pick<Credential, 'class' | 'address' | 'opens' | 'longestMinutes' | 'rotateIn' | 'lease' | 'waiting'> & {
    fields: Field[]
    username?: string
  }
}

interface Hands {
  connection: Connection
  core: VaultCore
  protocol: OrganizationProtocol
  session: Session
}

/** A code that is about to change is refused once it is typed. */
const leastSecondsOfCode = 3

export function makeKeeper({ connection, core: { deeds }, protocol, session }: Hands): Keeper {
  const placeOf = (org: string | undefined): Membership => chooseOrganization(session, org)

  /** Keys and log as they are now; what was read is pinned, so that no server can take it back. */
  async function ready(place: Membership): Promise<void> {
    await protocol.ready(place)
    await protocol.keepHome()
  }

  /** Between reading the log and the credential somebody may have renewed a key: that is worth a second look, not an alarm. */
  async function doing<Answer>(place: Membership, act: () => Promise<Answer>): Promise<Answer> {
    await ready(place)
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof IntegrityError) && !(error instanceof KeyMissing)) throw error
      await ready(place)
      return act()
    }
  }

  async function read(place: Membership, reference: string) {
    const on = { slug: place.slug, reference: reference as Reference }
    const document = await connection.call(openDocument, on)
    if (document.kind !== 'credential') return { document }
    const credential = await connection.call(openCredential, on)
    return { document, credential, shown: shownOf(document, credential) }
  }

  async function readCredential(place: Membership, reference: string) {
    const { document, credential, shown } = await read(place, reference)
    if (!credential) throw new Problem('not-found', { detail: `${document.reference} is no credential.` })
    return { document, credential, shown }
  }

  /** @throws IntegrityError where author, title, address, class or collection are not as they were signed. */
  async function verified({ organizationId }: Membership, credential: Credential, shown: Shown) {
    if (credential.username) {
      try {
        return await deeds.openUsername({ organizationId, shown, credential })
      } catch (error) {
        // A lease may be for other fields, and a key may still be on its way.
        if (!(error instanceof KeyMissing)) throw error
      }
    }
    await deeds.checkCredential({ organizationId, shown, version: credential.current })
    return { username: undefined, labels: {} as Record<string, string> }
  }

  async function revealed(
    place: Membership,
    { credential, shown }: { credential: Credential; shown: Shown },
    fields: number[],
    purpose: 'view' | 'copy' | 'run' | 'totp',
    why: Why,
  ) {
    const { slug, organizationId } = place
    const { id: documentId, reference, current, wraps } = credential
    const lease = wraps.find((wrap) => wrap.lease)?.lease
    const ask = async (actorSeq: number) => {
      const statement = await deeds.signReveal({
        organizationId,
        documentId,
        revision: current.revision,
        fields,
        purpose,
        actorSeq,
        ...why,
        ...(lease && { lease: { payload: lease.payload, signature: lease.signature } }),
      })
      return connection.call(reveal, { slug, reference, ...statement })
    }
    const answer = await ask(credential.nextActorSeq).catch((error: unknown) => {
      // Another window, or another command, was quicker.
      const next = error instanceof Problem && error.code === 'changed-meanwhile' && error.facts.facts?.['next']
      if (typeof next !== 'number') throw error
      return ask(next)
    })
    credential.nextActorSeq = answer.nextActorSeq
    return { organizationId, shown, answer, fields, wraps }
  }

  return {
    who: () =>
      Promise.resolve({
        origin: connection.origin,
        email: session.account.email,
        organizations: session.memberships.map(({ slug, organization: name }) => ({ slug, name })),
      }),

    async search({ org, text, limit }) {
      const { items, count } = await connection.call(search, { slug: placeOf(org).slug, text, limit })
      return { items, count }
    },

    async look({ org, reference }) {
      const place = placeOf(org)
      return doing(place, async () => {
        const { document, credential, shown } = await read(place, reference)
        if (!credential) return { document }
        const { username, labels } = await verified(place, credential, shown)
        const { class: secretClass, address, opens, longestMinutes, rotateIn, lease, waiting } = credential
        const fields = credential.fields.map((field) => labeled(field, labels))
        return {
          document,
          credential: {
            class: secretClass,
            address,
            opens,
            longestMinutes,
            fields,
            ...(username !== undefined && { username }),
            ...(rotateIn !== undefined && { rotateIn }),
            ...(lease && { lease }),
            ...(waiting && { waiting }),
          },
        }
      })
    },

    async open({ org, reference, fields, purpose, why }) {
      const place = placeOf(org)
      const [found, labels] = await doing(place, async () => {
        const it = await readCredential(place, reference)
        return [it, (await verified(place, it.credential, it.shown)).labels] as const
      })
      const kindOf = (n: number) => found.credential.fields.find((field) => field.n === n)?.kind
      const texts = fields.filter((n) => kindOf(n) !== 'totp')
      const opened: Opened[] = []
      if (texts.length > 0) {
        const answer = await deeds.openReveal(await revealed(place, found, texts, purpose, why))
        for (const { n, kind, text } of answer.fields) {
          opened.push({ ...labeled({ n, kind }, labels), text: kind === 'username' ? usernameIn(text) : text })
        }
      }
      for (const n of fields.filter((each) => kindOf(each) === 'totp')) {
        const codes = await deeds.openCodes(await revealed(place, found, [n], 'totp', why))
        if (codes.secondsLeft < leastSecondsOfCode) await pause(codes.secondsLeft * 1_000 + 100)
        const text = codes.secondsLeft < leastSecondsOfCode ? codes.next : codes.code
        opened.push({ ...labeled({ n, kind: 'totp' }, labels), text })
      }
      return { fields: opened }
    },

    async request({ org, reference, ...asked }) {
      const place = placeOf(org)
      const { slug, organizationId } = place
      const { document, credential } = await doing(place, async () => {
        const it = await readCredential(place, reference)
        await verified(place, it.credential, it.shown)
        return it
      })
      const statement = await deeds.signRequest({
        organizationId,
        documentId: credential.id,
        request: uuidv7(),
        ...asked,
      })
      const on = { slug, reference: document.reference }
      const { reference: request, expiresAt } = await connection.call(requestAccess, { ...on, statement })
      return { reference: request, expiresAt }
    },
  }
}

type Shown = ReturnType<typeof shownOf>
const shownOf = ({ title }: Document, { id, address, class: secretClass, collectionId }: Credential) => ({
  documentId: id,
  title,
  address,
  class: secretClass,
  collectionId,
})

function labeled({ n, kind }: Field, labels: Readonly<Record<string, string>>): Field {
  const label = labels[String(n)]
  return { n, kind, ...(label !== undefined && { label }) }
}

/** The labels of custom fields travel with the username. */
const usernameIn = (content: string): string => (JSON.parse(content) as { username: string }).username

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
