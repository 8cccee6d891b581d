import type { Base } from './writing.ts'

/** Where the pictures of a text go. A document that was never saved has no reference: they are held until it has one. */
export const placeOf = ({ reference, kind }: Pick<Base, 'reference' | 'kind'>): string => reference ?? `new ${kind}`
