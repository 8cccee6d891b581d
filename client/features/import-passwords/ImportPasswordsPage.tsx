import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Failed } from '../../platform/Failed.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { PageFrame } from '../../ui/PageFrame.tsx'
import { useCollections } from '../documents/use-library.ts'
import { BringingStep } from './screen/BringingStep.tsx'
import { ChooseStep } from './screen/ChooseStep.tsx'
import { LookStep } from './screen/LookStep.tsx'
import { MapStep } from './screen/MapStep.tsx'
import { OpenStep } from './screen/OpenStep.tsx'
import { ReadingStep } from './screen/ReadingStep.tsx'
import { ReportStep } from './screen/ReportStep.tsx'
import { useImport, type Stage } from './use-import.ts'

/** Passwords out of another program into the vault: choose the file, look at what will come, bring it in, read the report. */
export default function ImportPasswordsPage() {
  const membership = useOrganization()
  const { slug, organization } = membership
  const it = useImport(membership)
  const collections = useCollections(slug)
  const writable = collections.forCredentials
  return (
    <PageFrame title={['Bring in passwords', organization]} heading="Bring in passwords" summary={steps[it.stage.is]}>
      {collections.isPending && <LoadingRows what="collections" />}
      {collections.isError && (
        <Failed error={collections.error} what="Collections" onRetry={() => void collections.refetch()} />
      )}
      {collections.data && writable.length === 0 && (
        <EmptyState>Ask an owner or admin for a collection in which you may keep credentials.</EmptyState>
      )}
      {writable.length > 0 && <Step it={it} collections={writable} mayMake={isKeyHolder(membership)} slug={slug} />}
    </PageFrame>
  )
}

const steps: Record<Stage['is'], string> = {
  choose: '1 of 3: the file',
  reading: '1 of 3: the file',
  open: '1 of 3: the file',
  map: '1 of 3: the file',
  look: '2 of 3: what will come',
  bringing: '3 of 3: bringing it in',
  report: 'Report',
}

function Step(props: {
  it: ReturnType<typeof useImport>
  collections: readonly { id: string; name: string }[]
  mayMake: boolean
  slug: string
}) {
  const { it, collections, mayMake, slug } = props
  const { stage } = it
  switch (stage.is) {
    case 'choose':
      return <ChooseStep trouble={stage.trouble} onFile={(file) => void it.read(file)} />
    case 'reading':
      return <ReadingStep {...stage} onStop={it.stop} />
    case 'open':
      return <OpenStep {...stage} onOpen={(asked) => void it.read(stage.file, asked)} onRestart={it.restart} />
    case 'map':
      return (
        <MapStep
          table={stage.table}
          fileName={stage.file.name}
          onMapped={(mapping) => void it.read(stage.file, { format: 'csv', mapping })}
          onReopen={() => it.reopen(stage.file, undefined)}
          onRestart={it.restart}
        />
      )
    case 'look':
      return (
        <LookStep
          {...stage}
          collections={collections}
          mayMake={mayMake}
          onBring={(settled) => void it.bring(stage, settled)}
          onReopen={() => it.reopen(stage.file, stage.format)}
          onRestart={it.restart}
        />
      )
    case 'bringing':
      return <BringingStep progress={stage.progress} onStop={it.stop} />
    case 'report':
      return <ReportStep {...stage} slug={slug} onRestart={it.restart} />
  }
}
