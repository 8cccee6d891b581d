import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import LockOpen from 'lucide-react/icons/lock-open'
import { CredentialClass, defaultRotationDays, openCredential, type Credential } from '#contract/credentials.ts'
import { openDocument, type Document } from '#contract/documents.ts'
import { levels, type Reference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { failureOf } from '../../platform/failure.ts'
import { Failed } from '../../platform/Failed.tsx'
import { textIn } from '../../platform/form-text.ts'
import { useOrganization } from '../../platform/session.ts'
import { theVault } from '../../platform/vault.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { RadioGroup } from '../../ui/choice-fields.tsx'
import { Form, FormActions } from '../../ui/Form.tsx'
import { PageBody } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingText } from '../../ui/states.tsx'
import { TextArea, TextField } from '../../ui/text-fields.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { documentPath, listPath } from '../documents/addresses.ts'
import { AtReference } from '../documents/AtReference.tsx'
import { EditorFrame } from '../documents/editor/EditorFrame.tsx'
import { LeaveGuard } from '../documents/editor/leave-guard.tsx'
import { emptyWriting, writingOf, type Writing } from '../documents/editor/writing.ts'
import { useCollections } from '../documents/use-library.ts'
import { draftOf, holdsAll, isSameAround, withTyped, type Typed } from './credential-draft.ts'
import { openFields, prepare, type OfCredential } from './open-secret.ts'
import { emptySecret, isSameSecret, labelsIn, secretFrom, type SecretForm } from './secret-form.ts'
import { SecretFields } from './SecretFields.tsx'
import { useCredentialDraft } from './use-credential-draft.ts'
import { useSaveCredential, type Begun, type CredentialForm } from './use-save-credential.ts'
import { classHints, classNames } from './words.ts'
import css from './credentials.module.css'

const detailFields = () => import('../documents/editor/DetailFields.tsx')
void detailFields().catch(() => undefined)
const DetailFields = lazy(async () => ({ default: (await detailFields()).DetailFields }))

const kind = 'credential'

/** Keeps a new credential (`/new`), or changes one (`/CR-31/edit`). */
export default function CredentialEditorPage() {
  const { reference } = useParams()
  if (reference === undefined) return <NewCredential />
  return (
    <AtReference kind={kind} tail="/edit">
      {(reference) => <ExistingCredential key={reference} reference={reference} />}
    </AtReference>
  )
}

function NewCredential() {
  const { slug, memberId } = useOrganization()
  const collections = useCollections(slug)
  const first = collections.forCredentials[0]
  if (first) {
    const writing = emptyWriting(kind, { collectionId: first.id, ownerId: memberId })
    return (
      <Editor
        begun={undefined}
        start={{
          writing,
          secretClass: 'standard',
          rotationDays: String(defaultRotationDays.standard),
          secret: emptySecret,
        }}
      />
    )
  }
  return (
    <EditorFrame kind={kind} reference={undefined}>
      <PageBody>
        {collections.error ? (
          <Failed what="The collections" error={collections.error} onRetry={() => void collections.refetch()} />
        ) : collections.isPending ? (
          <LoadingText what="the editor" />
        ) : (
          <EmptyState actions={<ButtonLink to={listPath(slug, kind)}>All credentials</ButtonLink>}>
            There is no collection here that you may keep credentials in. Key holders give access.
          </EmptyState>
        )}
      </PageBody>
    </EditorFrame>
  )
}

function ExistingCredential({ reference }: { reference: Reference }) {
  const { slug } = useOrganization()
  const document = useQuery({ ...query(openDocument, { slug, reference }), refetchOnMount: 'always' })
  const credential = useQuery({ ...query(openCredential, { slug, reference }), refetchOnMount: 'always' })
  const [begun, setBegun] = useState<{ document: Document; credential: Credential }>()
  const isFresh = document.isFetchedAfterMount && credential.isFetchedAfterMount
  if (!begun && isFresh && document.data && credential.data) {
    setBegun({ document: document.data, credential: credential.data })
  }
  const error = document.error ?? credential.error
  if (begun && begun.document.level >= levels.edit && !begun.document.archivedAt) {
    const { class: secretClass, rotationDays, address } = begun.credential
    const writing = { ...writingOf(begun.document), body: address }
    return (
      <Editor
        begun={begun}
        start={{
          writing,
          secretClass,
          rotationDays: rotationDays === undefined ? '' : String(rotationDays),
          secret: undefined,
        }}
      />
    )
  }
  return (
    <EditorFrame kind={kind} reference={reference}>
      <PageBody>
        {error ? (
          <Failed what={reference} error={error} onRetry={() => void document.refetch()} />
        ) : begun ? (
          <EmptyState actions={<ButtonLink to={documentPath(slug, reference)}>{`Open ${reference}`}</ButtonLink>}>
            {begun.document.archivedAt
              ? `${reference} is archived. Restore it before you change it.`
              : `You can see ${reference} but not change it.${begun.document.owner ? ` ${begun.document.owner.name} looks after it.` : ''}`}
          </EmptyState>
        ) : (
          <LoadingText what={reference} />
        )}
      </PageBody>
    </EditorFrame>
  )
}

function Editor({ begun: opened, start }: { begun: Omit<Begun, 'secret'> | undefined; start: CredentialForm }) {
  const { slug, organizationId } = useOrganization()
  const navigate = useNavigate()
  const collections = useCollections(slug)
  const [form, setForm] = useState(start)
  const [before, setBefore] = useState<SecretForm>()
  const begun: Begun | undefined = opened && { ...opened, secret: before }
  const { save, errors, isPending, setErrors } = useSaveCredential(begun)
  const [isSaved, setSaved] = useState(false)
  const reference = opened?.document.reference
  const revision = opened?.document.revision
  const isDirty = !isSaved && JSON.stringify([form, before]) !== JSON.stringify([start, undefined])
  const change = (changes: Partial<CredentialForm>) => setForm((now) => ({ ...now, ...changes }))
  const write = (changes: Partial<Writing>) => setForm((now) => ({ ...now, writing: { ...now.writing, ...changes } }))

  const draft = draftOf(form, before, revision)
  const isWorthKeeping = isDirty && (draft.typed !== undefined || !isSameAround(form, start))
  const kept = useCredentialDraft(reference ?? 'new credential', isWorthKeeping ? draft : undefined)

  // Locking takes what is sealed off the page, opened or just typed; the words around it stay.
  const [locks, setLocks] = useState(0)
  const latest = useRef(form)
  useEffect(() => void (latest.current = form))
  useEffect(
    () =>
      theVault().onLock(() => {
        const { secret } = latest.current
        if (secret && !isSameSecret(secret, emptySecret)) {
          const then = holdsAll(latest.current, undefined) ? '; what you typed is kept on this device, sealed' : ''
          toast({ words: `Locked. What is sealed here has left the page, name and addresses are still there${then}` })
        }
        setBefore(undefined)
        setForm((now) => ({ ...now, secret: start.secret && emptySecret }))
        setLocks((now) => now + 1)
      }),
    [start.secret],
  )

  /** @param typed what was typed before, put back over what is opened. @returns whether it was opened. */
  const openSecret = async (typed?: Typed): Promise<boolean> => {
    if (!opened) return false
    const { document, credential } = opened
    const { title } = document
    const of: OfCredential = { slug, organizationId, reference: document.reference, title }
    const reason = await prepare(of, credential, 'to change what is sealed')
    if (!reason) return false
    try {
      const fields = credential.fields.map(({ n }) => n)
      const found = await openFields(of, { credential, fields, purpose: 'view' }, reason)
      const username = found.find(({ kind: each }) => each === 'username')?.text ?? ''
      const secret = secretFrom(found, labelsIn(username))
      setBefore(secret)
      change({ secret: typed ? withTyped(secret, typed) : secret })
      return true
    } catch (error) {
      const { title: words, detail } = failureOf(error)
      setErrors({ '': detail ? `${words}. ${detail}` : words })
      return false
    }
  }
  const takeUp = async () => {
    const draft = await kept.read().catch(() => undefined)
    if (!draft) {
      // Sealed with keys that are gone, or damaged: nobody can read it any more.
      if (theVault().current().is === 'unlocked') await kept.forget()
      return
    }
    const { typed } = draft
    if (opened && typed && !(await openSecret(typed))) return
    // The words around it still stand on the page, or were written on another version.
    if (!kept.waiting?.isHere && draft.revision === revision) change(draft.form)
    if (!opened && typed) change({ secret: withTyped(emptySecret, typed) })
    setLocks((now) => now + 1)
    kept.taken()
  }
  const submit = async (data: FormData) => {
    const saved = await save(form, textIn(data, 'saveNote').trim())
    if (!saved) return
    setSaved(true)
    await kept.forget()
    toast({ words: opened ? `${saved} saved` : `${saved} kept` })
    await navigate(documentPath(slug, saved))
  }
  const here = collections.living.find(({ id }) => id === form.writing.collectionId)
  // Who was given this one credential has not the keys that a new secret, another class or collection needs.
  const seals = opened?.credential.seals ?? true
  const choices = [
    ...(seals ? collections.forCredentials : []),
    ...(here && (!seals || !collections.forCredentials.includes(here)) ? [here] : []),
  ]
  return (
    <EditorFrame kind={kind} reference={reference}>
      <LeaveGuard
        isDirty={isDirty}
        isKept={() => kept.isKept() && holdsAll(form, before)}
        name={reference ?? 'this credential'}
        onDiscard={kept.forget}
      />
      <PageBody>
        {kept.waiting && (
          <Banner
            tone="plain"
            isNews
            actions={
              <>
                <Button variant="primary" onClick={() => void takeUp()}>
                  Go on with it
                </Button>
                <Button onClick={() => void kept.forget()}>Discard it</Button>
              </>
            }
          >
            What you typed here <Time at={new Date(kept.waiting.savedAtMs).toISOString()} /> is on this device, sealed
            and not saved.
          </Banner>
        )}
        <Form onSubmit={(data) => void submit(data)} errors={errors} className={css['form']} label="Credential">
          <TextField
            label="Name"
            name="title"
            maxLength={200}
            autoComplete="off"
            autoFocus={!opened}
            value={form.writing.title}
            onChange={(event) => write({ title: event.currentTarget.value })}
            hint="Not secret: it is found by everybody who may see this collection."
          />
          <TextArea
            label="Addresses"
            name="body"
            isOptional
            isMono
            rows={2}
            spellCheck={false}
            value={form.writing.body}
            onChange={(event) => write({ body: event.currentTarget.value })}
            hint="Web addresses, host names: one a line. Not secret."
          />
          <h2>Sealed on this device</h2>
          {form.secret ? (
            <SecretFields
              key={locks}
              form={form.secret}
              change={(changes) =>
                setForm((now) => ({ ...now, secret: { ...(now.secret ?? emptySecret), ...changes } }))
              }
            />
          ) : !seals ? (
            <p className={css['note']}>
              {start.secretClass === 'break_glass'
                ? 'A break-glass secret is sealed with keys that only owners and admins have.'
                : `Your access is to ${reference} alone, and a new secret is sealed with the keys of its collection. Who can edit the collection saves one, or an owner or admin.`}{' '}
              Name, addresses and the rest you change here.
            </p>
          ) : (
            <p className={css['note']}>
              <Button icon={LockOpen} onClick={() => void openSecret()}>
                Change what is sealed
              </Button>{' '}
              Opens every field, which is recorded. Name, addresses and the rest change without it.
            </p>
          )}
          <RadioGroup
            label="Class"
            name="class"
            value={form.secretClass}
            onChange={(secretClass) => change({ secretClass })}
            options={CredentialClass.options
              .filter((value) => seals || value === start.secretClass)
              .map((value) => ({
                value,
                label: classNames[value],
                hint: classHints[value],
              }))}
          />
          <TextField
            label="Days between rotations"
            name="rotationDays"
            isOptional
            inputMode="numeric"
            maxLength={4}
            autoComplete="off"
            width="short"
            value={form.rotationDays}
            onChange={(event) => change({ rotationDays: event.currentTarget.value.trim() })}
            hint={`Usual for ${classNames[form.secretClass].toLowerCase()}: ${defaultRotationDays[form.secretClass]}`}
          />
          <Suspense>
            <DetailFields
              slug={slug}
              kind={kind}
              own={reference}
              writing={form.writing}
              change={write}
              collections={choices}
              keepers={[opened?.document.owner, opened?.document.deputy].filter((person) => person !== undefined)}
              titles={new Map(opened?.document.related.map((chip) => [chip.reference, chip.title]))}
            />
          </Suspense>
          {opened && (
            <TextField label="What changed and why" name="saveNote" isOptional maxLength={300} autoComplete="off" />
          )}
          <FormActions>
            <Button variant="primary" type="submit" isPending={isPending}>
              {opened ? 'Save' : 'Keep it'}
            </Button>
            <ButtonLink to={reference ? documentPath(slug, reference) : listPath(slug, kind)}>Not now</ButtonLink>
          </FormActions>
        </Form>
      </PageBody>
    </EditorFrame>
  )
}
