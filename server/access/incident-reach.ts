import { levelOf } from './reachable.ts'

/**
 * Who sees an incident, in one piece of SQL: who may view its system; of one without, everybody in-house but auditors, and
 * who takes part; of one whose system was erased, the key holders. Rows by their aliases: the member, `i` (incidents), and
 * what `withSystem` joins. Binds @now.
 */
export const seesIncident = <M extends string>(member: M) =>
  `CASE WHEN ${member}.removed_at IS NOT NULL THEN 0
        WHEN s.id IS NOT NULL THEN ${levelOf(member, 's', 'sc')} >= 1
        WHEN i.has_system THEN ${member}.role IN ('owner', 'admin')
        ELSE (${member}.role <> 'auditor' AND (SELECT y.side FROM parties y WHERE y.id = ${member}.party_id) = 'in_house')
             OR EXISTS (SELECT 1 FROM incident_members im WHERE im.incident_id = i.id AND im.member_id = ${member}.id) END` as const

/** The system of an incident (`i`): `s` (documents) and `sc` (its collection), both missing where there is none. */
export const withSystem =
  `LEFT JOIN documents s ON s.id = i.system_id LEFT JOIN collections sc ON sc.id = s.collection_id` as const
