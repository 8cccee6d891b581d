import { kinds } from '#contract/values.ts'
import { daysLeftOf, doubtsOf, editedSinceVerified, opened90, stateOf } from './freshness.ts'
import { leaseRuns } from './lease-sql.ts'
import { canView, levelOf } from './reachable.ts'

/**
 * The SQL of a document wherever documents are listed: library, queue, home, search. Aliases: `actor` (members), `d`
 * (documents), `c` (collections), `o` and `op` (owner and party), `p` and `pp` (deputy and party), `u` (last editor).
 * Binds @memberId, @now, @today and @useSince.
 */

const prefixes = Object.entries(kinds)
  .map(([kind, { prefix }]) => `WHEN '${kind}' THEN '${prefix}'`)
  .join(' ')

/** RB-14, from any row that has a kind and a number. */
export const referenceOf = <D extends string, P extends string = ''>(row: D, prefix: P = '' as P) =>
  `(CASE ${row}.${prefix}kind ${prefixes as ''} END || printf('-%02d', ${row}.${prefix}number))` as const

export const person = <M extends string, P extends string>(member: M, party: P) =>
  `json_object('id', ${member}.id, 'name', ${member}.name, 'side', ${party}.side, 'party', ${party}.name)` as const

/** Auditors see that a document exists, who owns it and whether it is fresh: nothing of its content. */
export const readsContent = `(actor.role <> 'auditor' OR ${levelOf('actor', 'd', 'c')} >= 1)` as const

/**
 * One doubt as the contract's Cause; what was cited is named only to those who may see it. What was purged is named by
 * its number, which stands in the text.
 */
export const causeOf = `json_object(
    'cause', x.cause, 'at', x.at,
    'flagId', CASE WHEN x.cause = 'flag' THEN x.id END,
    'text', CASE WHEN x.cause IN ('flag', 'run_failed') THEN x.text END,
    'runId', CASE WHEN x.cause = 'run_failed' THEN x.source_id END,
    'by', (SELECT name FROM members WHERE id = x.member_id),
    'reference', CASE x.cause WHEN 'cited_purged' THEN ${referenceOf('x', 'source_')} ELSE
                  (SELECT ${referenceOf('sd')} FROM documents sd JOIN collections sc ON sc.id = sd.collection_id
                    WHERE sd.id = x.source_id AND ${levelOf('actor', 'sd', 'sc')} >= 0) END,
    'title', (SELECT sd.title FROM documents sd JOIN collections sc ON sc.id = sd.collection_id
               WHERE sd.id = x.source_id AND ${levelOf('actor', 'sd', 'sc')} >= 0))` as const

/**
 * How far the caller gets with a credential (`k`): `open` now, `request` a lease, or `none`. Break-glass is for key
 * holders; auditors open nothing.
 */
export const opensOf = `CASE
    WHEN actor.role IN ('owner', 'admin') THEN 'open'
    WHEN k.class = 'break_glass' OR actor.role = 'auditor' THEN 'none'
    WHEN ${levelOf('actor', 'd', 'c')} >= 2 THEN 'open'
    WHEN EXISTS (SELECT 1 FROM leases l WHERE l.member_id = actor.id AND l.document_id = d.id AND ${leaseRuns('l')}) THEN 'open'
    WHEN ${levelOf('actor', 'd', 'c')} = 1 THEN 'request'
    ELSE 'none' END` as const

/** Days until a secret is due to be changed, below zero once it is late; NULL where no day is set. */
export const rotateInOf = `CAST(julianday(k.rotate_on) - julianday(@today) AS INTEGER)` as const

/** A rotation task of the credential is open. */
export const mustRotate =
  `EXISTS (SELECT 1 FROM rotation_tasks t WHERE t.document_id = d.id AND t.closed_at IS NULL)` as const

/** What a list or a chip says of a credential, beside the spine. */
const credentialOf = `CASE WHEN d.kind = 'credential' THEN
    (SELECT json_object('class', k.class, 'address', CASE WHEN ${readsContent} THEN d.body ELSE '' END,
            'rotateOn', k.rotate_on, 'rotateIn', ${rotateInOf}, 'opens', ${opensOf},
            'mustRotate', json(CASE WHEN ${mustRotate} THEN 'true' ELSE 'false' END))
       FROM credentials k WHERE k.document_id = d.id) END AS credential` as const

/** What a list or a chip says of a vendor: whom to call, and what they ask for first. */
const vendorOf = `CASE WHEN d.kind = 'vendor' AND ${readsContent} THEN
    json_object('phone', json_extract(d.content, '$.phone'), 'account', json_extract(d.content, '$.accounts[0]')) END AS vendor` as const

/** Whether a run showed that something is not right with its runbook. */
export const hasFailed = <R extends string>(run: R) =>
  `(${run}.outcome = 'needs_changes' OR ${run}.has_failed_step = 1)` as const

/** How a runbook did in its runs, out of an index alone. */
const runsOf = `CASE WHEN d.kind = 'runbook' AND ${readsContent} THEN
    (SELECT CASE WHEN count(*) > 0 THEN json_object('times', count(*) FILTER (WHERE r.outcome <> 'abandoned'),
            'lastWorkedAt', max(CASE WHEN r.outcome = 'worked' THEN r.finished_at END),
            'lastFailedAt', max(CASE WHEN ${hasFailed('r')} THEN r.finished_at END)) END
       FROM runs r WHERE r.document_id = d.id AND r.outcome IS NOT NULL) END AS runs` as const

/** The columns that Document and DocumentLine share. */
export const documentColumns = `
  d.id, ${referenceOf('d')} AS reference, d.kind, d.title,
  CASE WHEN ${readsContent} THEN d.summary ELSE '' END AS summary,
  d.collection_id AS collectionId, c.name AS collection,
  CASE WHEN ${readsContent} THEN d.tags ELSE '[]' END AS tags,
  d.criticality,
  CASE WHEN ${canView('o', 'd', 'c')} THEN ${person('o', 'op')} END AS owner,
  CASE WHEN ${canView('p', 'd', 'c')} THEN ${person('p', 'pp')} END AS deputy,
  CASE WHEN ${readsContent} THEN
    (SELECT json_object('reference', ${referenceOf('s')}, 'title', s.title)
       FROM document_relations r JOIN documents s ON s.id = r.related_id JOIN collections sc ON sc.id = s.collection_id
      WHERE r.document_id = d.id AND s.kind = 'system' AND s.archived_at IS NULL AND ${levelOf('actor', 's', 'sc')} >= 0
      ORDER BY r.position LIMIT 1) END AS system,
  d.revision, d.updated_at AS updatedAt, u.name AS updatedBy, d.archived_at AS archivedAt,
  ${opened90('d')} AS opened90,
  EXISTS (SELECT 1 FROM pins WHERE pins.member_id = actor.id AND pins.document_id = d.id) AS pinned,
  ${levelOf('actor', 'd', 'c')} AS level,
  ${stateOf('d')} AS state, ${daysLeftOf('d')} AS daysLeft, d.due_on AS dueOn, d.verified_at AS verifiedAt,
  d.interval_days AS intervalDays, coalesce(${editedSinceVerified('d')}, 0) AS editedSinceVerified,
  ${credentialOf},
  ${vendorOf},
  ${runsOf}` as const

export const lineColumns = `${documentColumns},
  (SELECT count(*) FROM doubts x WHERE ${doubtsOf('d')}) AS causes,
  CASE WHEN ${readsContent} THEN
    (SELECT ${causeOf} FROM doubts x WHERE ${doubtsOf('d')} ORDER BY x.cause = 'flag' DESC, x.at DESC LIMIT 1)
  END AS cause` as const

/** Everything that `documentColumns` needs, joined to `actor` and `d`. */
export const lineJoins = `
  JOIN collections c ON c.id = d.collection_id
  JOIN members u ON u.id = d.updated_by
  LEFT JOIN members o ON o.id = d.owner_id LEFT JOIN parties op ON op.id = o.party_id
  LEFT JOIN members p ON p.id = d.deputy_id LEFT JOIN parties pp ON pp.id = p.party_id` as const

/** A document as a chip. */
export const chipColumns = `
  ${referenceOf('d')} AS reference, d.kind, d.title, ${stateOf('d')} AS state, ${daysLeftOf('d')} AS daysLeft,
  d.interval_days AS intervalDays, d.criticality, d.updated_at AS updatedAt, d.archived_at IS NOT NULL AS archived,
  ${credentialOf},
  ${vendorOf}` as const

/** Nobody keeps it: owner and deputy are both gone, or can no longer see it. */
export const hasNoKeeper =
  `NOT EXISTS (SELECT 1 FROM members k WHERE k.id IN (d.owner_id, d.deputy_id) AND ${canView('k', 'd', 'c')})` as const
