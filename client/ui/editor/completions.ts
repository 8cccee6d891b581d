import {
  autocompletion,
  pickedCompletion,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { kinds, type Kind } from '#contract/values.ts'
import { insertion, inserts, type Insert } from './inserts.ts'

/** A document that can be cited. */
export interface DocumentOption {
  reference: string
  title: string
  kind: Kind
}

/** Finds documents by words of their title or by reference; of one kind where one is wanted. Newest or best first. */
export type FindDocuments = (query: string, kind?: Kind) => Promise<readonly DocumentOption[]>

/** `[[` completes documents, `/` at the start of a word opens the menu of inserts. */
export function completions(find: () => FindDocuments) {
  let wanted: { from: number; kind: Kind } | undefined

  const documents = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const typed = context.matchBefore(/\[\[[^[\]\n]{0,80}$/)
    if (!typed) return null
    const kind = wanted?.from === typed.from ? wanted.kind : undefined
    const options = await find()(typed.text.slice(2).trim(), kind)
    if (context.aborted) return null
    return {
      from: typed.from,
      options: options.map((option) => ({
        label: option.title,
        detail: option.reference,
        type: option.kind,
        apply: citing(option.reference),
      })),
      filter: false,
    }
  }

  const menu = (context: CompletionContext): CompletionResult | null => {
    const typed = context.matchBefore(/(?:^|\s)\/\w{0,20}$/)
    if (!typed) return null
    const from = typed.from + typed.text.indexOf('/')
    return {
      from,
      options: inserts.map((insert, index) => ({
        label: `/${insert.label.toLowerCase()}`,
        displayLabel: insert.label,
        detail: insert.detail,
        boost: -index,
        apply: (view: EditorView, completion: Completion, start: number, end: number) => {
          if (insert.picks) wanted = { from: start, kind: insert.picks }
          view.dispatch({ annotations: pickedCompletion.of(completion) })
          putIn(view, insert, start, end)
        },
      })),
      validFor: /^\/\w*$/,
    }
  }

  return autocompletion({
    override: [documents, menu],
    icons: false,
    // The list stands under the cursor, not beside it: phones and narrow panes have no beside.
    aboveCursor: false,
    maxRenderedOptions: 30,
    defaultKeymap: true,
    addToOptions: [{ render: kindOf, position: 20 }],
  })
}

/** Puts an insert in place of a range, and goes on with choosing a document where it asks for one. */
export function putIn(view: EditorView, insert: Insert, from: number, to: number): void {
  const line = view.state.doc.lineAt(from)
  const isLineStart = view.state.sliceDoc(line.from, from).trim() === ''
  const { text, cursor } = insertion(insert, isLineStart)
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + cursor },
    userEvent: 'input.complete',
    scrollIntoView: true,
  })
  view.focus()
  if (insert.picks) startCompletion(view)
}

/** `[[RB-14]]`, taking brackets that stand there already. */
function citing(reference: string) {
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    const after = view.state.sliceDoc(to, to + 2)
    const end = to + (after === ']]' ? 2 : after[0] === ']' ? 1 : 0)
    const text = `[[${reference}]]`
    view.dispatch({
      changes: { from, to: end, insert: text },
      selection: { anchor: from + text.length },
      annotations: pickedCompletion.of(completion),
      userEvent: 'input.complete',
    })
  }
}

function kindOf(completion: Completion): Node | null {
  const kind = completion.type
  if (kind !== 'runbook' && kind !== 'system') return null
  const words = document.createElement('span')
  words.className = 'cm-completionKind'
  words.textContent = kinds[kind].one
  return words
}
