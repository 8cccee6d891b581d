import { useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { listDocuments } from '#contract/documents.ts'
import {
  createReadingList,
  formatList,
  listNumber,
  openReadingList,
  saveReadingList,
  type ListReference,
} from '#contract/reading-lists.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import { Failed } from '../../platform/Failed.tsx'
import { call } from '../../platform/api.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { isProblem } from '../../platform/query-client.ts'
import { NothingHere, useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { announce } from '../../ui/LiveAnnouncer.tsx'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { TextArea, TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refresh } from '../documents/deeds.ts'
import { LeaveGuard } from '../documents/editor/leave-guard.tsx'
import {
  formOf,
  moved,
  newItem,
  newSection,
  placed,
  placeWords,
  sentList,
  templates,
  type FormSection,
  type ListForm,
} from './list-form.ts'
import { SavedMeanwhile } from './SavedMeanwhile.tsx'
import { SectionFields } from './SectionFields.tsx'
import { useReadingList } from './use-reading.ts'
import css from './reading.module.css'

/** Writes a reading list (`/new`), or changes one (`/RL-01/edit`). */
export default function ReadingEditorPage() {
  const { list } = useParams()
  const number = listNumber(list ?? '')
  if (list === undefined) return <New />
  if (number === undefined) throw new NothingHere()
  return <Existing list={formatList(number)} />
}

function New() {
  const { slug } = useOrganization()
  const [start, setStart] = useState<ListForm>()
  const [isFilling, setFilling] = useState(false)
  if (start) return <Editor start={start} list={undefined} revision={0} />
  const fill = async (template: (typeof templates)[number]) => {
    setFilling(true)
    const sections = await Promise.all(
      template.sections.map(async ({ title, query, why }) => {
        const { items } = await call(listDocuments, {
          slug,
          limit: 5,
          ...query,
          ...(query.sort && { descending: 'true' }),
        })
        return newSection(
          title,
          items.map(({ reference, title: called }) => newItem({ reference, title: called, why })),
        )
      }),
    ).catch(() => template.sections.map(({ title }) => newSection(title)))
    setStart({ title: template.title, intro: template.intro, sections })
  }
  return (
    <Frame list={undefined}>
      <p>Begin with an empty list, or with one that is filled from your documents and yours to change.</p>
      <p className={css['starts']}>
        <Button
          variant="primary"
          onClick={() => setStart({ title: '', intro: '', sections: [newSection('Start here')] })}
        >
          Empty list
        </Button>
        {templates.map((template) => (
          <Button key={template.title} isPending={isFilling} onClick={() => void fill(template)}>
            {template.title}
          </Button>
        ))}
      </p>
    </Frame>
  )
}

function Existing({ list }: { list: ListReference }) {
  const { slug } = useOrganization()
  const answer = useReadingList(slug, list)
  const [begun, setBegun] = useState<{ form: ListForm; revision: number }>()
  if (!begun && answer.data) setBegun({ form: formOf(answer.data), revision: answer.data.revision })
  if (begun) return <Editor start={begun.form} list={list} revision={begun.revision} />
  return (
    <Frame list={list}>
      {answer.error ? (
        <Failed what={list} error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <LoadingText what={list} />
      )}
    </Frame>
  )
}

function Frame({ list, children }: { list: string | undefined; children: React.ReactNode }) {
  const { slug, organization } = useOrganization()
  return (
    <PageFrame
      title={[list ? `Edit ${list}` : 'New reading list', 'Reading', organization]}
      crumbs={[
        { label: 'Reading', to: `/o/${slug}/reading` },
        ...(list ? [{ label: list, to: `/o/${slug}/reading/${list}`, isReference: true }] : []),
        { label: list ? 'Edit' : 'New' },
      ]}
    >
      <PageBody>
        <PageTitle>{list ? `Edit ${list}` : 'New reading list'}</PageTitle>
        {children}
      </PageBody>
    </PageFrame>
  )
}

function Editor({ start, list, revision }: { start: ListForm; list: ListReference | undefined; revision: number }) {
  const { slug } = useOrganization()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [form, setForm] = useState(start)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isSaving, setSaving] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const [id] = useState(() => uuidv7())
  /** Upon which it is saved; and what somebody else has saved meanwhile. */
  const [base, setBase] = useState(revision)
  const [theirs, setTheirs] = useState<OutputOf<typeof openReadingList>>()
  const isDirty = !isSaved && JSON.stringify(form) !== JSON.stringify(start)
  const setSections = (sections: readonly FormSection[]) => setForm({ ...form, sections })
  // A row that is put elsewhere would lose the focus of its button.
  const toFocus = useRef<string>(undefined)
  useEffect(() => {
    if (toFocus.current) document.querySelector<HTMLElement>(toFocus.current)?.focus()
    toFocus.current = undefined
  })
  const put = (item: string, sections: readonly FormSection[]) => {
    setSections(sections)
    const called = sections.flatMap(({ items }) => items).find(({ id: each }) => each === item)
    announce(`${called?.title || 'It'} is at ${placeWords(sections, item)}`)
  }
  const move = (item: string, by: -1 | 1) => {
    toFocus.current = `[data-item="${item}"] [data-move="${by}"]`
    put(item, moved(form.sections, item, by))
  }
  const showTheirs = async (reference: ListReference, error: Error) => {
    try {
      setTheirs(await call(openReadingList, { slug, list: reference }))
    } catch {
      setErrors(listErrors(error))
    }
  }
  const save = async () => {
    if (isSaving) return
    setSaving(true)
    setErrors({})
    try {
      const written = sentList(form)
      const saved = list
        ? (await call(saveReadingList, { slug, list, revision: base, ...written }), list)
        : (await call(createReadingList, { slug, id, ...written })).list
      setSaved(true)
      refresh(client)
      toast({ words: list ? `${saved} saved` : `${saved} written` })
      await navigate(`/o/${slug}/reading/${saved}`, { replace: true })
    } catch (error) {
      if (list && isProblem(error, 'changed-meanwhile')) await showTheirs(list, error)
      else setErrors(listErrors(error))
    } finally {
      setSaving(false)
    }
  }
  return (
    <Frame list={list}>
      <LeaveGuard
        isDirty={isDirty}
        isKept={() => false}
        name={list ?? 'this list'}
        onDiscard={() => Promise.resolve()}
      />
      <Form onSubmit={() => void save()} errors={errors} className={css['editor']} label="Reading list">
        <TextField
          label="Title"
          name="title"
          maxLength={200}
          autoComplete="off"
          value={form.title}
          onChange={(event) => setForm({ ...form, title: event.currentTarget.value })}
        />
        <TextArea
          label="What it is for"
          name="intro"
          isOptional
          rows={3}
          maxLength={4_000}
          value={form.intro}
          onChange={(event) => setForm({ ...form, intro: event.currentTarget.value })}
        />
        {form.sections.map((section, index) => (
          <SectionFields
            key={section.id}
            slug={slug}
            section={section}
            index={index}
            onChange={(changed) => setSections(form.sections.map((each) => (each.id === section.id ? changed : each)))}
            onMove={move}
            onPlace={(item, at) => put(item, placed(form.sections, item, at))}
            {...(form.sections.length > 1 && {
              onRemove: () => setSections(form.sections.filter((each) => each.id !== section.id)),
            })}
          />
        ))}
        <p>
          <Button onClick={() => setSections([...form.sections, newSection()])}>Add a section</Button>
        </p>
        {theirs && (
          <SavedMeanwhile
            slug={slug}
            theirs={theirs}
            onChoose={(isMine) => {
              if (!isMine) setForm(formOf(theirs))
              setBase(theirs.revision)
              setTheirs(undefined)
            }}
          />
        )}
        <FormActions>
          <Button variant="primary" type="submit" isPending={isSaving}>
            {list ? 'Save' : 'Write it'}
          </Button>
          <ButtonLink to={list ? `/o/${slug}/reading/${list}` : `/o/${slug}/reading`}>Not now</ButtonLink>
        </FormActions>
      </Form>
    </Frame>
  )
}

/** By the whole path of the field: sections/0/items/2/why. What is wrong with a document stands at its line. */
function listErrors(error: unknown): FieldErrors {
  if (!(error instanceof Problem) || !error.facts.errors) return fieldErrorsOf(error, [])
  return Object.fromEntries(
    error.facts.errors.map(({ pointer, detail }) => [pointer.slice(1).replace(/\/(reference|id)$/, '/why'), detail]),
  )
}
