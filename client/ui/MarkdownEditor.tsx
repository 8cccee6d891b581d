import {
  lazy,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import type { DocumentChip } from '#contract/documents.ts'
import { Button } from './Button.tsx'
import { CodeArea } from './editor/CodeArea.tsx'
import type { FindDocuments } from './editor/completions.ts'
import { inserts } from './editor/inserts.ts'
import type { TextMarks } from './editor/secret-marks.ts'
import css from './editor/MarkdownEditor.module.css'
import { FileChooser } from './FileChooser.tsx'
import type { MarkdownProps } from './Markdown.tsx'
import { Menu } from './Menu.tsx'
import { useMedia } from './media.ts'
import { TabList, tabPanel } from './Tabs.tsx'

export type { DocumentOption, FindDocuments } from './editor/completions.ts'
export type { TextMarks } from './editor/secret-marks.ts'

// The field comes first, what stands around it follows. If it cannot (offline), writing goes on without it.
const Markdown = lazy(() =>
  import('./Markdown.tsx').then(
    ({ Markdown }) => ({ default: Markdown }),
    () => ({ default: NoPreview }),
  ),
)
const TextFacts = lazy<typeof NoFacts>(() =>
  import('./editor/TextFacts.tsx').then(
    ({ TextFacts }) => ({ default: TextFacts }),
    () => ({ default: NoFacts }),
  ),
)
const NoFacts = (_props: { text: string; maximum?: number | undefined }): ReactNode => null
const NoPreview = () => <p className={css['nothing']}>The preview could not be loaded.</p>

export interface MarkdownEditorProps {
  value: string
  onChange: (value: string) => void
  /** `Ctrl Enter`. */
  onSave: () => void
  /** The name of the field: "Text of the runbook". */
  label: string
  placeholder?: string | undefined
  /** Documents for `[[` and the `/` menu. */
  find: FindDocuments
  /** What the preview shows as chips. */
  chips?: readonly DocumentChip[] | undefined
  linkTo?: ((chip: DocumentChip) => string) | undefined
  /**
   * Takes files that were pasted, dropped or chosen, and says what stands for them in the text; undefined where they are
   * not taken. Without it there are no pictures in the text.
   */
  onFiles?: ((files: readonly File[]) => Promise<string | undefined>) | undefined
  /** How the preview shows them. */
  renderPicture?: MarkdownProps['renderPicture']
  /** Beside the count of words and steps: "Draft saved here". */
  status?: ReactNode
  /** Places to be marked, and a place to be taken to. */
  marks?: TextMarks | undefined
  place?: { from: number; to: number } | undefined
  /** Longest text, in characters. */
  maximum?: number | undefined
}

/** Markdown on the left, what readers will see on the right; tabs on narrower screens, a plain text area on touch. */
export function MarkdownEditor(props: MarkdownEditorProps) {
  const isWide = useMedia('(width >= 1000px)')
  const isTouch = useMedia('(pointer: coarse)')
  const id = useId()
  const [tab, setTab] = useState('text')
  const [place, setPlace] = useState(props.place)
  if (place !== props.place) {
    setPlace(props.place)
    setTab('text')
  }
  const [insert, setInsert] = useState<Put>()
  const preview = useRef<HTMLElement>(null)
  const shown = usePaused(props.value)
  const onReady = useCallback((put: Put) => setInsert(() => put), [])
  const chooser = useRef<HTMLInputElement>(null)
  const { onFiles } = props
  const onScroll = useCallback((share: number) => {
    const pane = preview.current
    if (pane) pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight)
  }, [])
  // The panes keep their place in the tree: turning a tablet costs neither cursor nor undo.
  return (
    <div className={css['editor']}>
      {!isWide && <TabList id={id} label="Views of the text" tabs={views} selected={tab} onSelect={setTab} />}
      <div className={css['columns']} data-wide={isWide || undefined}>
        <div
          {...(isWide ? {} : tabPanel(id, 'text'))}
          className={css['pane']}
          data-pane="text"
          hidden={!isWide && tab !== 'text'}
        >
          <CodeArea
            value={props.value}
            onChange={props.onChange}
            onSave={props.onSave}
            label={props.label}
            placeholder={props.placeholder ?? 'Write Markdown. Type / for steps, tables and references'}
            find={props.find}
            isPlain={isTouch}
            onReady={onReady}
            onFiles={(files) => onFiles?.(files) ?? Promise.resolve(undefined)}
            marks={props.marks}
            place={props.place}
            onScroll={onScroll}
          />
        </div>
        <section
          {...(isWide ? { 'aria-label': 'Preview' } : tabPanel(id, 'preview'))}
          ref={preview}
          className={css['pane']}
          data-pane="preview"
          tabIndex={0}
          hidden={!isWide && tab !== 'preview'}
        >
          {shown.trim() ? (
            <Suspense>
              <Markdown
                text={shown}
                chips={props.chips}
                linkTo={props.linkTo}
                renderPicture={props.renderPicture}
                idPrefix="preview-"
              />
            </Suspense>
          ) : (
            <p className={css['nothing']}>What readers will see stands here.</p>
          )}
        </section>
      </div>
      <div className={css['foot']}>
        <Menu
          label="Insert"
          placement="top start"
          groups={[
            inserts.map(({ id, label, detail }) => ({ id, label, detail, onAct: () => insert?.(id) })),
            onFiles
              ? [
                  {
                    id: 'picture',
                    label: 'Picture',
                    detail: 'from this device; pasting works too',
                    onAct: () => chooser.current?.click(),
                  },
                ]
              : [],
          ]}
        >
          <Button variant="quiet">Insert</Button>
        </Menu>
        {onFiles && (
          <FileChooser
            ref={chooser}
            label="Pictures for the text"
            accept="image/*"
            multiple
            onFiles={(files) => void onFiles(files).then((text) => text !== undefined && insert?.({ text }))}
          />
        )}
        <Suspense>
          <TextFacts text={shown} maximum={props.maximum} />
        </Suspense>
        <span className={css['status']} role="status">
          {props.status}
        </span>
      </div>
    </div>
  )
}

type Put = (what: string | { text: string }) => void

const views = [
  { id: 'text', label: 'Text' },
  { id: 'preview', label: 'Preview' },
]

/** Follows a value once it has rested for a moment, so that typing never waits for the preview. */
function usePaused(value: string): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), 200)
    return () => clearTimeout(timer)
  }, [value])
  return useDeferredValue(rested)
}
