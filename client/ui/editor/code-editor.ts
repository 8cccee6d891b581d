import { completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { deleteMarkupBackward, insertNewlineContinueMarkup, markdownLanguage } from '@codemirror/lang-markdown'
import { EditorState, type StateCommand } from '@codemirror/state'
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  placeholder,
} from '@codemirror/view'
import { completions, type FindDocuments } from './completions.ts'
import { filesIn } from './files-in.ts'
import { hints } from './hints.ts'
import { look } from './look.ts'
import { secretMarks } from './secret-marks.ts'

export { putIn } from './completions.ts'
export { showMarks, showPlace } from './secret-marks.ts'

export interface CodeEditorParts {
  parent: ShadowRoot
  text: string
  selection: number
  label: string
  placeholder: string
  onChange: (text: string) => void
  onSave: () => void
  onScroll: (share: number) => void
  find: () => FindDocuments
  /** Files that were pasted or dropped. @returns what stands for them in the text; undefined where they are not taken. */
  onFiles: (files: readonly File[]) => Promise<string | undefined>
}

/**
 * CodeMirror in an open shadow root: its styles become adopted sheets there, so that the page's `style-src` stays
 * strict. Loaded lazily; the one file that knows how the editor is put together.
 */
export function makeCodeEditor(parts: CodeEditorParts): EditorView {
  const { parent, text, selection, label } = parts
  return new EditorView({
    parent,
    root: parent,
    state: EditorState.create({
      doc: text,
      selection: { anchor: Math.min(selection, text.length) },
      extensions: [
        history(),
        drawSelection(),
        dropCursor(),
        highlightSpecialChars(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        markdownLanguage,
        look,
        secretMarks,
        hints,
        completions(parts.find),
        placeholder(parts.placeholder),
        keymap.of([
          { key: 'Mod-Enter', run: () => (parts.onSave(), true), preventDefault: true },
          { key: 'Mod-b', run: wrap('**') },
          { key: 'Mod-i', run: wrap('_') },
          { key: 'Mod-e', run: wrap('`') },
          { key: 'Enter', run: insertNewlineContinueMarkup },
          { key: 'Backspace', run: deleteMarkupBackward },
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        // Tab leaves the editor, as it leaves any field: nobody is caught in here.
        EditorView.contentAttributes.of({
          'aria-label': label,
          tabindex: '0',
          spellcheck: 'true',
          autocapitalize: 'sentences',
        }),
        EditorView.domEventHandlers({
          scroll: (_event, view) => parts.onScroll(scrolledShare(view)),
          paste: (event, view) => takeFiles(parts, view, event, event.clipboardData, view.state.selection.main),
          drop: (event, view) => {
            const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.selection.main.head
            return takeFiles(parts, view, event, event.dataTransfer, { from: at, to: at })
          },
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) parts.onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
}

/** Otherwise CodeMirror would read the file and put its letters into the text. */
function takeFiles(
  { onFiles }: CodeEditorParts,
  view: EditorView,
  event: Event,
  data: DataTransfer | null,
  { from, to }: { from: number; to: number },
): boolean {
  const files = filesIn(data)
  if (files.length === 0) return false
  event.preventDefault()
  void onFiles(files).then((text) => {
    const end = view.state.doc.length
    if (text !== undefined) putText(view, text, Math.min(from, end), Math.min(to, end))
  })
  return true
}

export function putText(view: EditorView, text: string, from: number, to: number): void {
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    userEvent: 'input.paste',
    scrollIntoView: true,
  })
  view.focus()
}

/** Of the text itself: the room that is kept below its last line is not part of it. */
function scrolledShare(view: EditorView): number {
  const hidden = view.lineBlockAt(view.state.doc.length).bottom - view.scrollDOM.clientHeight
  return hidden <= 0 ? 0 : Math.min(1, view.scrollDOM.scrollTop / hidden)
}

/** Puts marks around the selection, or takes them away. */
function wrap(mark: string): StateCommand {
  return ({ state, dispatch }) => {
    const { from, to } = state.selection.main
    const isWrapped =
      state.sliceDoc(from - mark.length, from) === mark &&
      state.sliceDoc(to, to + mark.length) === mark &&
      from >= mark.length
    const words = state.sliceDoc(from, to)
    const start = isWrapped ? from - mark.length : from
    const shift = isWrapped ? -mark.length : mark.length
    dispatch(
      state.update({
        changes: isWrapped
          ? { from: start, to: to + mark.length, insert: words }
          : { from, to, insert: mark + words + mark },
        selection: { anchor: from + shift, head: to + shift },
        userEvent: 'input',
      }),
    )
    return true
  }
}
