import { z } from 'zod'
import { checkStatement, fromBase64url, IntegrityError } from '#contract/crypto/verify.ts'
import { apply, Refused } from '#contract/log/apply.ts'
import type { LogState } from '#contract/log/state.ts'
import { Statement } from '#contract/log/statements.ts'
import { auditHead } from '../access/audit.ts'
import type { ChainedEntry } from '../access/audit-chain.ts'
import { consistently, type Db } from '../platform/database.ts'
import { checkQueries } from './queries.ts'

/**
 * What people have signed stands in the audit log as they signed it. The organization's log is replayed out of it, so
 * that every signature is held against the key that its signer had at that moment; and whoever's reveals were left out
 * leaves a gap in their own count.
 */
export interface StatementChecks {
  /** @returns what is wrong with what this entry embeds. */
  check(entry: ChainedEntry): string | undefined
  /** @param entries how many were read. @returns what the organizations' logs say otherwise than the entries did. */
  finish(db: Db, entries: number): string[]
  /** Signatures that were checked. */
  readonly count: number
}

/** The organization's log has its entries as they are; other acts call what they embed a statement. */
const Signed = z
  .object({ payload: z.string().optional(), statement: z.string().optional(), signature: z.string() })
  .transform(({ payload, statement = '', signature }) => ({ payload: payload ?? statement, signature }))
type Signed = z.infer<typeof Signed>
const Head = z.object({
  type: z.string(),
  by: z.string(),
  document: z.string().optional(),
  actorSeq: z.int().optional(),
})

const Kit = z.object({ type: z.enum(['drill', 'recovery']) })
const idBytes = (id: string) => new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex'))

export function statementChecks(): StatementChecks {
  const logs = new Map<string, LogState>()
  const reveals = new Map<string, number>()
  let count = 0

  function ofLog(organizationId: string, signed: Signed): string | undefined {
    try {
      logs.set(organizationId, apply(logs.get(organizationId), signed))
      return undefined
    } catch (error) {
      if (error instanceof Refused) return `embeds a statement that does not stand: ${error.message}`
      throw error
    }
  }

  function ofMember(
    { memberId, subjectId }: ChainedEntry,
    organizationId: string,
    { payload, signature }: Signed,
  ): string | undefined {
    const head = Head.safeParse(parsed(payload)).data
    const log = logs.get(organizationId)
    const signer = head && log?.members.get(head.by)
    if (!head || !log || !signer) return 'embeds a statement of nobody who was a member'
    try {
      const statement = { type: head.type, orgId: fromBase64url(log.orgId), payload }
      checkStatement(statement, fromBase64url(signature), fromBase64url(signer.keys.sign))
    } catch (error) {
      if (error instanceof IntegrityError) return `embeds a statement that ${signer.name} did not sign`
      throw error
    }
    if (head.by !== memberId) return `embeds a statement of ${signer.name} as somebody else’s`
    if (head.document !== undefined && head.document !== subjectId) {
      return `embeds a statement of ${signer.name} about another document`
    }
    if (head.actorSeq === undefined) return undefined
    const before = reveals.get(signer.id) ?? 0
    reveals.set(signer.id, head.actorSeq)
    if (head.actorSeq === before + 1) return undefined
    return `is reveal ${head.actorSeq} of ${signer.name}, and ${before} ${before === 1 ? 'has' : 'have'} been recorded before it`
  }

  /** Of a drill, and of who came with the cards: before that there is nothing but the organization's own id to go by. */
  function ofKit(organizationId: string, { payload, signature }: Signed): string | undefined {
    const log = logs.get(organizationId)
    const { type } = Kit.safeParse(parsed(payload)).data ?? {}
    if (!type || !log?.recovery) return 'embeds a statement of recovery cards that there were none of'
    const orgId = type === 'recovery' ? idBytes(organizationId) : fromBase64url(log.orgId)
    try {
      checkStatement({ type, orgId, payload }, fromBase64url(signature), fromBase64url(log.recovery.keys.sign))
      return undefined
    } catch (error) {
      if (error instanceof IntegrityError) return 'embeds a statement that the recovery cards did not sign'
      throw error
    }
  }

  return {
    check(entry) {
      const { organizationId, act, details } = entry
      const signed = Signed.safeParse(details).data
      if (!signed?.payload || organizationId === undefined) return undefined
      count += 1
      const isOfLog = Statement.safeParse(parsed(signed.payload)).success
      if (isOfLog) return ofLog(organizationId, signed)
      return act.startsWith('recovery.') ? ofKit(organizationId, signed) : ofMember(entry, organizationId, signed)
    },
    finish(db, entries) {
      const [kept, isStill] = consistently(db, () => [
        checkQueries(db).organizationLogs(),
        (auditHead(db)?.seq ?? 0) === entries,
      ])
      const rows = new Map(kept.map((row) => [row.organizationId as string, row]))
      const ids = [...new Set([...rows.keys(), ...logs.keys()])]
      return ids.flatMap((id) => {
        const [log, row] = [logs.get(id), rows.get(id)]
        const [told, has] = [log?.seq ?? 0, row?.entries ?? 0]
        // A server that runs may have added to both since.
        if (told === has || (told < has && !isStill)) return []
        return [`The log of ${row?.slug ?? log?.name ?? id} has ${has} entries, and the audit log tells of ${told}`]
      })
    },
    get count() {
      return count
    },
  }
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}
