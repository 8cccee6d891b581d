import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import {
  archiveDocument,
  createDocument,
  openDocument,
  openRevision,
  raiseFlag,
  saveDocument,
  verificationChecks,
  verifyDocument,
} from '#contract/documents.ts'
import { Problem } from '#contract/problems.ts'
import { search } from '#contract/search.ts'
import type { CollectionId, DocumentId } from '#contract/values.ts'
import { Unreachable } from '../../client/platform/api.ts'
import type { Connection } from '../../client/cli/connection.ts'

/**
 * What has been acknowledged, written down by those who were told (ASSURANCE §2): a record is noted when its answer has
 * arrived, and says itself what must be in it. What was not answered may be there whole, or not at all.
 */
export interface Ledger {
  readonly documents: Map<string, Noted>
}

interface Noted {
  /** The word by which it must be found. */
  word: string
  /** SHA-256 of the body of each revision that was acknowledged. */
  revisions: Map<number, string>
  isVerified: boolean
  isFlagged: boolean
  isArchived: boolean
  /** Something more was asked of it and not answered. */
  isUnsure: boolean
}

export interface Place {
  slug: string
  collectionId: CollectionId
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A word that stands nowhere else. */
const wordFor = (run: string, client: number, n: number) => `w${sha256(`${run} ${client} ${n}`).slice(0, 16)}`

/**
 * One client: writes documents, saves them again, verifies, reports, archives, one request at a time, until the server
 * is gone.
 * @returns whether a request was under way when it went.
 */
export async function keepWriting(
  connection: Connection,
  { slug, collectionId }: Place,
  ledger: Ledger,
  { run, client }: { run: string; client: number },
): Promise<boolean> {
  for (let n = 1; ; n++) {
    const word = wordFor(run, client, n)
    const bodyOf = (revision: number) =>
      `# ${run} ${client} ${n}\n\n${word} ${revision} ${'x'.repeat((n * 997) % 5_000)}\n`
    const text = {
      slug,
      title: `${run} ${client} ${n}`,
      summary: '',
      tags: [`c${client}`],
      collectionId,
      criticality: 'normal' as const,
      intervalDays: 90,
    }
    const noted: Noted = {
      word,
      revisions: new Map(),
      isVerified: false,
      isFlagged: false,
      isArchived: false,
      isUnsure: true,
    }
    try {
      const body = bodyOf(1)
      const id = uuidv7() as DocumentId
      const { reference } = await connection.call(createDocument, { ...text, id, kind: 'runbook', body })
      ledger.documents.set(reference, noted)
      noted.revisions.set(1, sha256(body))
      const on = { slug, reference }
      for (let revision = 1; revision <= n % 4; revision++) {
        const next = bodyOf(revision + 1)
        await connection.call(saveDocument, { ...text, ...on, revision, body: next })
        noted.revisions.set(revision + 1, sha256(next))
      }
      const revision = noted.revisions.size
      if (n % 3 === 0) {
        await connection.call(verifyDocument, { ...on, revision, checks: [...verificationChecks.runbook] })
        noted.isVerified = true
      }
      if (n % 5 === 0) {
        await connection.call(raiseFlag, { ...on, text: `Wrong: ${word}` })
        noted.isFlagged = true
      }
      if (n % 7 === 0) {
        await connection.call(archiveDocument, on)
        noted.isArchived = true
      }
      noted.isUnsure = false
    } catch (error) {
      if (error instanceof Unreachable) return true
      throw error
    }
  }
}

/** Compares what the server has with what it acknowledged. @returns a sentence for every difference. */
export async function lostFrom(ledger: Ledger, connection: Connection, { slug }: Place): Promise<string[]> {
  const lost: string[] = []
  for (const [reference, noted] of ledger.documents) {
    try {
      const document = await connection.call(openDocument, { slug, reference })
      const { word, revisions, isVerified, isFlagged, isArchived, isUnsure } = noted
      for (const [revision, digest] of revisions) {
        const { body } = await connection.call(openRevision, { slug, reference, revision })
        if (sha256(body) !== digest) lost.push(`${reference}: revision ${revision} is not what was saved`)
      }
      const last = Math.max(...revisions.keys())
      if (document.revision !== last && !(isUnsure && document.revision === last + 1)) {
        lost.push(`${reference}: ${document.revision} revisions instead of ${last}`)
      }
      if (isVerified && document.verifiedAt === undefined) lost.push(`${reference}: no longer verified`)
      if (isFlagged && !document.causes.some(({ text }) => text === `Wrong: ${word}`))
        lost.push(`${reference}: the report is gone`)
      if (isArchived && document.archivedAt === undefined) lost.push(`${reference}: no longer archived`)
      if (!isArchived && !isUnsure) {
        const { items } = await connection.call(search, { slug, text: word })
        if (items[0]?.reference !== reference) lost.push(`${reference}: not found by its word`)
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      lost.push(`${reference}: ${error.message}`)
    }
  }
  return lost
}
