import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { createDocument, saveDocument } from '#contract/documents.ts'
import type { DocumentId } from '#contract/values.ts'
import { call } from '../../../platform/api.ts'
import { sent, type Base, type Writing } from './writing.ts'

/** Writes a new document, or the next version of one. Trying again after a lost answer makes no second document. */
export function useSave(slug: string) {
  const [id] = useState(() => uuidv7() as DocumentId)
  return useMutation({
    mutationFn: async ({
      base,
      writing,
      note,
      isMinor,
    }: {
      base: Base
      writing: Writing
      note: string
      isMinor: boolean
    }) => {
      if (base.reference === undefined) return call(createDocument, { slug, id, kind: base.kind, ...sent(writing) })
      const { reference, revision } = base
      const saved = await call(saveDocument, { slug, reference: reference, revision, note, isMinor, ...sent(writing) })
      return { reference, revision: saved.revision }
    },
  })
}
