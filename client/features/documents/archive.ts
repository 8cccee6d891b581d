import { useMutation, useQueryClient } from '@tanstack/react-query'
import { archiveDocument, restoreDocument } from '#contract/documents.ts'
import { call } from '../../platform/api.ts'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from './deeds.ts'

/** Undo stays this long. */
const undoMs = 10_000

interface Outcome {
  done: string[]
  failed: { reference: string; error: unknown }[]
}

/** Archives at once, and offers Undo. What could not be archived is said by name; the rest is archived all the same. */
export function useArchive(slug: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (references: readonly string[]) =>
      each(references, (reference) => call(archiveDocument, { slug, reference })),
    onSuccess: ({ done, failed }) => {
      refresh(client)
      if (done.length > 0) {
        const undo = async () => {
          const back = await each(done, (reference) => call(restoreDocument, { slug, reference }))
          refresh(client)
          const one = done.length === 1
          const words = `${named(done)} ${one ? 'is back and counts' : 'are back and count'} as not verified`
          toast({ words: back.failed[0] ? failure('restored', back) : words })
        }
        toast({
          words: `${named(done)} archived`,
          action: { label: 'Undo', onAct: () => void undo() },
          forMs: undoMs,
        })
      }
      if (failed.length > 0) toast({ words: failure('archived', { done, failed }) })
    },
  })
}

/** Brings one back from the archive, and says how it stands. */
export function useRestore(slug: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reference: string) => call(restoreDocument, { slug, reference }),
    onSuccess: (_done, reference) => {
      refresh(client)
      toast({ words: `${reference} is back and counts as not verified` })
    },
    onError: (error) => toast({ words: `Not restored. ${failureWords(error)}` }),
  })
}

/** One after the other: the server writes one at a time anyway, and a refusal of one stops none of the others. */
export async function each(
  references: readonly string[],
  deed: (reference: string) => Promise<unknown>,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [] }
  for (const reference of references) {
    try {
      await deed(reference)
      outcome.done.push(reference)
    } catch (error) {
      outcome.failed.push({ reference, error })
    }
  }
  return outcome
}

export function failure(deed: string, { failed }: Outcome): string {
  const names = failed.map(({ reference }) => reference)
  return `${named(names)} not ${deed}. ${failureWords(failed[0]?.error)}`
}

export const named = (references: readonly string[]): string =>
  references.length === 1 ? (references[0] ?? '') : plural(references.length, 'document')
