import { lazy, Suspense, useState } from 'react'
import { moveDocuments, type HandoverItems } from '#contract/handovers.ts'
import { call } from '../../platform/api.ts'
import { Badge } from '../../ui/Badge.tsx'
import { plural } from '../../ui/format.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { documentPath } from '../documents/addresses.ts'
import { moveInBatches } from './move-documents.ts'
import { PickRows } from './PickRows.tsx'
import { Nothing, Part, type StepProps } from './Part.tsx'
import { TakerBar } from './TakerBar.tsx'
import { usePicked } from './use-picked.ts'
import { useTaker } from './use-taker.ts'
import { useWork } from './use-work.ts'
import { firstName } from './words.ts'

const CannotSee = lazy(async () => ({ default: (await import('./CannotSee.tsx')).CannotSee }))
const TermsPart = lazy(async () => ({ default: (await import('./TermsPart.tsx')).TermsPart }))

type Kept = HandoverItems['documents'][number]
const nobody = { id: 'nobody', text: 'Nobody', detail: 'Where they are the deputy' }

/** Documents they own or stand in for: picked, and given to somebody else in one go. */
export function DocumentsStep(props: StepProps) {
  const { slug, handover, name } = props
  const { documents, contracts, dates } = handover.items
  return (
    <>
      <Part
        title="Documents they keep"
        note="Whoever takes them reviews them from then on. Somebody else becomes owner or deputy in the place of who leaves; the rest stays as it is."
      >
        {documents.length === 0 ? (
          <Nothing>{`${name} is owner or deputy of nothing any more.`}</Nothing>
        ) : handover.mayLead ? (
          <Moving {...props} />
        ) : (
          <PickRows label="Documents" rows={rowsOf(slug, documents)} />
        )}
      </Part>
      {contracts.length + dates.length > 0 && (
        <Suspense>
          <TermsPart {...props} />
        </Suspense>
      )}
    </>
  )
}

function Moving({ slug, handover }: StepProps) {
  const { documents } = handover.items
  const references = [...new Set(documents.map(({ reference }) => reference))]
  const picked = usePicked(references)
  const taker = useTaker(slug, handover)
  const [isNobody, setNobody] = useState(false)
  const [error, setError] = useState<string>()
  const [unseen, setUnseen] = useState<readonly string[]>([])
  const work = useWork()
  const chosen = documents.filter(({ reference }) => picked.has(reference))
  const areDeputies = chosen.length > 0 && chosen.every((each) => each.as === 'deputy')
  const to = isNobody && areDeputies ? undefined : taker
  const what = plural(picked.ids.length, 'document')

  const move = (some: readonly string[]) =>
    work.run(some.length, async (steering) => {
      const moved = await moveInBatches(some, {
        ...steering,
        send: (batch) =>
          call(moveDocuments, {
            slug,
            handoverId: handover.id,
            references: batch,
            ...(to?.id !== undefined && { toId: to.id }),
          }),
      })
      setUnseen(moved.unseen)
      return `${plural(moved.done, 'document')} moved${to?.name ? ` to ${to.name}` : ''}`
    })
  const act = () => {
    if (picked.ids.length === 0) return setError('Select what is to be moved')
    if (to && to.id === undefined) return setError('Choose who takes them')
    setError(undefined)
    setUnseen([])
    void move(picked.ids)
  }
  const left = documents.filter(({ reference }) => unseen.includes(reference))
  return (
    <>
      <TakerBar
        label="New owner"
        taker={taker}
        others={areDeputies ? [nobody] : []}
        value={to ? to.id : nobody.id}
        onChoose={(id) => {
          setNobody(id === nobody.id)
          if (id !== nobody.id) taker.choose(id)
          setError(undefined)
          setUnseen([])
        }}
        act={to?.name ? `Give ${what} to ${firstName(to.name)}` : to ? `Give ${what}` : `Take them off ${what}`}
        error={error}
        work={work}
        onAct={act}
      />
      {left.length > 0 && taker.person && taker.role && (
        <Suspense>
          <CannotSee
            slug={slug}
            taker={{ person: taker.person, role: taker.role }}
            documents={left}
            onGiven={() => {
              setUnseen([])
              void move(left.map(({ reference }) => reference))
            }}
          />
        </Suspense>
      )}
      <PickRows label="Documents" rows={rowsOf(slug, documents, unseen)} picked={picked} />
    </>
  )
}

/** One row per document, though of a partner one person may own it and another stand in. */
const rowsOf = (slug: string, documents: readonly Kept[], unseen: readonly string[] = []) =>
  documents
    .filter(({ reference }, index) => documents.findIndex((each) => each.reference === reference) === index)
    .map((document) => ({
      id: document.reference,
      title: document.title,
      reference: document.reference,
      to: documentPath(slug, document.reference),
      facts: (
        <>
          {document.as === 'deputy' && <Badge>Deputy</Badge>}
          {unseen.includes(document.reference) && <Badge>Not in sight of them</Badge>}
          <FreshnessLabel {...document}>{freshnessWords(document)}</FreshnessLabel>
        </>
      ),
    }))
