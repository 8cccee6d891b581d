import { lazy, Suspense } from 'react'
import type { Document } from '#contract/documents.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Markdown, type MarkdownProps } from '../../ui/Markdown.tsx'
import { ReferenceChip } from '../../ui/ReferenceChip.tsx'
import { picturesOf } from '../attachments/pictures.tsx'
import { documentPath } from './addresses.ts'
import { useTicks } from './ticks.ts'
import css from './DocumentPage.module.css'

const CredentialChip = lazy(async () => ({
  default: (await import('../credentials/CredentialChip.tsx')).CredentialChip,
}))

const VendorChip = lazy(async () => ({ default: (await import('../vendors/VendorChip.tsx')).VendorChip }))

const RunFromTicks = lazy(async () => ({ default: (await import('../runs/StartRun.tsx')).RunFromTicks }))

/** A text that is being run: the one that the run was started from, with ticks that belong to all who take part. */
export type RunShown = Pick<MarkdownProps, 'text' | 'steps' | 'fill'> &
  Required<Pick<MarkdownProps, 'ticks' | 'onTick'>>

/** The text, with its steps to tick. Without a run, ticks are nobody else's business. */
export function DocumentText(props: { slug: string; document: Document; run?: RunShown }) {
  const { slug, document, run } = props
  const { reference, revision, title, cited, summary } = document
  const body = run?.text ?? document.body
  const { ticks, tick, clear } = useTicks(slug, reference, revision)
  if (body.trim() === '')
    return (
      <>
        {summary && <p className={css['lead']}>{summary}</p>}
        <p className={css['empty']}>Nothing is written here yet.</p>
      </>
    )
  return (
    <>
      {!run && ticks.size > 0 && (
        <p className={css['ticked']} data-no-print>
          {plural(ticks.size, 'step')} ticked, only for you
          {document.kind === 'runbook' && !document.archivedAt && (
            <Suspense>
              <RunFromTicks slug={slug} document={document} ticks={ticks} onStarted={clear} />
            </Suspense>
          )}
          <Button variant="quiet" onClick={clear}>
            Clear ticks
          </Button>
        </p>
      )}
      <div className={css['text']}>
        <Markdown
          text={body}
          title={title}
          chips={cited}
          linkTo={(chip) => documentPath(slug, chip.reference)}
          renderChip={(chip) => {
            const plain = <ReferenceChip chip={chip} to={documentPath(slug, chip.reference)} />
            if (chip.kind === 'credential' && !chip.archived && chip.credential?.opens !== 'none')
              return (
                <Suspense fallback={plain}>
                  <CredentialChip slug={slug} chip={chip} from={document.id} />
                </Suspense>
              )
            if (chip.kind === 'vendor' && !chip.archived && chip.vendor?.phone)
              return (
                <Suspense fallback={plain}>
                  <VendorChip slug={slug} chip={chip} />
                </Suspense>
              )
            return undefined
          }}
          renderPicture={picturesOf(slug, reference)}
          ticks={run?.ticks ?? ticks}
          onTick={run?.onTick ?? tick}
          steps={run?.steps}
          fill={run?.fill}
        />
      </div>
    </>
  )
}
