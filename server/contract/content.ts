import { z } from 'zod'
import { Drawing } from './diagrams.ts'
import { twinOf } from './diagrams/twin.ts'
import type { Kind } from './values.ts'
import { VendorFacts } from './vendors.ts'
import { vendorText } from './vendors/text.ts'

/**
 * The structured part of a revision, of the kinds that have one. Its text is derived from it: whoever sends content
 * leaves the body empty.
 */
export const Content = z.discriminatedUnion('format', [Drawing, VendorFacts])
export type Content = z.infer<typeof Content>

export const formatOfKind = { diagram: 'diagram/1', vendor: 'vendor/1' } as const satisfies Partial<
  Record<Kind, Content['format']>
>

/** What is searched, cited and compared of it. */
export const textOf = (content: Content): string =>
  content.format === 'diagram/1' ? twinOf(content) : vendorText(content)
