import type { EditorState, Range } from '@codemirror/state'
import {
  Decoration,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view'
import { secretMarks, secretOn } from './secret-marks.ts'

/** Quiet words at the end of a line that could be better. Never on the line that is being written. */
export const hints = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = hintsIn(view)
    }
    update(update: ViewUpdate) {
      const isMarked = update.startState.field(secretMarks) !== update.state.field(secretMarks)
      if (update.docChanged || update.selectionSet || update.viewportChanged || isMarked)
        this.decorations = hintsIn(update.view)
    }
  },
  { decorations: (plugin) => plugin.decorations },
)

function hintsIn(view: EditorView): DecorationSet {
  const { state } = view
  const current = state.doc.lineAt(state.selection.main.head).number
  const found: Range<Decoration>[] = []
  for (const { from, to } of view.visibleRanges) {
    for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
      if (line.number !== current) {
        const secret = secretOn(state, line.from, line.to)
        if (secret) found.push(hint(`Looks like ${secret}`, true).range(line.to))
        else if (isStep(line.text) && !hasExpectation(state, line.number, current))
          found.push(hint('This step has no expected result', false).range(line.to))
      }
      if (line.to >= to || line.number === state.doc.lines) break
    }
  }
  return Decoration.set(found, true)
}

const isStep = (text: string) => /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[[ xX]\]\s+\S/.test(text)

/** Looks down to the end of the step: the next item, heading or empty line. */
function hasExpectation(state: EditorState, number: number, current: number): boolean {
  for (let at = number; at <= Math.min(number + 30, state.doc.lines); at++) {
    const { text } = state.doc.line(at)
    if (at > number && (text.trim() === '' || /^\s*(?:[-*+]|\d{1,9}[.)]|#{1,6})\s/.test(text))) return false
    // Whoever still writes on the step may be about to say it.
    if (/\bexpect(?:ed)?\b/i.test(text) || at === current) return true
  }
  return false
}

function hint(words: string, isSecret: boolean): Decoration {
  return Decoration.widget({ widget: new HintWidget(words, isSecret), side: 1 })
}

class HintWidget extends WidgetType {
  readonly words: string
  readonly isSecret: boolean
  constructor(words: string, isSecret: boolean) {
    super()
    this.words = words
    this.isSecret = isSecret
  }
  override eq(other: HintWidget): boolean {
    return other.words === this.words
  }
  toDOM(): HTMLElement {
    const element = document.createElement('span')
    element.className = this.isSecret ? 'cm-hint cm-hint-secret' : 'cm-hint'
    element.textContent = this.words
    return element
  }
  override ignoreEvent(): boolean {
    return false
  }
}
