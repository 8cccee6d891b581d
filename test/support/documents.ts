import { v7 as uuidv7 } from 'uuid'
import type { DrawingInput } from '#contract/diagrams.ts'
import { createDocument, verificationChecks, verifyDocument } from '#contract/documents.ts'
import { type InputOf } from '#contract/endpoint.ts'
import { parseReference, type DocumentId, type Reference } from '#contract/values.ts'
import type { VendorFactsInput } from '#contract/vendors.ts'
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

/** A diagram of one firewall and one switch, unless told what is drawn. */
export async function aDiagram(
  vault: Vault,
  title: string,
  fields: Fields = {},
  by: Name = 'jonas',
): Promise<Reference> {
  return written(vault, { kind: 'diagram', title, body: '', content: aDrawing(), ...fields }, by)
}

export async function aVendor(
  vault: Vault,
  title: string,
  fields: Fields = {},
  by: Name = 'jonas',
): Promise<Reference> {
  return written(vault, { kind: 'vendor', title, body: '', content: someVendor(), ...fields }, by)
}

export const aDrawing = (): DrawingInput => ({
  format: 'diagram/1',
  devices: [
    { id: 'fw1', shape: 'firewall', label: 'FortiGate 100F', addresses: ['203.0.113.10'], group: 'ho', x: 10, y: 20 },
    { id: 'sw1', shape: 'switch', label: 'Core switch', x: 10, y: 200 },
  ],
  groups: [{ id: 'ho', kind: 'site', label: 'Head office', x: 0, y: 0, width: 400, height: 400 }],
  links: [{ id: 'l1', from: 'fw1', to: 'sw1', medium: 'fibre', fromPort: 'port1' }],
})

export const someVendor = (): VendorFactsInput => ({
  format: 'vendor/1',
  phone: '01632 960 118',
  accounts: [{ label: 'Circuit', value: 'BRL-77120' }],
  contacts: [{ id: 'c1', name: 'Ada Brook', role: 'Field engineer', phone: '01632 960 119' }],
})

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
