import { z } from 'zod'
import { WaitingAdmission } from '#contract/log.ts'
import {
  AccountId,
  CollectionId,
  DocumentId,
  GrantId,
  Instant,
  InvitationId,
  MemberId,
  OrganizationId,
  RequestId,
  Side,
} from '#contract/values.ts'
import { collectionLevelOf, inForce } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

const Head = z.object({ seq: z.int(), hash: z.string() })

/** The log itself. */
export const logQueries = queries((sql) => ({
  head: sql.get(
    Head,
    `SELECT seq, hash FROM organization_log WHERE organization_id = @organizationId ORDER BY seq DESC LIMIT 1`,
  ),
  hashAt: sql.get(
    z.object({ hash: z.string() }),
    `SELECT hash FROM organization_log WHERE organization_id = @organizationId AND seq = @seq`,
  ),
  after: sql.all(
    z.object({ seq: z.int(), payload: z.string(), signature: z.string(), hash: z.string() }),
    `SELECT seq, payload, signature, hash FROM organization_log
      WHERE organization_id = @organizationId AND seq > @seq ORDER BY seq LIMIT @limit`,
  ),
  add: sql.run(
    `INSERT INTO organization_log (organization_id, seq, type, at, member_id, payload, signature, hash)
     VALUES (@organizationId, @seq, @type, @at, @memberId, @payload, @signature, @hash)`,
  ),
  organizationOf: sql.get(
    z.object({ organizationId: OrganizationId, organization: z.string(), slug: z.string() }),
    `SELECT id AS organizationId, name AS organization, slug FROM organizations WHERE org_id = @orgId`,
  ),
  /** Collections and documents of which a member sees something. */
  seenBy: sql.all(
    z.object({ id: z.string() }),
    `SELECT c.id FROM members m JOIN collections c ON c.organization_id = m.organization_id
      WHERE m.id = @memberId AND ${collectionLevelOf('m', 'c')} >= 0
     UNION SELECT g.document_id FROM grants g WHERE g.member_id = @memberId AND g.document_id IS NOT NULL AND ${inForce}
     UNION SELECT d.collection_id FROM grants g JOIN documents d ON d.id = g.document_id
            WHERE g.member_id = @memberId AND ${inForce}
     UNION SELECT l.document_id FROM leases l
            WHERE l.member_id = @memberId AND l.ended_at IS NULL AND coalesce(l.awake_until, l.ends_at) > @now
     UNION SELECT d.collection_id FROM leases l JOIN documents d ON d.id = l.document_id
            WHERE l.member_id = @memberId AND l.ended_at IS NULL AND coalesce(l.awake_until, l.ends_at) > @now`,
  ),
  setOrgId: sql.run(`UPDATE organizations SET org_id = @orgId WHERE id = @organizationId`),
}))

/** The rows that the log decides, and what stands in its way. */
export const projectionQueries = queries((sql) => ({
  party: sql.get(
    z.object({ name: z.string(), side: Side }),
    `SELECT name, side FROM parties WHERE id = @partyId AND organization_id = @organizationId`,
  ),
  account: sql.get(
    z.object({ email: z.string(), encPublicKey: z.string(), signPublicKey: z.string() }),
    `SELECT email, enc_public_key AS encPublicKey, sign_public_key AS signPublicKey FROM accounts WHERE id = @accountId`,
  ),

  memberInUse: sql.get(z.object({ id: MemberId }), `SELECT id FROM members WHERE id = @id`),
  join: sql.run(
    `INSERT INTO members (id, organization_id, account_id, party_id, role, name, joined_at, epoch, enc_public_key,
                          sign_public_key)
     VALUES (@id, @organizationId, @accountId, @partyId, @role, @name, @now, @epoch, @enc, @sign)`,
  ),
  changeMember: sql.run(
    `UPDATE members SET role = @role, party_id = @partyId, epoch = @epoch, enc_public_key = @enc, sign_public_key = @sign
      WHERE id = @id`,
  ),
  /** Of those who can still sign in. */
  owners: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM members m JOIN accounts a ON a.id = m.account_id
      WHERE m.organization_id = @organizationId AND m.role = 'owner' AND m.removed_at IS NULL AND a.disabled_at IS NULL`,
  ),
  /** From when to when somebody held the keys of everything: exposure asks for it. */
  beginHolding: sql.run(
    `INSERT INTO key_holder_times (member_id, since) SELECT @id, @now
      WHERE NOT EXISTS (SELECT 1 FROM key_holder_times WHERE member_id = @id AND ended_at IS NULL)
     ON CONFLICT DO UPDATE SET ended_at = NULL`,
  ),
  endHolding: sql.run(`UPDATE key_holder_times SET ended_at = @now WHERE member_id = @id AND ended_at IS NULL`),
  removeMember: sql.run(`UPDATE members SET removed_at = @now WHERE id = @id AND removed_at IS NULL`),

  invitationInUse: sql.get(z.object({ id: InvitationId }), `SELECT id FROM invitations WHERE id = @id OR key = @key`),
  openFor: sql.get(
    z.object({ id: InvitationId }),
    `SELECT id FROM invitations
      WHERE organization_id = @organizationId AND email = @email AND revoked_at IS NULL AND admitted_at IS NULL
        AND (accepted_at IS NOT NULL OR expires_at > @now)`,
  ),
  invite: sql.run(
    `INSERT INTO invitations (id, organization_id, key, email, name, role, party_id, invited_by, created_at, expires_at,
                              rekeys_member_id)
     VALUES (@id, @organizationId, @key, @email, @name, @role, @partyId, @invitedBy, @now, @expiresAt, @rekeys)`,
  ),
  acceptanceOf: sql.get(
    z.object({ accountId: AccountId, payload: z.string() }),
    `SELECT accepted_by AS accountId, acceptance ->> '$.payload' AS payload FROM invitations
      WHERE id = @id AND accepted_by IS NOT NULL`,
  ),
  admitted: sql.run(`UPDATE invitations SET admitted_at = @now WHERE id = @id`),
  revoke: sql.run(`UPDATE invitations SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL`),

  collectionInUse: sql.get(
    z.object({ id: CollectionId }),
    `SELECT id FROM collections WHERE id IN (@id, @custodyId) OR custody_id IN (@id, @custodyId) LIMIT 1`,
  ),
  collectionNamed: sql.get(
    z.object({ id: CollectionId }),
    `SELECT id FROM collections
      WHERE organization_id = @organizationId AND name = @name COLLATE NOCASE AND archived_at IS NULL`,
  ),
  collectionText: sql.get(
    z.object({ name: z.string(), description: z.string() }),
    `SELECT name, description FROM collections WHERE id = @id`,
  ),
  createCollection: sql.run(
    `INSERT INTO collections (id, organization_id, scope, name, name_salt, description, restricted, created_at, custody_id)
     VALUES (@id, @organizationId, (SELECT coalesce(max(scope), 0) + 1 FROM collections), @name, @salt, @description,
             @restricted, @now, @custodyId)`,
  ),
  nameCollection: sql.run(
    `UPDATE collections SET name = @name, name_salt = @salt, description = @description WHERE id = @id`,
  ),
  changeCollection: sql.run(
    `UPDATE collections SET restricted = @restricted, lease_minutes = @leaseMinutes, revision = revision + 1,
                            archived_at = CASE WHEN @archived THEN @now END
      WHERE id = @id`,
  ),
  contents: sql.get(
    z.object({ documents: z.int(), archived: z.int() }),
    `SELECT count(*) AS documents, count(archived_at) AS archived FROM documents WHERE collection_id = @collectionId`,
  ),

  grantInUse: sql.get(z.object({ id: GrantId }), `SELECT id FROM grants WHERE id = @id`),
  document: sql.get(
    z.object({ id: DocumentId }),
    `SELECT id FROM documents WHERE id = @documentId AND organization_id = @organizationId`,
  ),
  grant: sql.run(
    `INSERT INTO grants (id, organization_id, member_id, collection_id, document_id, level, granted_by, granted_at, ends_at)
     VALUES (@id, @organizationId, @memberId, @collectionId, @documentId, @level, @grantedBy, @now, @endsAt)`,
  ),
  endGrant: sql.run(`UPDATE grants SET ended_at = @now WHERE id = @id AND ended_at IS NULL`),
  /** Of grants that nobody kept: the review whose day is over. */
  lapsedIn: sql.get(
    z.object({ reviewId: z.string() }),
    `SELECT a.id AS reviewId FROM grants g JOIN access_reviews a ON a.organization_id = g.organization_id
      WHERE g.id = @id AND g.lapses_at <= @now AND a.started_at >= g.granted_at
      ORDER BY a.started_at DESC LIMIT 1`,
  ),
  dropWrapsBy: sql.run(`DELETE FROM secret_wraps WHERE by_id = @id`),
  dropLeaseWrapsOf: sql.run(
    `DELETE FROM secret_wraps
      WHERE by_kind = 'lease' AND by_id IN (SELECT id FROM leases WHERE member_id = @memberId AND ended_at IS NULL)`,
  ),
  endLeasesOf: sql.run(
    `UPDATE leases SET ended_at = @now, ended_by = @by, end_kind = 'revoked', end_note = @note
      WHERE member_id = @memberId AND ended_at IS NULL AND ends_at > @now`,
  ),
  /** What somebody opened or wrote that nobody has changed since: they go on knowing it. */
  stillKnown: sql.all(
    z.object({ documentId: DocumentId }),
    `SELECT x.document_id AS documentId
       FROM (SELECT document_id, max(at) AS at
               FROM (SELECT document_id, at FROM reveals WHERE member_id = @memberId
                     UNION ALL SELECT document_id, saved_at FROM secrets WHERE saved_by = @memberId)
              GROUP BY document_id) x
       JOIN credentials k ON k.document_id = x.document_id AND k.rotated_at <= x.at
      WHERE NOT EXISTS (SELECT 1 FROM rotation_tasks t
                         WHERE t.document_id = x.document_id AND t.cause = 'left' AND t.about_id = @memberId AND t.closed_at IS NULL)`,
  ),
  openRotation: sql.run(
    `INSERT INTO rotation_tasks (id, organization_id, document_id, cause, about, about_id, opened_at, opened_by)
     VALUES (@id, @organizationId, @documentId, 'left', @about, @memberId, @now, @by)`,
  ),
  pendingOf: sql.all(
    z.object({ id: RequestId }),
    `SELECT id FROM access_requests WHERE member_id = @memberId AND decided IS NULL`,
  ),
  cancelRequestsOf: sql.run(
    `UPDATE access_requests SET decided = 'cancelled', decided_at = @now, decided_by = @by
      WHERE member_id = @memberId AND decided IS NULL`,
  ),

  secondFactor: sql.get(
    z.object({ enrolledAt: Instant }),
    `SELECT enrolled_at AS enrolledAt FROM second_factors WHERE account_id = @accountId`,
  ),
  setPolicies: sql.run(
    `UPDATE organizations SET requires_second_factor = @secondFactor, single_admin = @singleAdmin,
                              drill_days = @drillDays
      WHERE id = @organizationId`,
  ),
  setRecovery: sql.run(
    `INSERT INTO recovery_kits (organization_id, recovery_id, epoch, k, n, set_at, set_by)
     VALUES (@organizationId, @recoveryId, @epoch, @k, @n, @now, @by)
     ON CONFLICT (organization_id) DO UPDATE SET epoch = excluded.epoch, k = excluded.k, n = excluded.n,
       set_at = excluded.set_at, set_by = excluded.set_by, drilled_at = NULL, drilled_by = NULL`,
  ),
}))

const GivenWrap = { granter: z.string(), granterEpoch: z.int(), wrap: z.string() }

/** Seeds on their way to people. */
export const keyQueries = queries((sql) => ({
  addEpoch: sql.run(
    `INSERT INTO collection_epochs (collection_id, epoch, previous_reveal, previous_custody)
     VALUES (@collectionId, @epoch, @previousReveal, @previousCustody)`,
  ),
  setEpoch: sql.run(`UPDATE collections SET epoch = @epoch WHERE id = @collectionId`),
  dropWraps: sql.run(`DELETE FROM seed_wraps WHERE collection_id = @collectionId`),
  addWrap: sql.run(
    `INSERT INTO seed_wraps (collection_id, epoch, of, recipient_id, recipient_epoch, granter_id, granter_epoch, wrap)
     VALUES (@collectionId, @epoch, @of, @to, @toEpoch, @granterId, @granterEpoch, @wrap)
     ON CONFLICT (collection_id, of, recipient_id) DO UPDATE SET epoch = excluded.epoch,
       recipient_epoch = excluded.recipient_epoch, granter_id = excluded.granter_id,
       granter_epoch = excluded.granter_epoch, wrap = excluded.wrap`,
  ),
  wrapsTo: sql.all(
    z.object({
      collectionId: CollectionId,
      epoch: z.int(),
      of: z.enum(['reveal', 'custody']),
      toEpoch: z.int(),
      ...GivenWrap,
    }),
    `SELECT w.collection_id AS collectionId, w.epoch, w.of, w.recipient_epoch AS toEpoch, w.granter_id AS granter,
            w.granter_epoch AS granterEpoch, w.wrap
       FROM seed_wraps w JOIN collections c ON c.id = w.collection_id
      WHERE w.recipient_id = @to AND c.organization_id = @organizationId`,
  ),
  dropWrap: sql.run(`DELETE FROM seed_wraps WHERE collection_id = @collectionId AND of = @of AND recipient_id = @to`),
  /** The wraps to whom they go, of all collections. */
  wraps: sql.all(
    z.object({
      collectionId: CollectionId,
      epoch: z.int(),
      of: z.enum(['reveal', 'custody']),
      to: z.string(),
      toEpoch: z.int(),
    }),
    `SELECT w.collection_id AS collectionId, w.epoch, w.of, w.recipient_id AS "to", w.recipient_epoch AS toEpoch
       FROM collections c JOIN seed_wraps w ON w.collection_id = c.id
      WHERE c.organization_id = @organizationId`,
  ),
  /** Collections whose reveal key is a member's by a grant in force. */
  revealedTo: sql.all(
    z.object({ collectionId: CollectionId }),
    `SELECT DISTINCT g.collection_id AS collectionId FROM grants g
      WHERE g.member_id = @memberId AND g.collection_id IS NOT NULL AND g.level >= 2 AND ${inForce}`,
  ),
  toCustody: sql.get(
    z.object(GivenWrap),
    `SELECT granter_id AS granter, granter_epoch AS granterEpoch, wrap FROM seed_wraps
      WHERE collection_id = @collectionId AND of = 'reveal' AND recipient_id = @custodyId`,
  ),
  previous: sql.all(
    z.object({ epoch: z.int(), previousReveal: z.string(), previousCustody: z.string().optional() }),
    `SELECT epoch, previous_reveal AS previousReveal, previous_custody AS previousCustody FROM collection_epochs
      WHERE collection_id = @collectionId AND epoch > 1 ORDER BY epoch`,
  ),
}))

/** Those who have used an invitation and wait; lists of organizations; what has lapsed. */
export const admissionQueries = queries((sql) => ({
  waiting: sql.all(
    WaitingAdmission,
    `SELECT id AS invitation, acceptance, accepted_at AS since FROM invitations
      WHERE organization_id = @organizationId AND accepted_at IS NOT NULL AND admitted_at IS NULL AND revoked_at IS NULL
      ORDER BY accepted_at, id`,
  ),
  waitingFor: sql.get(
    z.object({
      organizationId: OrganizationId,
      name: z.string(),
      invitedBy: MemberId,
      since: Instant,
      remindedAt: Instant.optional(),
    }),
    `SELECT organization_id AS organizationId, name, invited_by AS invitedBy, accepted_at AS since,
            reminded_at AS remindedAt
       FROM invitations
      WHERE id = @invitation AND accepted_by = @accountId AND admitted_at IS NULL AND revoked_at IS NULL`,
  ),
  remindedAt: sql.get(
    z.object({ remindedAt: Instant.optional() }),
    `SELECT reminded_at AS remindedAt FROM invitations WHERE id = @id`,
  ),
  reminded: sql.run(`UPDATE invitations SET reminded_at = @now WHERE id = @invitation`),
  lapsed: sql.all(
    z.object({ id: GrantId }),
    `SELECT g.id FROM members m JOIN grants g ON g.member_id = m.id AND g.ended_at IS NULL
      WHERE m.organization_id = @organizationId AND g.lapses_at <= @now
      ORDER BY g.id`,
  ),
  home: sql.get(
    z.object({ counter: z.int(), sealed: z.string() }),
    `SELECT counter, sealed FROM homes WHERE account_id = @accountId`,
  ),
  saveHome: sql.run(
    `INSERT INTO homes (account_id, counter, sealed) VALUES (@accountId, @counter, @sealed)
     ON CONFLICT (account_id) DO UPDATE SET counter = excluded.counter, sealed = excluded.sealed
      WHERE homes.counter = excluded.counter - 1`,
  ),
}))

// What a damaged row holds is not known before it is checked, so nothing is promised about its columns.
const anything = z.unknown().optional()
const facts = <Name extends string>(...names: Name[]) =>
  z.object(Object.fromEntries(['id', ...names].map((name) => [name, anything])) as Record<Name | 'id', typeof anything>)

/** The rows of an organization as the log would have them, for comparison. */
export const checkLogQueries = queries((sql) => ({
  organizations: sql.all(facts('slug', 'orgId'), `SELECT id, slug, org_id AS orgId FROM organizations ORDER BY slug`),
  members: sql.all(
    facts('account', 'party', 'role', 'name', 'epoch', 'enc', 'sign').extend({ removed: z.boolean() }),
    `SELECT id, account_id AS account, party_id AS party, role, name, epoch, enc_public_key AS enc,
            sign_public_key AS sign, removed_at IS NOT NULL AS removed
       FROM members WHERE organization_id = @organizationId`,
  ),
  invitations: sql.all(
    facts('key', 'name', 'email', 'role', 'party', 'expiresAt', 'by', 'rekeys', 'state'),
    `SELECT id, key, name, email, role, party_id AS party, expires_at AS expiresAt, invited_by AS by,
            rekeys_member_id AS rekeys,
            CASE WHEN revoked_at IS NOT NULL THEN 'cancelled' WHEN admitted_at IS NOT NULL THEN 'used'
                 ELSE 'open' END AS state
       FROM invitations WHERE organization_id = @organizationId`,
  ),
  collections: sql.all(
    facts('custodyId', 'name', 'salt', 'leaseMinutes', 'epoch').extend({
      restricted: z.boolean(),
      archived: z.boolean(),
    }),
    `SELECT id, custody_id AS custodyId, name, name_salt AS salt, restricted, archived_at IS NOT NULL AS archived,
            lease_minutes AS leaseMinutes, epoch
       FROM collections WHERE organization_id = @organizationId`,
  ),
  grants: sql.all(
    facts('member', 'collection', 'document', 'level', 'endsAt', 'by'),
    `SELECT id, member_id AS member, collection_id AS collection, document_id AS document, level, ends_at AS endsAt,
            granted_by AS by
       FROM grants WHERE organization_id = @organizationId AND ended_at IS NULL`,
  ),
  policies: sql.all(
    facts('drillDays').extend({ secondFactor: z.boolean(), singleAdmin: z.boolean() }),
    `SELECT id, requires_second_factor AS secondFactor, single_admin AS singleAdmin, drill_days AS drillDays
       FROM organizations WHERE id = @organizationId`,
  ),
  recovery: sql.all(
    facts('recovery', 'epoch', 'k', 'n'),
    `SELECT organization_id AS id, recovery_id AS recovery, epoch, k, n FROM recovery_kits
      WHERE organization_id = @organizationId`,
  ),
  epochs: sql.all(
    facts().extend({ isWhole: z.boolean() }),
    `SELECT e.collection_id || ' ' || e.epoch AS id,
            (e.epoch = 1) = (e.previous_reveal IS NULL) AND (e.epoch = 1) = (e.previous_custody IS NULL) AS isWhole
       FROM collections c JOIN collection_epochs e ON e.collection_id = c.id
      WHERE c.organization_id = @organizationId`,
  ),
}))
