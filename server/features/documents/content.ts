import { formatOfKind, textOf, type Content } from '#contract/content.ts'
import { invalid } from '#contract/problems.ts'
import type { Kind } from '#contract/values.ts'
import { phonesOf } from '#contract/vendors/text.ts'

/**
 * What a document of `kind` is written with: of a kind with structured content, that content and its text; of any other,
 * the text as sent. @throws Problem 'invalid-input' where the two are mixed up.
 */
export function contentFor(
  kind: Kind,
  sent: { body: string; content?: Content | undefined },
): { body: string; content?: Content | undefined } {
  const format = kind in formatOfKind ? formatOfKind[kind as keyof typeof formatOfKind] : undefined
  if (format === undefined) {
    if (sent.content) throw invalid('/content', `A ${kind} is text alone: leave the content out.`)
    return { body: sent.body, content: undefined }
  }
  if (sent.content?.format !== format) throw invalid('/content', `Send the content of a ${kind}, as ${format}.`)
  if (sent.body !== '') throw invalid('/body', `The text of a ${kind} comes from its content: leave it empty.`)
  return { body: textOf(sent.content), content: sent.content }
}

/**
 * Why those who cite this must look again, if they must: a number under which a vendor is reached, or anything drawn but
 * where it stands on the sheet.
 */
export function doubtFrom(
  before: Content | undefined,
  after: Content | undefined,
): 'cited_vendor' | 'cited_diagram' | undefined {
  if (before?.format === 'vendor/1' && after?.format === 'vendor/1') {
    const numbers = (vendor: typeof after) => JSON.stringify([...new Set(phonesOf(vendor))].sort())
    return numbers(before) === numbers(after) ? undefined : 'cited_vendor'
  }
  if (before?.format === 'diagram/1' && after?.format === 'diagram/1') {
    return said(before) === said(after) ? undefined : 'cited_diagram'
  }
  return undefined
}

/** What a drawing says, whatever order it is said in; notes above it are not what it shows. */
const said = (drawing: Content & { format: 'diagram/1' }): string =>
  textOf({ ...drawing, notes: '' })
    .split('\n')
    .sort()
    .join('\n')
