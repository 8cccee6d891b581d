import { describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { insistGrantIs, insistInvitationIs, personIn } from '../../client/vault/shown-access.ts'
import { aPerson, aPureOrganization } from '../support/pure-organization.ts'

/** Jonas has access to General, Rosa to a collection of her own. */
async function granted() {
  const acme = await aPureOrganization()
  const jonas = await acme.letIn(await aPerson('Jonas'), 'editor')
  const rosa = await acme.letIn(await aPerson('Rosa'), 'reader')
  const secret = await acme.collection('Secret')
  const [ofJonas, ofRosa] = [uuidv7(), uuidv7()]
  await acme.state(acme.owner, [
    { type: 'grant.set', grant: ofJonas, member: jonas.member, on: { collection: acme.general }, level: 1 },
    { type: 'grant.set', grant: ofRosa, member: rosa.member, on: { collection: secret }, level: 2 },
  ])
  const log = await acme.follow(acme.owner)
  const party = log.members.find(({ id }) => id === jonas.member)?.party ?? ''
  const member = { id: jonas.member, name: 'Jonas', party, side: 'in_house' as const }
  const shown = { id: ofJonas, member, collection: acme.general, document: undefined, level: 1 }
  return { log, jonas, rosa, secret, ofRosa, shown }
}

describe('access that is kept or ended', () => {
  test('is what the log has', async () => {
    const { log, shown } = await granted()
    expect(() => insistGrantIs(log, shown)).not.toThrow()
  })

  test('is not touched where the server lies about a name, a person, a place, a level, or all of it', async () => {
    const { log, rosa, secret, ofRosa, shown } = await granted()
    const lies = {
      'another name': { ...shown, member: { ...shown.member, name: 'Rosa' } },
      'another firm’s name for a person of the house': {
        ...shown,
        member: { ...shown.member, side: 'partner' as const },
      },
      'another person of the name that is meant': { ...shown, member: { ...shown.member, id: rosa.member } },
      'another’s access under this name': { ...shown, id: ofRosa },
      'another place': { ...shown, collection: secret },
      'a document instead of a collection': { ...shown, collection: undefined, document: uuidv7() },
      'another level': { ...shown, level: 4 },
      'access that nobody gave': { ...shown, id: uuidv7() },
    }
    for (const [lie, told] of Object.entries(lies)) expect(() => insistGrantIs(log, told), lie).toThrow(IntegrityError)
  })

  test('names people as the log does, once it is at hand', async () => {
    const { log, shown } = await granted()
    const lie = { ...shown.member, name: 'Priya', side: 'partner' as const, party: 'Northlight IT' }
    expect(personIn(undefined, lie)).toEqual(lie)
    expect(personIn(log, lie)).toEqual(shown.member)
  })

  test('an invitation is taken back by the name that was signed, and a made-up one is none', async () => {
    const { log } = await granted()
    const invitation = { id: uuidv7(), name: 'Ida' }
    const open = { ...log, invitations: [{ ...invitation } as never] }
    expect(() => insistInvitationIs(open, invitation)).not.toThrow()
    expect(() => insistInvitationIs(open, { ...invitation, name: 'Ivo' })).toThrow(IntegrityError)
    expect(() => insistInvitationIs(log, invitation)).toThrow(IntegrityError)
  })
})
