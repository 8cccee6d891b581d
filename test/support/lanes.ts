import { v7 as uuidv7 } from 'uuid'
import { createLane, openLane, type Lane } from '#contract/responsibilities.ts'
import type { Day, LaneId, MemberId, PartyId } from '#contract/values.ts'
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

export const day = (text: string): Day => text as Day
