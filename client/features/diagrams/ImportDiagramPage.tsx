import { Failed } from '../../platform/Failed.tsx'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { useCollections } from '../documents/use-library.ts'
import { BroughtReport } from './import/BroughtReport.tsx'
import { ChooseFiles } from './import/ChooseFiles.tsx'
import { LookAtEntries } from './import/LookAtEntries.tsx'
import { useBringIn, type Stage } from './import/use-bring-in.ts'
import css from './import/import.module.css'

const steps: Record<Stage['is'], string> = {
  choose: '1 of 3: the files',
  reading: '1 of 3: the files',
  look: '2 of 3: what will come',
  bringing: '3 of 3: bringing it in',
  report: 'Report',
}

/** Drawings from draw.io, and any other file, as diagrams: choose, look at what will come, bring it in, read the report. */
export default function ImportDiagramPage() {
  const { slug, organization, memberId } = useOrganization()
  const collections = useCollections(slug)
  const it = useBringIn(slug)
  const { stage } = it
  const { writable } = collections
  return (
    <PageFrame title={['Bring in diagrams', organization]} heading="Bring in diagrams" summary={steps[stage.is]}>
      {collections.isPending && <LoadingRows what="collections" />}
      {collections.isError && (
        <Failed error={collections.error} what="The collections" onRetry={() => void collections.refetch()} />
      )}
      {collections.data && writable.length === 0 && (
        <EmptyState>Ask an owner or admin for a collection in which you may write.</EmptyState>
      )}
      {writable.length > 0 && stage.is === 'choose' && (
        <ChooseFiles trouble={stage.trouble} onFiles={(files) => void it.read(files)} />
      )}
      {stage.is === 'reading' && (
        <div className={css['page']}>
          <p role="status">Reading {stage.fileName}.</p>
          <div>
            <Button onClick={it.restart}>Stop</Button>
          </div>
        </div>
      )}
      {stage.is === 'look' && (
        <LookAtEntries
          {...stage}
          trouble={stage.trouble}
          slug={slug}
          collections={writable}
          onChange={it.change}
          onBring={(collectionId) => void it.bring(stage.entries, { slug, collectionId, ownerId: memberId })}
          onRestart={it.restart}
        />
      )}
      {(stage.is === 'bringing' || stage.is === 'report') && (
        <BroughtReport {...stage} slug={slug} isOver={stage.is === 'report'} onRestart={it.restart} />
      )}
    </PageFrame>
  )
}
