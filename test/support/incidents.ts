import { v7 as uuidv7 } from 'uuid'
import type { IncidentReference } from '#contract/incident-reference.ts'
import { addIncidentEvents, openIncident, readIncident } from '#contract/incidents.ts'
import type { InputOf } from '#contract/endpoint.ts'
import type { Name, Stranger, Vault } from './vault.ts'

type Fields = Partial<Omit<InputOf<typeof openIncident>, 'slug'>>

/** Starts an incident as somebody who may; @returns its reference. */
export async function anIncident(
  vault: Vault,
  title: string,
  fields: Fields = {},
  by: Name | Stranger = 'mara',
): Promise<IncidentReference> {
  const slug = by === 'xenia' ? 'other' : 'acme'
  const { status, body } = await vault.as(by, openIncident, { slug, id: uuidv7(), title, ...fields })
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body.incident
}

/** An entry as a device sends it. */
export const anEvent = (vault: Vault, kind: 'note' | 'call' | 'runbook', fields: object = {}) => ({
  id: uuidv7() as never,
  kind,
  at: vault.clock.now(),
  ...fields,
})

export function noted(vault: Vault, by: Name | Stranger, incident: IncidentReference, ...events: object[]) {
  return vault.as(by, addIncidentEvents, { incident, events: events as never })
}

/** The incident as somebody reads it. @throws Error where that fails. */
export async function readAs(vault: Vault, by: Name | Stranger, incident: IncidentReference) {
  const { status, body } = await vault.as(by, readIncident, { incident })
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
