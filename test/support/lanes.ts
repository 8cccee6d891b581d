import { v7 as uuidv7 } from 'uuid'
import { createLane, openLane, setAway, type Lane } from '#contract/responsibilities.ts'
import type { AbsenceId, LaneId, MemberId, PartyId } from '#contract/values.ts'
import { cast, type Name, type Vault } from './vault.ts'

/** Lanes as tests write them. */

/** A person of the cast, with the party they work for. */
export const held = (vault: Vault, name: Name): { partyId: PartyId; memberId: MemberId } => ({
  partyId: vault.acme.parties[cast[name].side],
  memberId: vault.member(name),
})
export const partner = (vault: Vault): { partyId: PartyId } => ({ partyId: vault.acme.parties.partner })

export const blankLane = { name: 'Network', systems: [], accountable: [], consulted: [], informed: [], linked: [] }

/** A lane of mara's. */
export async function aLane(vault: Vault, fields: object = {}, by: Name = 'mara'): Promise<LaneId> {
  const id = uuidv7() as LaneId
  const { status, body } = await vault.as(by, createLane, { ...blankLane, ...fields, id })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return id
}
export const laneAs = async (vault: Vault, name: Name, laneId: LaneId): Promise<Lane> =>
  (await vault.as(name, openLane, { laneId })).body

/** Of a week that is to come, unless told. @returns its id. */
export async function anAbsence(
  vault: Vault,
  name: Name,
  { coverId, ...fields }: { from?: string; until?: string; coverId?: string | undefined; note?: string } = {},
): Promise<AbsenceId> {
  const id = uuidv7() as AbsenceId
  const { status, body } = await vault.as(name, setAway, {
    ...{ id, memberId: vault.member(name), from: '2026-03-09', until: '2026-03-13' },
    ...fields,
    ...(coverId !== undefined && { coverId }),
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return id
}
