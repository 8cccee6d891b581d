import { lazy, Suspense, useState } from 'react'
import Play from 'lucide-react/icons/play'
import type { Document } from '#contract/documents.ts'
import { Button } from '../../ui/Button.tsx'

const StartRunDialog = lazy(async () => ({ default: (await import('./StartRunDialog.tsx')).StartRunDialog }))

type StartProps = { slug: string; document: Document }

/** On every runbook: in earnest, or to try it out. */
export function StartRun({ slug, document, isLarge }: StartProps & { isLarge?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        icon={Play}
        keys="Shift S"
        hidesKey
        size={isLarge ? 'large' : 'default'}
        data-no-print
        onClick={() => setOpen(true)}
      >
        Start run
      </Button>
      {isOpen && (
        <Suspense>
          <StartRunDialog slug={slug} document={document} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

/** Steps that somebody ticked for themselves become the first of a run. */
export function RunFromTicks(props: StartProps & { ticks: ReadonlySet<number>; onStarted: () => void }) {
  const { slug, document, ticks, onStarted } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="quiet" onClick={() => setOpen(true)}>
        Start a run with them
      </Button>
      {isOpen && (
        <Suspense>
          <StartRunDialog
            slug={slug}
            document={document}
            ticks={ticks}
            onStarted={onStarted}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
