import { lazy, Suspense, useMemo, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Drawing } from '#contract/diagrams.ts'
import type { Document } from '#contract/documents.ts'
import { listKeepers, type Collection } from '#contract/organizations.ts'
import { query } from '../../../platform/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { plural } from '../../../ui/format.ts'
import { LoadingText } from '../../../ui/states.tsx'
import { Time } from '../../../ui/Time.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { TextDiff } from '../compare/TextDiff.tsx'
import { criticalityNames } from '../words.ts'
import { EditorFrame } from './EditorFrame.tsx'
import type { Merged } from './merge.ts'
import { readable } from './readable.ts'
import { fieldNames, isSameField, writingOf, type Base, type FieldName, type Writing } from './writing.ts'
import css from './ConflictScreen.module.css'

/** A drawing is compared and merged element by element. */
const DrawingConflict = lazy(() => import('../../diagrams/DrawingConflict.tsx'))

interface ConflictScreenProps {
  slug: string
  base: Base
  mine: Writing
  theirs: Document
  collections: readonly Collection[]
  onChoose: (writing: Writing, isMerge: boolean) => void
}

/** Somebody saved meanwhile: both texts side by side, and three ways on. None of them loses either text. */
export function ConflictScreen(props: ConflictScreenProps) {
  const { base, mine, theirs, onChoose } = props
  const theirWriting = useMemo(() => writingOf(theirs), [theirs])
  const theirName = `${theirs.updatedBy}, version ${theirs.revision}`
  const merged = useMerged(base.writing, mine, theirWriting, theirName)
  const drawings = drawingsOf(base.writing, mine, theirWriting)
  const [drawing, setDrawing] = useState<Drawing>()
  const isTextSame = readable(mine) === readable(theirWriting) && isSameField(mine.content, theirWriting.content)
  const isMergeReady = merged !== undefined && (!drawings || isTextSame || drawing !== undefined)
  const others = fieldNames.filter(
    (name) => name !== 'body' && name !== 'content' && !isSameField(mine[name], theirWriting[name]),
  )
  return (
    <EditorFrame kind={base.kind} reference={base.reference}>
      <div className={css['screen']} role="region" aria-labelledby="conflict">
        <header className={css['head']}>
          <h2 id="conflict" tabIndex={-1} ref={(heading) => heading?.focus()}>
            {theirs.updatedBy} saved version {theirs.revision} while you were writing
          </h2>
          <p>
            You began from version {base.revision}. Theirs was saved <Time at={theirs.updatedAt} />. Nothing is saved of
            yours yet, and nothing of either is lost: whatever you choose goes back to the editor first.
          </p>
        </header>
        <div className={css['acts']}>
          <Button
            variant="primary"
            onClick={() =>
              isMergeReady && onChoose(drawing ? { ...merged.writing, content: drawing } : merged.writing, true)
            }
          >
            Merge both in the editor
          </Button>
          <Button onClick={() => onChoose(mine, false)}>Go on with mine</Button>
          <Button onClick={() => onChoose(theirWriting, false)}>{`Take ${theirs.updatedBy}’s`}</Button>
          <Button variant="quiet" onClick={() => void copyText(readable(mine))}>
            Copy my text
          </Button>
        </div>
        <p className={css['hint']} role="status">
          {!merged
            ? 'Looking at what a merge would do…'
            : drawings && merged.disputed.length === 0
              ? 'Merging takes what each of you did. What both changed in the drawing is chosen below.'
              : mergeWords(drawings ? { ...merged, contentDisputed: [] } : merged)}
        </p>
        {others.length > 0 && <OtherFields {...props} names={others} theirWriting={theirWriting} />}
        {drawings && !isTextSame && (
          <Suspense fallback={<LoadingText what="the drawings" />}>
            <DrawingConflict {...drawings} who={theirs.updatedBy} onMerge={setDrawing} />
          </Suspense>
        )}
        {!drawings && !isTextSame && (
          <section aria-labelledby="conflict-text">
            <h3 id="conflict-text">Text</h3>
            <TextDiff
              left={readable(mine)}
              right={readable(theirWriting)}
              leftName="Yours, not saved"
              rightName={theirName}
              label="Your text beside theirs"
              hands={['yours', 'theirs']}
            />
          </section>
        )}
        {isTextSame && others.length === 0 && <p>Both are the same. Either will do.</p>}
      </div>
    </EditorFrame>
  )
}

function drawingsOf(base: Writing, mine: Writing, theirs: Writing) {
  if (base.content?.format !== 'diagram/1' || mine.content?.format !== 'diagram/1') return undefined
  return theirs.content?.format === 'diagram/1'
    ? { base: base.content, mine: mine.content, theirs: theirs.content }
    : undefined
}

async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).then(
    () => toast({ words: 'Your text is on the clipboard' }),
    () => toast({ words: 'This browser did not allow copying' }),
  )
}

function mergeWords({ conflicts, disputed, contentDisputed }: Merged): string {
  if (conflicts === 0 && disputed.length === 0 && contentDisputed.length === 0)
    return 'Merging takes what each of you changed: nothing was changed twice.'
  const places = [
    conflicts > 0 && `at ${plural(conflicts, 'place')} of the text both of you changed the same lines`,
    disputed.length > 0 && `${disputed.map((name) => labels[name].toLowerCase()).join(', ')} stay as you have them`,
    contentDisputed.length > 0 &&
      `${plural(contentDisputed.length, 'part')} that both of you changed ${contentDisputed.length === 1 ? 'stays' : 'stay'} as you have it`,
  ].filter(Boolean)
  return `Merging takes what each of you changed; ${places.join(', and ')}.`
}

/** Three-way merging comes in a part of its own: most editing never needs it. */
function useMerged(base: Writing, mine: Writing, theirs: Writing, theirName: string): Merged | undefined {
  const key = useMemo(() => JSON.stringify([base, mine, theirs]), [base, mine, theirs])
  const merging = useQuery({
    queryKey: ['merge', key],
    queryFn: async () => (await import('./merge.ts')).merge(base, mine, theirs, theirName),
    gcTime: 0,
    staleTime: Infinity,
  })
  return merging.data
}

const labels: Record<FieldName, string> = {
  title: 'Title',
  summary: 'Summary',
  body: 'Text',
  content: 'Content',
  collectionId: 'Collection',
  tags: 'Tags',
  ownerId: 'Owner',
  deputyId: 'Deputy',
  criticality: 'Criticality',
  intervalDays: 'Review every',
  related: 'Related',
}

function OtherFields(props: ConflictScreenProps & { names: readonly FieldName[]; theirWriting: Writing }) {
  const { slug, mine, theirs, collections, names, theirWriting } = props
  const keepers = useQuery(query(listKeepers, { slug, collectionId: theirs.collectionId }))
  const people = [...(keepers.data?.items ?? []), theirs.owner, theirs.deputy]
  const words = (writing: Writing, name: FieldName): string => {
    const value = writing[name]
    switch (name) {
      case 'collectionId':
        return collections.find(({ id }) => id === value)?.name ?? 'Another collection'
      case 'ownerId':
      case 'deputyId':
        return value === '' ? 'Nobody' : (people.find((person) => person?.id === value)?.name ?? 'Somebody')
      case 'criticality':
        return criticalityNames[writing.criticality]
      case 'intervalDays':
        return `${writing.intervalDays} days`
      default:
        return (Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '') || 'Nothing'
    }
  }
  return (
    <section aria-labelledby="conflict-fields">
      <h3 id="conflict-fields">Also different</h3>
      <table className={css['fields']}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Yours</th>
            <th scope="col">{theirs.updatedBy}’s</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{labels[name]}</th>
              <td>{words(mine, name)}</td>
              <td>{words(theirWriting, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
