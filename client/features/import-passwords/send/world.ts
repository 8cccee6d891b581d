import { v7 as uuidv7 } from 'uuid'
import type { Membership } from '#contract/accounts.ts'
import { createCredential, defaultRotationDays } from '#contract/credentials.ts'
import { listDocuments } from '#contract/documents.ts'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { defaultIntervalDays } from '#contract/values.ts'
import { Unreachable } from '../../../platform/api.ts'
import { failureOf, waitSeconds } from '../../../platform/failure.ts'
import { isProblem } from '../../../platform/query-client.ts'
import { KeyMissing, LockedMeanwhile } from '../../../vault/vault-errors.ts'
import type { AnswerOf, InputOf as DeedInput } from '../../../vault/vault-protocol.ts'
import type { ImportedItem } from '../imported-item.ts'
import type { PlannedRow } from '../plan/plan-import.ts'
import type { AfterFailure, ImportWorld } from './bring-in.ts'
import { secretFields } from './secret-fields.ts'

/** What a browser lends: the server and the vault of the person who brings something in. */
export interface ImportHands {
  call: <E extends Endpoint>(endpoint: E, input: InputOf<E>) => Promise<OutputOf<E>>
  seal: (input: DeedInput<'sealSecret'>) => Promise<AnswerOf<'sealSecret'>>
  /** Reads on in the log: keys may have been renewed meanwhile. */
  refresh: () => Promise<unknown>
  makeCollection: (name: string) => Promise<string>
  /** @param ms milliseconds */
  wait: (ms: number) => Promise<unknown>
}

export type ImportPlace = Pick<Membership, 'slug' | 'organizationId' | 'memberId'>
export type SecretClass = 'standard' | 'guarded'

const criticality = 'normal'

/** Each credential is sealed and sent by itself, owned by who brings it in, unverified, to be reviewed some day. */
export function worldOf(place: ImportPlace, secretClass: SecretClass, hands: ImportHands): ImportWorld {
  const tried = new Set<string>()

  async function send({ item, title, tags }: PlannedRow, id: string, collectionId: string) {
    const { slug, organizationId, memberId } = place
    const address = item.addresses.join('\n')
    const shown = { documentId: id, title, address, class: secretClass, collectionId }
    const secret = await hands.seal({ organizationId, shown, revision: 1, fields: secretFields(item), holders: [] })
    const input = {
      slug,
      id,
      title,
      collectionId,
      tags,
      ownerId: memberId,
      criticality,
      intervalDays: defaultIntervalDays('credential', criticality),
      address,
      class: secretClass,
      rotationDays: defaultRotationDays[secretClass],
      secret,
      imported: true,
      ...secretSince(item),
    }
    return hands.call(createCredential, input as never)
  }

  async function find(id: string, title: string): Promise<{ reference: string } | undefined> {
    const { slug } = place
    const { items } = await hands.call(listDocuments, { slug, kind: 'credential', text: title, limit: 200 } as never)
    return items.find((each) => each.id === id)
  }

  return {
    newId: () => uuidv7(),
    makeCollection: hands.makeCollection,
    async keep(row, { id, collectionId }) {
      const isSecondTry = tried.has(id)
      tried.add(id)
      try {
        return await send(row, id, collectionId)
      } catch (error) {
        // The answer to the first try was lost on the way, and only the answer.
        const made = isSecondTry && isProblem(error, 'already-exists') ? await find(id, row.title) : undefined
        if (!made) throw error
        return made
      }
    },
    afterFailure: (error, tries) => afterFailure(hands, error, tries),
  }
}

/** A password is as old as it is. Not sent of what is young: this device's clock may be ahead of the server's. */
function secretSince({ passwordChangedAt, password }: ImportedItem): { secretSince?: string } {
  const isOld = passwordChangedAt !== undefined && Date.parse(passwordChangedAt) < Date.now() - dayMs
  return isOld && password !== '' ? { secretSince: passwordChangedAt } : {}
}

const dayMs = 24 * 60 * 60_000
const mostTries = 4
const toGoOn = 'To go on, choose the file again: what is in the vault already is skipped.'

async function afterFailure(hands: ImportHands, error: unknown, tries: number): Promise<AfterFailure> {
  const again: AfterFailure = { is: 'again' }
  if (error instanceof LockedMeanwhile) return { is: 'stop', words: `The vault was locked. ${toGoOn}` }
  if (isProblem(error, 'already-exists')) return tries < mostTries ? { is: 'again with another id' } : rowWords(error)
  const isBehind = isProblem(error, 'changed-meanwhile') || (error instanceof KeyMissing && error.absence === 'behind')
  if (isBehind && tries < mostTries) return hands.refresh().then(() => again)
  if (isProblem(error, 'too-many-attempts') && tries < mostTries)
    return hands.wait(1_000 * (waitSeconds(error) ?? 5)).then(() => again)
  const isDown = error instanceof Unreachable || (isProblem(error) && error.status >= 500)
  if (isDown && tries < mostTries) return hands.wait(500 * 4 ** tries).then(() => again)
  if (isDown || isProblem(error, 'not-signed-in')) return { is: 'stop', words: `${failureOf(error).title}. ${toGoOn}` }
  return rowWords(error)
}

/** The server names fields and never quotes them; other errors of ours could, so they are not passed on. */
function rowWords(error: unknown): AfterFailure {
  if (error instanceof KeyMissing) return { is: 'row', words: `${error.message}.` }
  const { title, detail } = failureOf(error)
  return { is: 'row', words: detail ? `${title}. ${detail}` : `${title.replace(/\.$/, '')}.` }
}
