import { lazy, Suspense, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { Drawing, GroupKind, Shape } from '#contract/diagrams.ts'
import type { Document } from '#contract/documents.ts'
import { useOrganization } from '../../../platform/session.ts'
import { announce } from '../../../ui/LiveAnnouncer.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { useMedia, usePhone } from '../../../ui/media.ts'
import { LoadingText } from '../../../ui/states.tsx'
import { TabList, tabPanel } from '../../../ui/Tabs.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { pictureAddress } from '../../attachments/picture-address.ts'
import { Bar } from './Bar.tsx'
import { Inspector } from './Inspector.tsx'
import { ListTab } from './ListTab.tsx'
import { Palette } from './Palette.tsx'
import { useEditing, type Editing } from './use-editing.ts'
import css from './DrawingEditor.module.css'

const Canvas = lazy(() => import('./Canvas.tsx'))

interface DrawingEditorProps {
  drawing: Drawing
  change: (drawing: Drawing) => void
  document: Document | undefined
  status: ReactNode
}

/** The drawing on its sheet, with palette and fields beside it; and as a list, where all of it can be done, too. */
export default function DrawingEditor({ drawing, change, document, status }: DrawingEditorProps) {
  const { slug, organizationId } = useOrganization()
  const editing = useEditing(drawing, change, organizationId)
  const isPhone = usePhone()
  const isWide = useMedia('(width >= 1100px)')
  const [view, setView] = useState<'sheet' | 'list'>(isPhone ? 'list' : 'sheet')
  const [opened, setOpened] = useState<'fields' | 'shapes'>()
  const panel = useRef<HTMLDivElement>(null)
  const dropRef = useRef<(clientX: number, clientY: number) => { x: number; y: number } | undefined>(undefined)
  const tabs = useId()
  const titles = useTitles(document)

  const add = (of: Shape | GroupKind, at?: { x: number; y: number }) => {
    const id = editing.add(of, at ? { at } : {})
    setOpened(undefined)
    if (id !== undefined && isWide && view === 'sheet') editing.sheetRef.current?.focus(id)
  }
  const openFields = () => {
    if (!isWide) return setOpened('fields')
    // What was chosen a moment ago has to be in the panel: the next key may be the first letter of its label.
    flushSync(() => {})
    const label = panel.current?.querySelector<HTMLInputElement>('[data-label-field]')
    label?.focus()
    label?.select()
  }
  const fields = <Inspector editing={editing} slug={slug} titles={titles} document={document} />
  return (
    <div className={css['editor']}>
      <Bar
        editing={editing}
        status={status}
        isSheet={view === 'sheet'}
        onTidy={() => void tidy(editing)}
        onFields={isWide || view === 'list' ? undefined : () => setOpened('fields')}
        onAddShape={isWide || view === 'list' ? undefined : () => setOpened('shapes')}
        views={
          <TabList
            id={tabs}
            label="Views"
            selected={view}
            onSelect={(id) => setView(id as typeof view)}
            tabs={[
              { id: 'sheet', label: 'Drawing' },
              { id: 'list', label: 'List' },
            ]}
          />
        }
      />
      <div className={css['body']} data-view={view} data-wide={isWide || undefined}>
        {isWide && view === 'sheet' && <Palette onAdd={add} dropRef={dropRef} />}
        <div {...tabPanel(tabs, view)} className={css['main']}>
          {view === 'sheet' ? (
            <Suspense fallback={<LoadingText what="the sheet" />}>
              <Canvas
                editing={editing}
                picture={
                  document &&
                  drawing.picture &&
                  pictureAddress(slug, document.reference, drawing.picture.attachment, 'view')
                }
                onOpenFields={openFields}
                dropRef={dropRef}
              />
            </Suspense>
          ) : (
            <ListTab editing={editing} onOpenFields={openFields} />
          )}
        </div>
        {isWide && (
          <div
            ref={panel}
            className={css['panel']}
            role="region"
            aria-label="What is chosen"
            onKeyDown={(event) => {
              // Back to the sheet, where the arrow keys are.
              if (event.key !== 'Escape' || event.defaultPrevented || !editing.current) return
              event.preventDefault()
              editing.sheetRef.current?.focus(editing.current)
            }}
          >
            {fields}
          </div>
        )}
      </div>
      {!isWide && opened === 'fields' && (
        <Sheet
          title={editing.selection.size > 0 ? 'What is chosen' : 'This diagram'}
          onClose={() => setOpened(undefined)}
          takesFocus
        >
          <div className={css['inSheet']}>{fields}</div>
        </Sheet>
      )}
      {!isWide && opened === 'shapes' && (
        <Sheet title="Shapes" onClose={() => setOpened(undefined)} takesFocus>
          <Palette onAdd={add} dropRef={dropRef} />
        </Sheet>
      )}
    </div>
  )
}

async function tidy({ drawing, selection, apply, sheetRef }: Editing): Promise<void> {
  const [only, ...more] = selection
  const group = more.length === 0 ? drawing.groups.find(({ id }) => id === only)?.id : undefined
  try {
    const { tidied } = await import('./tidy.ts')
    apply(tidied(drawing, group))
    announce('Tidied up')
    if (group === undefined) setTimeout(() => sheetRef.current?.fit(), 50)
  } catch {
    toast({ words: 'Tidy up could not be fetched. Look whether this device is connected, then try again.' })
  }
}

function useTitles(document: Document | undefined): ReadonlyMap<string, string> {
  return useMemo(
    () =>
      new Map(
        [...(document?.cited ?? []), ...(document?.related ?? [])].map(({ reference, title }) => [reference, title]),
      ),
    [document],
  )
}
