import { lazy, Suspense, useEffect, useMemo, useState, type ComponentType } from 'react'
import { maximumBody } from '#contract/documents.ts'
import { kinds } from '#contract/values.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Form } from '../../../ui/Form.tsx'
import { MarkdownEditor } from '../../../ui/MarkdownEditor.tsx'
import { useShortcut } from '../../../ui/shortcuts.ts'
import { Checkbox, TextField } from '../../../ui/text-fields.tsx'
import { picturesOf } from '../../attachments/pictures.tsx'
import { documentPath } from '../addresses.ts'
import { Details } from './Details.tsx'
import { DraftStatus } from './DraftStatus.tsx'
import { EditorFrame } from './EditorFrame.tsx'
import { useFindDocuments } from './find-documents.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { News } from './News.tsx'
import type { SecretNoticeProps } from './SecretNotice.tsx'
import { placeOf } from './pictures.ts'
import { useEditor, type EditorFormProps } from './use-editor.ts'
import css from './Editor.module.css'

// Where a part cannot be fetched (offline), writing goes on without it.
const SecretNotice = lazy<ComponentType<SecretNoticeProps>>(() =>
  import('./SecretNotice.tsx').then(
    ({ SecretNotice }) => ({ default: SecretNotice }),
    () => ({ default: () => null }),
  ),
)
// What becomes of pictures in the text.
const withPictures = () => import('../../attachments/EditorPictures.tsx')
const EditorPictures = lazy(async () => ({ default: (await withPictures()).EditorPictures }))
const ConflictScreen = lazy(async () => ({ default: (await import('./ConflictScreen.tsx')).ConflictScreen }))
const verifying = () => import('../VerifyDialog.tsx')
const VerifyDialog = lazy(async () => ({ default: (await verifying()).VerifyDialog }))

/** Title, details, text or whatever the kind is made of; Save, and Save and verify. */
export function EditorForm(props: EditorFormProps) {
  const { slug, document, collections, restoredAtMs, renderContent } = props
  const { kind } = props.start
  const editor = useEditor(props)
  const { base, writing, change, errors, theirs, kept, secrets } = editor
  const [place, setPlace] = useState<{ from: number; to: number }>()
  // Once there was one, its notice stays: a credential may be in the making of it.
  const [hasSecrets, setHasSecrets] = useState(false)
  if (!hasSecrets && secrets.found.length > 0) setHasSecrets(true)
  const marks = useMemo(
    () => ({ text: secrets.texts.body, marks: secrets.found.filter(({ field }) => field === 'body') }),
    [secrets.texts, secrets.found],
  )
  const { find, chips, titles } = useFindDocuments(slug, document, props.system)
  const { one } = kinds[kind]
  const filesAt = { slug, reference: placeOf(base) }
  useShortcut({ keys: 'Ctrl S', act: editor.submit })
  // At hand when it is asked for, connection or not.
  useEffect(() => void verifying().catch(() => undefined), [])

  if (theirs)
    return (
      <Suspense>
        <ConflictScreen
          slug={slug}
          base={base}
          mine={writing}
          theirs={theirs}
          collections={collections.living}
          onChoose={editor.choose}
        />
      </Suspense>
    )
  return (
    <EditorFrame
      kind={kind}
      reference={base.reference}
      banner={
        <>
          <News news={editor.news} writing={writing} restoredAtMs={restoredAtMs} onDiscard={editor.discardDraft} />
          <Suspense>
            {hasSecrets && (
              <SecretNotice
                slug={slug}
                one={one}
                secrets={secrets}
                writing={writing}
                note={editor.note}
                saved={base.writing}
                change={change}
                setNote={editor.setNote}
                onShow={({ from, to }) => setPlace({ from, to })}
              />
            )}
          </Suspense>
        </>
      }
      actions={
        <>
          <Button keys="Ctrl Enter" hidesKey isPending={editor.isSaving} onClick={editor.submit}>
            {secrets.isHeld ? 'Save anyway' : 'Save'}
          </Button>
          {(document?.mayVerify ?? true) && (
            <Button variant="primary" onClick={editor.startVerifying}>
              Save and verify
            </Button>
          )}
        </>
      }
    >
      <Form
        onSubmit={editor.submit}
        errors={errors}
        label={base.reference ? `Edit ${base.reference}` : `New ${one}`}
        className={css['form']}
      >
        <div className={css['names']}>
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
        </div>
        <Details
          slug={slug}
          kind={kind}
          own={base.reference}
          writing={writing}
          change={change}
          collections={collections}
          document={document}
          titles={titles}
          errors={errors}
        />
        {renderContent && writing.content ? (
          renderContent({
            content: writing.content,
            change: (content) => change({ content }),
            writing,
            document,
            status: <DraftStatus keeping={kept.keeping} />,
          })
        ) : (
          <Field label="Text" name="body" isLabelHidden>
            {({ id }) => (
              <div id={id} tabIndex={-1} className={css['text']}>
                <MarkdownEditor
                  label={`Text of the ${one}`}
                  value={writing.body}
                  onChange={(body) => change({ body })}
                  onSave={editor.submit}
                  find={find}
                  chips={chips}
                  linkTo={(chip) => documentPath(slug, chip.reference)}
                  maximum={maximumBody}
                  onFiles={async (files) => (await withPictures()).takePictures(filesAt, files)}
                  renderPicture={picturesOf(slug, filesAt.reference)}
                  marks={marks}
                  place={place}
                  status={<DraftStatus keeping={kept.keeping} />}
                />
              </div>
            )}
          </Field>
        )}
        {!renderContent && (
          <Suspense>
            <EditorPictures place={filesAt} text={writing.body} />
          </Suspense>
        )}
        {base.reference && (
          <>
            <TextField
              label="What has changed?"
              name="note"
              isOptional
              width="long"
              maxLength={300}
              autoComplete="off"
              hint="Stands in the history"
              value={editor.note}
              onChange={(event) => editor.setNote(event.currentTarget.value)}
            />
            <Checkbox
              label="A small change: nobody who has read it needs to read it again"
              checked={editor.isMinor}
              onChange={(event) => editor.setMinor(event.currentTarget.checked)}
            />
          </>
        )}
      </Form>
      {editor.isVerifying && (
        <Suspense>
          <VerifyDialog
            slug={slug}
            document={{ reference: base.reference ?? '', title: writing.title.trim(), kind, revision: base.revision }}
            saveFirst={editor.save}
            onClose={editor.stopVerifying}
            onVerified={editor.leave}
          />
        </Suspense>
      )}
      <LeaveGuard
        isDirty={editor.isDirty}
        isKept={kept.isKept}
        name={base.reference ?? `this ${one}`}
        onDiscard={kept.forget}
      />
    </EditorFrame>
  )
}
