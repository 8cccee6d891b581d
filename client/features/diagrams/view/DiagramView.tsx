import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Drawing } from '#contract/diagrams.ts'
import type { Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { isKeyHolder, useOrganization } from '../../../platform/session.ts'
import { ButtonLink } from '../../../ui/Button.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import { editPath } from '../../documents/addresses.ts'
import { Canvas, type CanvasHandle } from './Canvas.tsx'
import { drawingInWords } from './element-words.ts'
import { Frames } from './Frames.tsx'
import { Layers } from './Layers.tsx'
import { usePicture } from './picture.ts'
import { framed, prepared } from './prepared.ts'
import type { Placed } from './reading-order.ts'
import { standings } from './standing.ts'
import { Targets } from './Targets.tsx'
import css from './view.module.css'

// Asked for with this part, while the document itself is on its way: the picture need not wait for them.
const tables = import('./TwinTables.tsx')
const find = import('./FindBox.tsx')
const TwinTables = lazy(async () => ({ default: (await tables).TwinTables }))
const FindBox = lazy(async () => ({ default: (await find).FindBox }))
const PictureNote = lazy(async () => ({ default: (await import('./PictureNote.tsx')).PictureNote }))
const sheet = () => import('./DeviceSheet.tsx')
const Notes = lazy(async () => ({ default: (await import('./Notes.tsx')).Notes }))
const DeviceSheet = lazy(async () => ({ default: (await sheet()).DeviceSheet }))

/** A diagram to be read: the picture, what each device in it stands for, and the same as tables. */
export function DiagramView({ slug, document, drawing }: { slug: string; document: Document; drawing: Drawing }) {
  const membership = useOrganization()
  const seesAll = isKeyHolder(membership)
  const { reference, summary, cited, causes, level, archivedAt } = document
  const canvas = useRef<CanvasHandle>(null)
  const of = useMemo(() => prepared(drawing), [drawing])
  const standing = useMemo(() => standings(of.order, { cited, causes, seesAll }), [of, cited, causes, seesAll])
  const picture = usePicture(slug, document, drawing)
  const [found, setFound] = useState<{ all: readonly Placed[]; at: number }>({ all: [], at: -1 })
  const { selected, wanted, open, close } = useDevice(of.order)

  const reach = useCallback((element: Placed) => canvas.current?.show(framed(element), { isGentle: true }), [])
  const show = (all: readonly Placed[], at: number) => {
    setFound({ all, at })
    const element = all[at]
    if (element) canvas.current?.show(framed(element), { isBesideSheet: selected !== undefined })
  }
  const isFirst = useRef(true)
  useEffect(() => {
    // Where a link led, it stands in the middle; where somebody pressed it, the picture stays if it is seen.
    if (selected) canvas.current?.show(framed(selected), { isGentle: !isFirst.current, isBesideSheet: true })
    isFirst.current = false
  }, [selected])
  useEffect(() => {
    // Fetched once the page has time, so that a device opens at once.
    const timer = setTimeout(() => void sheet(), 800)
    return () => clearTimeout(timer)
  }, [])

  const isEmpty = of.order.length === 0 && !drawing.picture
  return (
    <>
      {summary && <p className={css['lead']}>{summary}</p>}
      {drawing.notes.trim() && (
        <div className={css['notes']}>
          <Suspense fallback={<p>{drawing.notes.split('\n', 1)[0]}</p>}>
            <Notes slug={slug} document={document} text={drawing.notes} />
          </Suspense>
        </div>
      )}
      {wanted !== undefined && !selected && (
        <p className={css['gone']} role="status">
          The device that this link leads to is no longer in {reference}.
        </p>
      )}
      {isEmpty ? (
        <div className={css['empty']}>
          <p>Nothing is drawn here yet.</p>
          {level >= levels.edit && !archivedAt && <ButtonLink to={editPath(slug, reference)}>Draw it</ButtonLink>}
        </div>
      ) : (
        <div className={css['both']}>
          <div className={css['picture']}>
            {(picture.file ?? picture.error ?? picture.isMissing) && (
              <Suspense>
                <PictureNote slug={slug} reference={reference} picture={picture} />
              </Suspense>
            )}
            {(of.order.length > 0 || picture.href) && (
              <Canvas
                ref={canvas}
                label={`Drawing of ${reference}: ${drawingInWords(drawing)}`}
                bounds={of.bounds}
                tools={
                  of.order.length > 0 && (
                    <Suspense>
                      <FindBox order={of.order} onFound={show} onOpen={open} />
                    </Suspense>
                  )
                }
              >
                <Layers of={of} pictureHref={picture.href} />
                <Frames found={found.all} current={found.all[found.at]} selected={selected} />
                <Targets order={of.order} standing={standing} selected={selected?.id} onOpen={open} onReach={reach} />
              </Canvas>
            )}
          </div>
          {of.order.length > 0 && (
            <div className={css['twin']}>
              <Suspense fallback={<LoadingRows what="the devices" rows={Math.min(of.order.length, 8)} />}>
                <TwinTables slug={slug} of={of} standing={standing} onOpen={open} />
              </Suspense>
            </div>
          )}
        </div>
      )}
      {selected && (
        <Suspense>
          <DeviceSheet
            key={selected.id}
            slug={slug}
            document={document}
            of={of}
            element={selected}
            standing={standing.get(selected.id)}
            onOpen={open}
            onClose={close}
          />
        </Suspense>
      )}
    </>
  )
}

/** The device that is open, in the address: `?device=fw1`. Back closes it. */
function useDevice(order: readonly Placed[]) {
  const [parameters, setParameters] = useSearchParams()
  const wanted = parameters.get('device') ?? undefined
  const selected = order.find(({ id }) => id === wanted)
  // The setter is another one after every change: what stays the same keeps a thousand devices from being drawn anew.
  const latest = useRef({ wanted, setParameters })
  useEffect(() => {
    latest.current = { wanted, setParameters }
  })
  const go = useCallback((id: string | undefined) => {
    const { wanted, setParameters } = latest.current
    if (id === wanted) return
    const change = (before: URLSearchParams) => {
      const next = new URLSearchParams(before)
      if (id === undefined) next.delete('device')
      else next.set('device', id)
      return next
    }
    // From one device to the next, Back leads to where the first was opened.
    setParameters(change, { replace: wanted !== undefined, preventScrollReset: true })
  }, [])
  const open = useCallback((id: string) => go(id), [go])
  const close = useCallback(() => go(undefined), [go])
  return { selected, wanted, open, close }
}
