import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { openDocument, type Document } from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import { call } from '../../../platform/api.ts'
import type { DraftKey } from '../../../platform/drafts.ts'
import { fieldErrorsOf } from '../../../platform/failure.ts'
import { isProblem } from '../../../platform/query-client.ts'
import { plural } from '../../../ui/format.ts'
import type { FieldErrors } from '../../../ui/Form.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { documentPath } from '../addresses.ts'
import { failureWords, refresh } from '../deeds.ts'
import { openConflicts } from './conflict-marks.ts'
import type { EditorProps } from './Editor.tsx'
import { placeOf } from './pictures.ts'
import { useGoneWhenLocked, useKeptDraft, type Draft } from './use-draft.ts'
import { useSave } from './use-save.ts'
import { useSecrets } from './use-secrets.ts'
import { fieldNames, isSame, mistakes, writingOf, type Writing } from './writing.ts'

export interface EditorFormProps extends EditorProps {
  draftKey: DraftKey
  /** Taken back from this device, and when it was kept. */
  draft: Draft | undefined
  restoredAtMs: number | undefined
  onLocked: () => void
}

/**
 * What is being written, what it began from, what is wrong with it, and what somebody else saved meanwhile. Nothing of
 * it is lost by accident: it is kept as a draft until it is saved or given up.
 */
export function useEditor({ slug, start, document, draftKey, draft, onLocked }: EditorFormProps) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const isOlderDraft = draft !== undefined && draft.base.revision !== start.revision
  const [base, setBase] = useState(isOlderDraft ? draft.base : start)
  const [writing, setWriting] = useState(draft?.writing ?? start.writing)
  const [note, setNote] = useState(draft?.note ?? '')
  const [isMinor, setMinor] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [news, setNews] = useState<'restored' | 'merged' | undefined>(draft && !isOlderDraft ? 'restored' : undefined)
  const [theirs, setTheirs] = useState<Document | undefined>(isOlderDraft ? document : undefined)
  const [isVerifying, setVerifying] = useState(false)
  const sending = useSave(slug)

  const secrets = useSecrets({ ...writing, note }, draftKey.draftId)

  const isDirty = !isSame(writing, base.writing)
  const kept = useKeptDraft(draftKey, isDirty ? { version: 1, base, writing, note } : undefined, draft !== undefined)
  useGoneWhenLocked(() => isDirty && kept.isKept() && onLocked())

  function change(changes: Partial<Writing>): void {
    setWriting((before) => ({ ...before, ...changes }))
    const names = Object.keys(changes)
    // Once it was found wrong, a field is right as soon as it is.
    if (names.some((name) => name in errors))
      setErrors(Object.fromEntries(Object.entries(errors).filter(([name]) => !names.includes(name))))
  }

  /** @returns whether it can be sent. */
  function check(): boolean {
    const waiting = openConflicts(writing.body)
    const places = `Choose at ${plural(waiting, 'place')} between <<<<<<< and >>>>>>>, and take the marks out`
    const wrong = { ...mistakes(writing), ...(waiting > 0 && { body: places }) }
    setErrors(wrong)
    return Object.keys(wrong).length === 0
  }

  /** @throws what the server said; by then it stands in the form, or the other text is on the screen. */
  async function save(): Promise<{ reference: string; revision: number }> {
    if (base.reference && !isDirty) return { reference: base.reference, revision: base.revision }
    try {
      const saved = await sending.mutateAsync({ base, writing, note: note.trim(), isMinor })
      setBase({ ...base, ...saved, writing })
      if (base.reference === undefined) {
        const [from, to] = [placeOf(base), saved.reference].map((reference) => ({ slug, reference }))
        const queue = await import('../../attachments/upload-queue.ts').catch(() => undefined)
        if (from && to) queue?.release(from, to, writing.body)
      }
      secrets.keepFor(saved.reference)
      setNote('')
      await kept.forget()
      refresh(client)
      return saved
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') && base.reference) await showTheirs(base.reference as Reference)
      else setErrors(fieldErrorsOf(error, fieldNames))
      throw error
    }
  }

  async function showTheirs(reference: Reference): Promise<void> {
    try {
      setTheirs(await call(openDocument, { slug, reference }))
      setVerifying(false)
    } catch (error) {
      setErrors({ '': failureWords(error) })
    }
  }

  function leave(reference: string): void {
    void navigate(documentPath(slug, reference), { replace: true })
  }

  function submit(): void {
    if (sending.isPending || !check()) return
    if (base.reference && !isDirty) return leave(base.reference)
    secrets.askFirst(send)
  }

  function send(): void {
    save().then(
      ({ reference, revision }) => {
        toast({ words: revision === 1 ? `${reference} written` : `${reference} saved as version ${revision}` })
        leave(reference)
      },
      () => undefined, // shown already
    )
  }

  function startVerifying(): void {
    if (!check()) return
    if (isDirty) secrets.askFirst(() => setVerifying(true))
    else setVerifying(true)
  }

  /** Goes on after a conflict: whichever text was chosen, it stands on theirs now, and is not saved yet. */
  function choose(chosen: Writing, isMerge: boolean): void {
    if (theirs) setBase({ ...base, revision: theirs.revision, writing: writingOf(theirs) })
    setWriting(chosen)
    setTheirs(undefined)
    setErrors({})
    setNews(isMerge ? 'merged' : undefined)
  }

  function discardDraft(): void {
    change(base.writing)
    setNews(undefined)
    toast({
      words: 'Draft discarded',
      action: { label: 'Undo', onAct: () => setWriting(writing) },
      forMs: 10_000,
    })
  }

  return {
    base,
    writing,
    change,
    note,
    isMinor,
    setMinor,
    setNote,
    errors,
    news,
    discardDraft,
    theirs,
    choose,
    isDirty,
    kept,
    secrets,
    submit,
    isSaving: sending.isPending && !isVerifying,
    save,
    leave,
    isVerifying,
    startVerifying,
    stopVerifying: () => setVerifying(false),
  }
}
