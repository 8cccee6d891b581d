import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { maximumBody, openDocument, type Document } from '#contract/documents.ts'
import { kinds } from '#contract/values.ts'
import { call } from '../../../platform/api.ts'
import { fieldErrorsOf } from '../../../platform/failure.ts'
import type { DraftKey } from '../../../platform/drafts.ts'
import { isProblem } from '../../../platform/query-client.ts'
import { useIsUnlocked } from '../../../platform/vault.ts'
import { Banner } from '../../../ui/Banner.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { TextField } from '../../../ui/fields.tsx'
import { plural } from '../../../ui/format.ts'
import { Form, type FieldErrors } from '../../../ui/Form.tsx'
import { MarkdownEditor } from '../../../ui/MarkdownEditor.tsx'
import { useShortcut } from '../../../ui/shortcuts.ts'
import { Time } from '../../../ui/Time.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { documentPath } from '../addresses.ts'
import { failureWords, refresh } from '../deeds.ts'
import { VerifyDialog } from '../VerifyDialog.tsx'
import { openConflicts } from './conflict-marks.ts'
import { ConflictScreen } from './ConflictScreen.tsx'
import { Details } from './Details.tsx'
import { DraftStatus } from './DraftStatus.tsx'
import type { EditorProps } from './Editor.tsx'
import { EditorFrame } from './EditorFrame.tsx'
import { useFindDocuments } from './find-documents.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { useKeptDraft, type Draft } from './use-draft.ts'
import { useSave } from './use-save.ts'
import { fieldNames, isSame, mistakes, writingOf, type Writing } from './writing.ts'
import css from './Editor.module.css'

interface EditorFormProps extends EditorProps {
  draftKey: DraftKey
  /** Taken back from this device. */
  draft: Draft | undefined
  restoredAtMs: number | undefined
  onLocked: () => void
}

/** Title, details, text; Save, and Save and verify. Nothing that is written here is lost by accident. */
export function EditorForm(props: EditorFormProps) {
  const { slug, start, document, draftKey, draft, restoredAtMs } = props
  const { kind } = start
  const navigate = useNavigate()
  const client = useQueryClient()
  const isOlderDraft = draft !== undefined && draft.base.revision !== start.revision
  const [base, setBase] = useState(isOlderDraft ? draft.base : start)
  const [writing, setWriting] = useState(draft?.writing ?? start.writing)
  const [note, setNote] = useState(draft?.note ?? '')
  const [errors, setErrors] = useState<FieldErrors>({})
  const [news, setNews] = useState<'restored' | 'merged' | undefined>(draft && !isOlderDraft ? 'restored' : undefined)
  const [theirs, setTheirs] = useState<Document | undefined>(isOlderDraft ? document : undefined)
  const [isVerifying, setVerifying] = useState(false)
  const { find, chips, titles } = useFindDocuments(slug, document, props.system)
  const save = useSave(slug)

  const isDirty = !isSame(writing, base.writing)
  const kept = useKeptDraft(draftKey, isDirty ? { version: 1, base, writing, note } : undefined, draft !== undefined)
  useGoneWhenLocked(() => isDirty && kept.isKept() && props.onLocked())

  const change = (changes: Partial<Writing>) => {
    setWriting((before) => ({ ...before, ...changes }))
    const names = Object.keys(changes)
    // Once it was found wrong, a field is right as soon as it is.
    if (names.some((name) => name in errors))
      setErrors(Object.fromEntries(Object.entries(errors).filter(([name]) => !names.includes(name))))
  }

  /** @returns whether it can be sent. */
  const check = (): boolean => {
    const waiting = openConflicts(writing.body)
    const wrong = {
      ...mistakes(writing),
      ...(waiting > 0 && {
        body: `Choose at ${plural(waiting, 'place')} between <<<<<<< and >>>>>>>, and take the marks out`,
      }),
    }
    setErrors(wrong)
    return Object.keys(wrong).length === 0
  }
  const saved = async () => {
    if (base.reference && !isDirty) return { reference: base.reference, revision: base.revision }
    try {
      const answer = await save.mutateAsync({ base, writing, note: note.trim() })
      setBase({ ...base, ...answer, writing })
      setNote('')
      await kept.forget()
      refresh(client)
      return answer
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') && base.reference) await showTheirs(base.reference)
      else setErrors(fieldErrorsOf(error, fieldNames))
      throw error
    }
  }
  const showTheirs = async (reference: string) => {
    try {
      setTheirs(await call(openDocument, { slug, reference: reference }))
      setVerifying(false)
    } catch (error) {
      setErrors({ '': failureWords(error) })
    }
  }
  const submit = () => {
    if (save.isPending || !check()) return
    if (base.reference && !isDirty) return void navigate(documentPath(slug, base.reference), { replace: true })
    saved().then(
      ({ reference, revision }) => {
        toast({ words: revision === 1 ? `${reference} written` : `${reference} saved as version ${revision}` })
        void navigate(documentPath(slug, reference), { replace: true })
      },
      () => undefined, // shown in the form already
    )
  }
  useShortcut({ keys: 'Ctrl S', act: submit })

  if (theirs)
    return (
      <ConflictScreen
        slug={slug}
        base={base}
        mine={writing}
        theirs={theirs}
        collections={props.collections.living}
        onChoose={(chosen, isMerge) => {
          setBase({ ...base, revision: theirs.revision, writing: writingOf(theirs) })
          setWriting(chosen)
          setTheirs(undefined)
          setErrors({})
          setNews(isMerge ? 'merged' : undefined)
        }}
      />
    )

  const name = base.reference ?? `this ${kinds[kind].one}`
  const mayVerify = document?.mayVerify ?? true
  return (
    <EditorFrame
      kind={kind}
      reference={base.reference}
      banner={
        <News
          news={news}
          writing={writing}
          restoredAtMs={restoredAtMs}
          onDiscard={() => {
            const before = { writing, note }
            change(start.writing)
            setNews(undefined)
            toast({
              words: 'Draft discarded',
              action: { label: 'Undo', onAct: () => setWriting(before.writing) },
              forMs: 10_000,
            })
          }}
        />
      }
      actions={
        <>
          <Button keys="Ctrl Enter" hidesKey isPending={save.isPending && !isVerifying} onClick={submit}>
            Save
          </Button>
          {mayVerify && (
            <Button variant="primary" onClick={() => check() && setVerifying(true)}>
              Save and verify
            </Button>
          )}
        </>
      }
    >
      <Form
        onSubmit={submit}
        errors={errors}
        label={base.reference ? `Edit ${base.reference}` : `New ${kinds[kind].one}`}
        className={css['form']}
      >
        <TextField
          label="Title"
          name="title"
          maxLength={200}
          autoComplete="off"
          autoFocus={base.reference === undefined && writing.title === ''}
          value={writing.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          hint={
            kind === 'runbook' ? 'What is broken, in the words that somebody would search for' : 'What people call it'
          }
        />
        <TextField
          label="Summary"
          name="summary"
          isOptional
          maxLength={400}
          autoComplete="off"
          value={writing.summary}
          onChange={(event) => change({ summary: event.currentTarget.value })}
          hint="One line for lists and search"
        />
        <Details
          slug={slug}
          kind={kind}
          own={base.reference}
          writing={writing}
          change={change}
          collections={props.collections}
          document={document}
          titles={titles}
          errors={errors}
        />
        <Field label="Text" name="body" isLabelHidden>
          {({ id }) => (
            <div id={id} tabIndex={-1} className={css['text']}>
              <MarkdownEditor
                label={`Text of the ${kinds[kind].one}`}
                value={writing.body}
                onChange={(body) => change({ body })}
                onSave={submit}
                find={find}
                chips={chips}
                linkTo={(chip) => documentPath(slug, chip.reference)}
                maximum={maximumBody}
                status={<DraftStatus keeping={kept.keeping} />}
              />
            </div>
          )}
        </Field>
        {base.reference && (
          <TextField
            label="What has changed?"
            name="note"
            isOptional
            width="long"
            maxLength={300}
            autoComplete="off"
            hint="Stands in the history"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Form>
      {isVerifying && (
        <VerifyDialog
          slug={slug}
          document={{ reference: base.reference ?? '', title: writing.title.trim(), kind, revision: base.revision }}
          saveFirst={saved}
          onClose={() => setVerifying(false)}
          onVerified={(reference) => void navigate(documentPath(slug, reference), { replace: true })}
        />
      )}
      <LeaveGuard isDirty={isDirty} isKept={kept.isKept} name={name} onDiscard={kept.forget} />
    </EditorFrame>
  )
}

/** What has happened to the text that the person has not done just now. */
function News(props: {
  news: 'restored' | 'merged' | undefined
  writing: Writing
  restoredAtMs: number | undefined
  onDiscard: () => void
}) {
  const { news, writing, restoredAtMs } = props
  const waiting = useMemo(() => openConflicts(writing.body), [writing.body])
  if (news === 'restored' && restoredAtMs !== undefined)
    return (
      <Banner tone="plain" isNews actions={<Button onClick={props.onDiscard}>Discard draft</Button>}>
        Your draft from <Time at={new Date(restoredAtMs).toISOString()} /> is back. It is not saved yet.
      </Banner>
    )
  if (news === 'merged')
    return (
      <Banner tone="plain" isNews>
        {waiting > 0
          ? `Both texts are in. At ${plural(waiting, 'place')} both changed the same lines: choose between <<<<<<< and >>>>>>>.`
          : 'Both texts are in, and nothing was changed twice. Read it once more, then save.'}
      </Banner>
    )
  return null
}

/** A lock that falls while somebody writes takes the words off the page, once they wait on this device, sealed. */
function useGoneWhenLocked(onLocked: () => void): void {
  const isUnlocked = useIsUnlocked()
  const was = useRef(isUnlocked)
  useEffect(() => {
    const hasLocked = was.current && !isUnlocked
    was.current = isUnlocked
    if (hasLocked) onLocked()
  })
}
