import { v7 as uuidv7 } from 'uuid'
import { createDocument, listDocuments, openDocument, saveDocument, type DocumentLine } from '#contract/documents.ts'
import { defaultIntervalDays, type CollectionId } from '#contract/values.ts'
import { call } from '../../../platform/api.ts'
import { failureOf } from '../../../platform/failure.ts'
import { sent, writingOf } from '../../documents/editor/writing.ts'
import { added, type VendorPlan } from './plan-vendors.ts'

/** What became of one vendor, in words. */
export interface Outcome {
  reference?: string
  words: string
  isDone: boolean
}

interface Where {
  slug: string
  /** For new vendors. */
  collectionId: CollectionId
  /** Who owns the new ones. */
  ownerId: string
}

/**
 * Brings in what was planned, one after the other; a vendor that fails does not keep the others out.
 * @param left places in the plan that stay out. @param onOutcomes is told after each, by place in the plan.
 */
export async function bringVendors(
  where: Where,
  plan: readonly VendorPlan[],
  left: ReadonlySet<number>,
  onOutcomes: (outcomes: ReadonlyMap<number, Outcome>) => void,
): Promise<void> {
  const done = new Map<number, Outcome>()
  for (const [index, entry] of plan.entries()) {
    if (left.has(index) || entry.outcome === 'refused') continue
    done.set(index, await bringOne(where, entry))
    onOutcomes(new Map(done))
  }
}

export function outcomeWords(outcomes: ReadonlyMap<number, Outcome>, of: number): string {
  const done = [...outcomes.values()].filter(({ isDone }) => isDone).length
  const failed = outcomes.size - done
  return `${done} of ${of} brought in${failed > 0 ? `, ${failed} failed` : ''}`
}

/** All vendors of an organization that the person reaches. @throws as `call` */
export async function allVendors(slug: string): Promise<DocumentLine[]> {
  const lines: DocumentLine[] = []
  for (let after: string | undefined; ;) {
    const page = await call(listDocuments, { slug, kind: 'vendor', limit: 200, ...(after && { after }) })
    lines.push(...page.items)
    if (!page.next) return lines
    after = page.next
  }
}

async function bringOne({ slug, collectionId, ownerId }: Where, { vendor, known }: VendorPlan): Promise<Outcome> {
  try {
    if (known) {
      const document = await call(openDocument, { slug, reference: known.reference })
      const before = document.content?.format === 'vendor/1' ? document.content : undefined
      const content = before && added(before, vendor.facts)
      if (!content) return { reference: known.reference, words: `Nothing new for ${known.reference}`, isDone: true }
      const { related: _related, ...fields } = sent({ ...writingOf(document), content })
      const note = `Added from ${vendor.place} of a file`
      await call(saveDocument, { slug, reference: known.reference, revision: document.revision, note, ...fields })
      return { reference: known.reference, words: `Added to ${known.reference}`, isDone: true }
    }
    const { title, summary, tags, facts } = vendor
    const { reference } = await call(createDocument, {
      slug,
      id: uuidv7(),
      kind: 'vendor',
      title,
      summary,
      tags,
      body: '',
      content: facts,
      collectionId,
      ownerId,
      criticality: 'normal',
      intervalDays: defaultIntervalDays('vendor', 'normal'),
    })
    return { reference, words: `Brought in as ${reference}`, isDone: true }
  } catch (error) {
    const { title, detail } = failureOf(error)
    return { words: `Failed: ${detail ?? title}`, isDone: false }
  }
}
