import type { EditorView } from '@codemirror/view'
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { FindDocuments } from './completions.ts'
import { filesIn } from './files-in.ts'
import { inserts, insertion, type Insert } from './inserts.ts'
import type { TextMarks } from './secret-marks.ts'
import css from './MarkdownEditor.module.css'

export interface CodeAreaProps {
  value: string
  onChange: (value: string) => void
  onSave: () => void
  label: string
  placeholder: string
  find: FindDocuments
  /** How far down the text is scrolled, 0 to 1. */
  onScroll: (share: number) => void
  /** Hands out the way to put an insert, by its id, or a text where the cursor stands. */
  onReady: (insert: (what: string | { text: string }) => void) => void
  /** Files that were pasted or dropped. @returns what stands for them in the text; undefined where they are not taken. */
  onFiles: (files: readonly File[]) => Promise<string | undefined>
  isPlain: boolean
  /** Places to be marked, where there is more than a plain text area. */
  marks?: TextMarks | undefined
  /** A place to select and bring into sight; another object asks for it again. */
  place?: { from: number; to: number } | undefined
  id?: string | undefined
  describedBy?: string | undefined
}

/**
 * A plain text area that becomes CodeMirror once that has loaded: writing can begin at once, and what was typed and
 * where the cursor stood is taken along. `isPlain` stays a text area.
 */
export function CodeArea(props: CodeAreaProps) {
  const { value, isPlain } = props
  const host = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const latest = useRef(props)
  /** Texts told to the page that have not come back as `value` yet: the page may be some keystrokes behind. */
  const told = useRef<string[]>([])
  const [view, setView] = useState<EditorView>()
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    if (isPlain) return
    let made: EditorView | undefined
    let isGone = false
    const load = async () => {
      const { makeCodeEditor } = await import('./code-editor.ts')
      const element = host.current
      if (isGone || !element) return
      const typed = area.current
      const hadFocus = typed !== null && document.activeElement === typed
      made = makeCodeEditor({
        parent: element.shadowRoot ?? element.attachShadow({ mode: 'open', delegatesFocus: true }),
        text: latest.current.value,
        selection: hadFocus ? typed.selectionStart : 0,
        label: latest.current.label,
        placeholder: latest.current.placeholder,
        onChange: (text) => {
          told.current.push(text)
          latest.current.onChange(text)
        },
        onScroll: (share) => latest.current.onScroll(share),
        onSave: () => latest.current.onSave(),
        find: () => latest.current.find,
        onFiles: (files) => latest.current.onFiles(files),
      })
      setView(made)
      if (hadFocus) made.focus()
    }
    // A part that cannot be fetched (offline, replaced by an update) leaves the text area, which is enough to go on.
    load().catch(() => setFailed(true))
    return () => {
      isGone = true
      made?.destroy()
      setView(undefined)
    }
  }, [isPlain])

  // Changed from outside: a draft taken back, a conflict resolved.
  useEffect(() => {
    const at = told.current.lastIndexOf(value)
    if (at >= 0) told.current.splice(0, at)
    else if (view && view.state.doc.toString() !== value) {
      told.current = [value]
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
    }
  }, [view, value])

  const { marks, place } = props
  useEffect(() => {
    if (view && marks) void import('./code-editor.ts').then(({ showMarks }) => showMarks(view, marks))
  }, [view, marks])
  const placed = useRef(place)
  useEffect(() => {
    if (!place || placed.current === place) return
    placed.current = place
    if (view) void import('./code-editor.ts').then(({ showPlace }) => showPlace(view, place))
    else if (area.current) selectIn(area.current, place)
  }, [view, place])

  const { onReady } = props
  useEffect(() => {
    onReady((what) => {
      if (typeof what !== 'string') {
        const { text } = what
        if (view) {
          const { from, to } = view.state.selection.main
          void import('./code-editor.ts').then(({ putText }) => putText(view, text, from, to))
        } else if (area.current) putTextInArea(area.current, text, (next) => latest.current.onChange(next))
        return
      }
      const insert = inserts.find(({ id }) => id === what)
      if (!insert) return
      if (view)
        void import('./code-editor.ts').then(({ putIn }) =>
          putIn(view, insert, view.state.selection.main.from, view.state.selection.main.to),
        )
      else if (area.current) putInArea(area.current, insert, (text) => latest.current.onChange(text))
    })
  }, [view, onReady])

  const isShown = isPlain || hasFailed || !view
  return (
    <>
      <div ref={host} className={css['code']} hidden={isShown} data-code-editor="" />
      {isShown && (
        <textarea
          ref={area}
          id={props.id}
          className={css['area']}
          aria-label={props.label}
          aria-describedby={props.describedBy}
          placeholder={props.placeholder}
          value={value}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          onPaste={(event) => takeFiles(event, event.clipboardData, props)}
          onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
          onDrop={(event) => takeFiles(event, event.dataTransfer, props)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            props.onSave()
          }}
        />
      )}
    </>
  )
}

function takeFiles(
  event: SyntheticEvent<HTMLTextAreaElement>,
  data: DataTransfer,
  { onFiles, onChange }: Pick<CodeAreaProps, 'onFiles' | 'onChange'>,
): void {
  const files = filesIn(data)
  if (files.length === 0) return
  event.preventDefault()
  const area = event.currentTarget
  void onFiles(files).then((text) => text !== undefined && putTextInArea(area, text, onChange))
}

function putTextInArea(area: HTMLTextAreaElement, text: string, change: (text: string) => void): void {
  const { selectionStart: from, selectionEnd: to, value } = area
  change(value.slice(0, from) + text + value.slice(to))
  requestAnimationFrame(() => selectIn(area, { from: from + text.length, to: from + text.length }))
}

function selectIn(area: HTMLTextAreaElement, { from, to }: { from: number; to: number }): void {
  area.focus()
  area.setSelectionRange(from, to)
}

function putInArea(area: HTMLTextAreaElement, insert: Insert, change: (text: string) => void): void {
  const { selectionStart: from, selectionEnd: to, value } = area
  const isLineStart = from === 0 || value[from - 1] === '\n'
  const { text, cursor } = insertion(insert, isLineStart)
  change(value.slice(0, from) + text + value.slice(to))
  requestAnimationFrame(() => {
    area.focus()
    area.setSelectionRange(from + cursor, from + cursor)
  })
}
