import { useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { LoadingText } from '../../ui/states.tsx'
import css from './attachments.module.css'
import { openPdf } from './open-pdf.ts'

/** The pages of a PDF, drawn as they come into sight; or their words, for those who read with something else than eyes. */
export function PdfPages({ bytes, name }: { bytes: Uint8Array<ArrayBuffer>; name: string }) {
  const [opened, setOpened] = useState<PDFDocumentProxy | { why: string }>()
  const [isText, setText] = useState(false)
  useEffect(() => {
    let isGone = false
    let end: (() => void) | undefined
    // pdf.js takes over what it is given: the copy is for it.
    openPdf(bytes.slice()).then(
      (open) => {
        end = open.end
        if (isGone) end()
        else setOpened(open.pdf)
      },
      (error: unknown) => !isGone && setOpened({ why: whyNot(error) }),
    )
    return () => {
      isGone = true
      end?.()
    }
  }, [bytes])
  if (!opened) return <LoadingText what={name} />
  if ('why' in opened) return <p role="alert">{opened.why}</p>
  const { numPages } = opened
  return (
    <>
      <div className={css['acts']}>
        <span>{plural(numPages, 'page')}</span>
        <Button aria-pressed={isText} onClick={() => setText(!isText)}>
          Words only
        </Button>
      </div>
      <div className={css['pages']} tabIndex={0} role="group" aria-label={`Pages of ${name}`}>
        {Array.from({ length: numPages }, (_, at) => (
          <Page key={at} pdf={opened} number={at + 1} isText={isText} />
        ))}
      </div>
    </>
  )
}

function whyNot(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException') return 'This PDF is locked with a password. Download it to open it.'
  return 'This PDF could not be read. Download it and try another program.'
}

function Page({ pdf, number, isText }: { pdf: PDFDocumentProxy; number: number; isText: boolean }) {
  const place = useRef<HTMLElement>(null)
  const [isSeen, setSeen] = useState(number === 1)
  useEffect(() => {
    if (isSeen || !place.current) return
    const watch = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true),
      { rootMargin: '600px' },
    )
    watch.observe(place.current)
    return () => watch.disconnect()
  }, [isSeen])
  return (
    <figure ref={place} className={css['page']} aria-label={`Page ${number}`}>
      {isSeen && (isText ? <PageWords pdf={pdf} number={number} /> : <DrawnPage pdf={pdf} number={number} />)}
    </figure>
  )
}

const widestPixels = 1_800

function DrawnPage({ pdf, number }: { pdf: PDFDocumentProxy; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let cancel: (() => void) | undefined
    let isGone = false
    const draw = async () => {
      const page = await pdf.getPage(number)
      const element = canvas.current
      if (isGone || !element) return
      const wide = page.getViewport({ scale: 1 }).width
      const wanted = Math.min(widestPixels, element.parentElement?.clientWidth ?? 800) * Math.min(2, devicePixelRatio)
      const viewport = page.getViewport({ scale: wanted / wide })
      element.width = Math.floor(viewport.width)
      element.height = Math.floor(viewport.height)
      // Annotations are left out: links and forms in them would be acts of the file.
      const task = page.render({ canvas: element, viewport, annotationMode: 0 })
      cancel = () => task.cancel()
      await task.promise
    }
    draw().catch((error: unknown) => {
      if (!isGone && !(error instanceof Error && error.name === 'RenderingCancelledException')) setFailed(true)
    })
    return () => {
      isGone = true
      cancel?.()
    }
  }, [pdf, number])
  if (hasFailed) return <p role="alert">This page could not be drawn.</p>
  return <canvas ref={canvas} role="img" aria-label={`Page ${number}. Its words are under “Words only”.`} />
}

function PageWords({ pdf, number }: { pdf: PDFDocumentProxy; number: number }) {
  const [words, setWords] = useState<string>()
  useEffect(() => {
    let isGone = false
    const read = async () => {
      const { items } = await (await pdf.getPage(number)).getTextContent()
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
      if (!isGone) setWords(text)
    }
    read().catch(() => !isGone && setWords(''))
    return () => {
      isGone = true
    }
  }, [pdf, number])
  if (words === undefined) return null
  return (
    <>
      <figcaption>Page {number}</figcaption>
      <p className={css['pageWords']}>{words.trim() || 'There are no words on this page that could be read.'}</p>
    </>
  )
}
