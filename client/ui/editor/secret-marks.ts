import { StateEffect, StateField, type EditorState } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'

/** A place in a text, in UTF-16 units, and what it looks like: "an AWS access key". */
export interface TextMark {
  from: number
  to: number
  label: string
}

/** Marks of one text: shown only while that is the text. */
export interface TextMarks {
  text: string
  marks: readonly TextMark[]
}

const show = StateEffect.define<readonly TextMark[]>()

/** A line under what looks like a secret; it moves with the text while somebody types. */
export const secretMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects }) {
    for (const effect of effects) if (effect.is(show)) return Decoration.set(effect.value.map(underlined), true)
    return marks.map(changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

const underlined = ({ from, to, label }: TextMark) => Decoration.mark({ class: 'cm-secret', label }).range(from, to)

/** Marks of another text than the one that stands there now are late: others follow. */
export function showMarks(view: EditorView, { text, marks }: TextMarks): void {
  if (view.state.doc.length === text.length && view.state.doc.toString() === text)
    view.dispatch({ effects: show.of(marks) })
}

/** What something on the line looks like: "a password". */
export function secretOn(state: EditorState, from: number, to: number): string | undefined {
  let label: string | undefined
  state.field(secretMarks).between(from, to, (_from, _to, mark) => {
    label = (mark.spec as { label?: string }).label
    return false
  })
  return label
}

/** Selects a place and brings it into sight. */
export function showPlace(view: EditorView, { from, to }: { from: number; to: number }): void {
  const { length } = view.state.doc
  view.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) }, scrollIntoView: true })
  view.focus()
}
