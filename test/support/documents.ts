import { v7 as uuidv7 } from 'uuid'
import { createDocument, verificationChecks, verifyDocument } from '#contract/documents.ts'
import { type InputOf } from '#contract/endpoint.ts'
import { parseReference, type DocumentId, type Reference } from '#contract/values.ts'
import type { Name, Stranger, Vault } from './vault.ts'

type Fields = Partial<Omit<InputOf<typeof createDocument>, 'slug' | 'id'>>

/** Writes a runbook as somebody who may; @returns its reference. */
export async function aRunbook(
  vault: Vault,
  title: string,
  fields: Fields = {},
  by: Name = 'jonas',
): Promise<Reference> {
  return written(vault, { kind: 'runbook', title, ...fields }, by)
}

export async function aSystem(
  vault: Vault,
  title: string,
  fields: Fields = {},
  by: Name = 'jonas',
): Promise<Reference> {
  return written(vault, { kind: 'system', title, ...fields }, by)
}

/** A runbook of the other organization. */
export async function aForeignRunbook(vault: Vault, title: string): Promise<Reference> {
  const answer = await vault.as('xenia', createDocument, {
    ...usual(vault, title),
    slug: 'other',
    collectionId: vault.collections.foreign,
  })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body.reference
}

async function written(vault: Vault, fields: Fields & { title: string }, by: Name): Promise<Reference> {
  const answer = await vault.as(by, createDocument, { ...usual(vault, fields.title), ...fields })
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.reference
}

export const newDocumentId = () => uuidv7() as DocumentId

/** What saving needs, with the least in it. */
export const usual = (vault: Vault, title: string) => ({
  id: newDocumentId(),
  kind: 'runbook' as const,
  title,
  body: `# ${title}\n\n- [ ] Look at it.\n`,
  collectionId: vault.collections.general,
  criticality: 'normal' as const,
  intervalDays: 30,
})

export async function verified(
  vault: Vault,
  reference: Reference,
  by: Name | Stranger = 'jonas',
  revision = 1,
): Promise<void> {
  const kind = parseReference(reference)?.kind ?? 'runbook'
  const answer = await vault.as(by, verifyDocument, { reference, revision, checks: [...verificationChecks[kind]] })
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
}
