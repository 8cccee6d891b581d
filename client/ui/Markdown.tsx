import {
  createContext,
  memo,
  startTransition,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { Link } from 'react-router'
import type { DocumentChip } from '#contract/documents.ts'
import { attachmentAt } from '#contract/markdown-inline.ts'
import { CodeBox } from './CodeBox.tsx'
import { cx } from './cx.ts'
import { Icon } from './Icon.tsx'
import { ExternalLink, ImageIcon } from './icons.ts'
import { keepSame, keyOf } from './markdown-same.ts'
import { wordsOf, type MdBlock, type MdInline, type MdItem } from './markdown-tree.ts'
import { knownMarkdown, parseMarkdown, type Parsed } from './parse-markdown.ts'
import { ReferenceChip } from './ReferenceChip.tsx'
import { safeLink } from './safe-link.ts'
import { LoadingText } from './states.tsx'
import { VisuallyHidden } from './VisuallyHidden.tsx'
import css from './Markdown.module.css'

export interface MarkdownProps {
  text: string
  /** The title above the text: a first heading that repeats it is left out. */
  title?: string | undefined
  /** What the text cites and the reader may see. Any other `[[RB-14]]` stays as it was typed. */
  chips?: readonly DocumentChip[] | undefined
  /** Where a cited document opens. */
  linkTo?: ((chip: DocumentChip) => string) | undefined
  /** What stands in the place of a citation that can do more than lead somewhere; undefined for the usual chip. */
  renderChip?: ((chip: DocumentChip) => ReactNode) | undefined
  /** Shows a file of the document itself, by its id; without it, and for all other pictures, their words stand there. */
  renderPicture?: ((id: string, alt: string) => ReactNode) | undefined
  /** Ticked steps, by their place in the text, and what to do with a tick. Without them ticks last as long as the page. */
  ticks?: ReadonlySet<number> | undefined
  onTick?: ((step: number, isDone: boolean) => void) | undefined
  /** What else is known of the steps, and shown with them. */
  steps?: StepsShown | undefined
  /** What stands in the place of a piece of code: its placeholders filled in. */
  fill?: ((code: string) => string) | undefined
  /** Prefix of the ids of headings; only where two texts stand on one page. */
  idPrefix?: string | undefined
}

/** Steps that are worked through together. All by their place in the text. */
export interface StepsShown {
  /** How it stands, for the style: `data-state`. */
  stateOf: (step: number) => string | undefined
  /** Below its words. */
  below: (step: number) => ReactNode
  /** The one that is worked on. */
  current?: number | undefined
  /** Nothing is ticked any more. */
  isClosed?: boolean | undefined
}

interface Reading {
  chips: ReadonlyMap<string, DocumentChip>
  linkTo: (chip: DocumentChip) => string
  renderChip: (chip: DocumentChip) => ReactNode
  renderPicture: (id: string, alt: string) => ReactNode
  id: string
}

const ReadingContext = createContext<Reading>({
  chips: new Map(),
  linkTo: () => '',
  renderChip: () => undefined,
  renderPicture: () => undefined,
  id: 'h-',
})

/** Apart from the rest, so that a tick draws steps anew and nothing else. */
const TicksContext = createContext<{
  ticks: ReadonlySet<number>
  onTick: (step: number, isDone: boolean) => void
  steps?: StepsShown | undefined
}>({
  ticks: new Set(),
  onTick: () => undefined,
})
const FillContext = createContext((code: string) => code)
const asItStands = (code: string) => code

/** The id of a heading in the page, from the slug of `contract/markdown.ts`: `#h-get-people-back-online`. */
export const headingId = (slug: string, prefix = 'h-') => prefix + slug

/** Shows a Markdown text. It is read in a Worker with a deadline; there is no HTML on the way, so none to clean. */
export function Markdown(props: MarkdownProps) {
  const { text, title, chips, linkTo, renderChip, renderPicture, idPrefix = 'h-' } = props
  const parsed = useParsed(text)
  const [ownTicks, setOwnTicks] = useState<ReadonlySet<number>>(new Set())
  const { ticks = ownTicks, onTick, steps, fill = asItStands } = props
  const latestLink = useRef(linkTo)
  const latestChip = useRef(renderChip)
  const latestPicture = useRef(renderPicture)
  useEffect(() => {
    latestLink.current = linkTo
    latestChip.current = renderChip
    latestPicture.current = renderPicture
  })
  const reading = useMemo<Reading>(
    () => ({
      chips: new Map(chips?.map((chip) => [chip.reference, chip])),
      // Pages pass a new function with every render; the chips need not notice.
      linkTo: (chip) => latestLink.current?.(chip) ?? '',
      renderChip: (chip) => latestChip.current?.(chip),
      renderPicture: (id, alt) => latestPicture.current?.(id, alt),
      id: idPrefix,
    }),
    [chips, idPrefix],
  )
  const ticking = useMemo(() => {
    const tickHere = (step: number, isDone: boolean) =>
      setOwnTicks((before) => new Set(isDone ? [...before, step] : [...before].filter((each) => each !== step)))
    return { ticks, onTick: onTick ?? tickHere, steps }
  }, [ticks, onTick, steps])
  useEffect(() => {
    if (parsed) document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [parsed])

  if (!parsed) return <LoadingText what="the text" />
  if (!parsed.blocks) return <PlainText text={text} />
  const [first, ...rest] = parsed.blocks
  const isTitleRepeated =
    first?.is === 'heading' && title !== undefined && wordsOf(first.inline).trim() === title.trim()
  const blocks = isTitleRepeated ? rest : parsed.blocks
  return (
    <ReadingContext value={reading}>
      <TicksContext value={ticking}>
        <FillContext value={fill}>
          <div className={css['prose']} data-long={blocks.length > longText || undefined}>
            {blocks.map((block) => (
              <Block key={keyOf(block)} block={block} />
            ))}
          </div>
        </FillContext>
      </TicksContext>
    </ReadingContext>
  )
}

/** From this many blocks on, the browser lays out only what is in sight. */
const longText = 120

/**
 * Keeps showing the last tree while the next one is being read, so that a preview does not flicker, and draws only the
 * blocks that changed, between keystrokes.
 */
function useParsed(text: string): { blocks: Parsed } | undefined {
  const known = knownMarkdown(text)
  const [latest, setLatest] = useState<{ blocks: Parsed }>()
  useEffect(() => {
    let isCurrent = true
    void parseMarkdown(text).then((blocks) => {
      if (!isCurrent) return
      startTransition(() => setLatest((before) => ({ blocks: keepSame(before?.blocks, blocks) })))
    })
    return () => {
      isCurrent = false
    }
  }, [text])
  return latest ?? (known && { blocks: known.parsed })
}

function PlainText({ text }: { text: string }) {
  return (
    <div className={css['prose']}>
      <p className={css['note']}>This text could not be laid out, so here it is as it was typed.</p>
      <pre className={css['plain']}>{text}</pre>
    </div>
  )
}

function Blocks({ blocks }: { blocks: readonly MdBlock[] }) {
  return blocks.map((block, index) => <Block key={index} block={block} />)
}

const Block = memo(function Block({ block }: { block: MdBlock }): ReactNode {
  const { id } = useContext(ReadingContext)
  switch (block.is) {
    case 'heading': {
      // The page has its own h1.
      const Heading = `h${Math.min(6, Math.max(2, block.level))}` as 'h2'
      return (
        <Heading id={headingId(block.slug, id)} className={css['heading']}>
          <Inlines inline={block.inline} />
        </Heading>
      )
    }
    case 'paragraph':
      return (
        <p>
          <Inlines inline={block.inline} />
        </p>
      )
    case 'expect':
      return (
        <p className={css['expect']}>
          <span className={css['expectLabel']}>Expect</span>
          <span>
            <Inlines inline={block.inline} />
          </span>
        </p>
      )
    case 'code':
      return <FilledCode text={block.text} language={block.language} />
    case 'quote':
      return block.isLead ? (
        <div className={css['lead']}>
          <Blocks blocks={block.blocks} />
        </div>
      ) : (
        <blockquote className={css['quote']}>
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    case 'list':
      return <List block={block} />
    case 'table':
      return <MarkdownTable block={block} />
    case 'rule':
      return <hr className={css['rule']} />
    case 'html':
      return <pre className={css['html']}>{block.text}</pre>
  }
})

function FilledCode({ text, language }: { text: string; language: string }) {
  return <CodeBox text={useContext(FillContext)(text)} language={language} />
}

function List({ block }: { block: MdBlock & { is: 'list' } }) {
  const isSteps = block.items.some((item) => item.step)
  const items = block.items.map((item, index) =>
    item.step ? (
      <Step key={index} step={item.step} blocks={item.blocks} />
    ) : (
      <li key={index} className={isSteps ? css['between'] : undefined}>
        <Item blocks={item.blocks} />
      </li>
    ),
  )
  const classes = cx(isSteps ? css['steps'] : css['list'])
  // Lists without marks lose their role in some browsers.
  if (block.start === undefined)
    return (
      <ul className={classes} role={isSteps ? 'list' : undefined}>
        {items}
      </ul>
    )
  return (
    <ol className={classes} start={block.start} role={isSteps ? 'list' : undefined}>
      {items}
    </ol>
  )
}

/** One line is not a paragraph; the words stand beside their mark. */
function Item({ blocks }: { blocks: readonly MdBlock[] }) {
  const [first, ...rest] = blocks
  if (first?.is !== 'paragraph') return <Blocks blocks={blocks} />
  return (
    <>
      <Inlines inline={first.inline} />
      <Blocks blocks={rest} />
    </>
  )
}

function Step({ step, blocks }: { step: NonNullable<MdItem['step']>; blocks: readonly MdBlock[] }) {
  const { ticks, onTick, steps } = useContext(TicksContext)
  const id = useId()
  const isDone = ticks.has(step.index)
  const [first, ...rest] = blocks
  return (
    <li
      className={css['step']}
      data-done={isDone || undefined}
      data-step={step.index}
      data-state={steps?.stateOf(step.index)}
      data-current={steps?.current === step.index || undefined}
    >
      <input
        type="checkbox"
        className={css['tick']}
        checked={isDone}
        aria-labelledby={id}
        disabled={steps?.isClosed}
        onChange={(event) => onTick(step.index, event.currentTarget.checked)}
      />
      <div className={css['stepText']}>
        <div id={id}>{first && <Block block={first} />}</div>
        <Blocks blocks={rest} />
        {steps?.below(step.index)}
      </div>
    </li>
  )
}

/** Wide tables scroll inside themselves, by keyboard too. */
function MarkdownTable({ block }: { block: MdBlock & { is: 'table' } }) {
  const align = (column: number) => block.align[column] ?? undefined
  return (
    <div className={css['tableBox']} tabIndex={0} role="group" aria-label="Table">
      <table className={css['table']}>
        <thead>
          <tr>
            {block.header.map((cell, column) => (
              <th key={column} scope="col" data-align={align(column)}>
                <Inlines inline={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} data-align={align(column)}>
                  <Inlines inline={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Inlines({ inline }: { inline: readonly MdInline[] }): ReactNode {
  return inline.map((each, index) => (typeof each === 'string' ? each : <Inline key={index} inline={each} />))
}

function Inline({ inline }: { inline: Exclude<MdInline, string> }): ReactNode {
  const { chips, linkTo, renderChip } = useContext(ReadingContext)
  const fill = useContext(FillContext)
  switch (inline.is) {
    case 'strong':
      return (
        <strong>
          <Inlines inline={inline.inline} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Inlines inline={inline.inline} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Inlines inline={inline.inline} />
        </del>
      )
    case 'code':
      return <code className={css['code']}>{fill(inline.text)}</code>
    case 'break':
      return <br />
    case 'reference': {
      const chip = chips.get(inline.reference)
      return chip ? (renderChip(chip) ?? <ReferenceChip chip={chip} to={linkTo(chip)} />) : inline.written
    }
    case 'link':
      return <TextLink href={inline.href} inline={inline.inline} />
    case 'image':
      return <Picture href={inline.href} alt={inline.alt} />
  }
}

function TextLink({ href, inline }: { href: string; inline: readonly MdInline[] }) {
  const { id } = useContext(ReadingContext)
  const link = safeLink(href, location.origin)
  const words = <Inlines inline={inline} />
  switch (link?.is) {
    case 'heading':
      return <a href={`#${headingId(link.slug, id)}`}>{words}</a>
    case 'in-app':
      return <Link to={link.to}>{words}</Link>
    case 'outside':
      return <Outside href={link.href}>{words}</Outside>
    case undefined:
      return (
        <span className={css['dead']} data-tooltip={`${href.slice(0, 120)} is not in the vault`}>
          {words}
        </span>
      )
  }
}

function Outside({ href, children }: { href: string; children: ReactNode }) {
  if (/^(?:mailto|tel):/.test(href)) return <a href={href}>{children}</a>
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={css['outside']}>
      {children}
      <Icon of={ExternalLink} size={12} />
      <VisuallyHidden> (opens in a new tab)</VisuallyHidden>
    </a>
  )
}

/**
 * Files of the document itself are shown; pictures are never fetched from elsewhere: their address says who reads the
 * page, and when.
 */
function Picture({ href, alt }: { href: string; alt: string }) {
  const { renderPicture } = useContext(ReadingContext)
  const own = attachmentAt(href)
  const shown = own && renderPicture(own, alt)
  return shown ? shown : <PictureWords href={href} alt={alt} />
}

/** What stands in the place of a picture that is not shown. */
export function PictureWords({ href, alt }: { href: string; alt: string }) {
  const link = safeLink(href, location.origin)
  const isOwn = attachmentAt(href) !== undefined
  const words = alt || (isOwn ? '' : href.split('/').at(-1)) || 'Picture'
  const why = isOwn
    ? 'This picture is not among the files of the document'
    : `${href.slice(0, 120)} is not in the vault`
  return (
    <span className={css['picture']} data-tooltip={link ? undefined : why}>
      <Icon of={ImageIcon} />
      {link?.is === 'outside' ? <Outside href={link.href}>{words}</Outside> : words}
    </span>
  )
}
