import { insist } from '#contract/crypto/errors.ts'
import type { Side } from '#contract/values.ts'
import type { LogSummary } from './log-summary.ts'

/** Somebody, as the screen named them. */
export interface ShownPerson {
  id: string
  name: string
  /** The name of the party. */
  party: string
  side: Side
}

/** Standing access, as the screen named it. */
export interface ShownGrant {
  id: string
  member: ShownPerson
  /** Id of the collection that it opens; its name is checked by its salted hash. */
  collection: string | undefined
  /** Id of the document that it opens. */
  document: string | undefined
  level: number
}

/**
 * Access is kept and ended by what stood on the screen, so that has to be what the log says: a server that shows one
 * person's access under another's name would have the wrong one ended, and the right one kept.
 * @throws IntegrityError where the log has it otherwise.
 */
export function insistGrantIs(log: LogSummary, shown: ShownGrant): void {
  const grant = log.grants.find(({ id }) => id === shown.id)
  insist(grant !== undefined, 'this access stands in the log')
  insist(grant.member === shown.member.id, 'this access is that person’s')
  insist(isNamed(log, shown.member), 'a person bears the name that the log has')
  insist(grant.collection === shown.collection, 'this access is to what the log says')
  insist(grant.document === shown.document, 'this access is to what the log says')
  insist(grant.level === shown.level, 'this access goes as far as the log says')
}

/** @throws IntegrityError where the server shows somebody else's invitation, or one that nobody signed. */
export function insistInvitationIs(log: LogSummary, shown: { id: string; name: string }): void {
  const invitation = log.invitations.find(({ id }) => id === shown.id)
  insist(invitation !== undefined, 'this invitation stands in the log')
  insist(invitation.name === shown.name, 'an invitation bears the name that the log has')
}

const isNamed = ({ members }: LogSummary, shown: ShownPerson): boolean =>
  members.some(
    ({ id, name, party, side }) =>
      id === shown.id && name === shown.name && side === shown.side && (party === shown.party || side === 'in_house'),
  )

/**
 * A person of the server's with the name, firm and side of the log, once that is at hand. The house itself is called
 * what its organization is called now, which may be newer than what was signed.
 */
export function personIn<P extends ShownPerson>(log: LogSummary | undefined, shown: P): P {
  const known = log?.members.find(({ id }) => id === shown.id)
  if (!known) return shown
  const { name, side, party } = known
  return { ...shown, name, side, party: side === 'in_house' && shown.side === side ? shown.party : party }
}
