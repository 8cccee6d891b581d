import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The kit's tokens reach into the shadow root by inheritance; nothing else of the page's style does. */
const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '0.9375rem', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { padding: '14px 0 40vh', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 16px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--sunken)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--focus) 26%, transparent)',
  },
  '.cm-tooltip': {
    border: '0',
    borderRadius: 'var(--r-card)',
    backgroundColor: 'var(--raised)',
    boxShadow: 'var(--shadow-pop)',
    color: 'var(--ink)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--sans)',
    fontSize: '0.875rem',
    padding: '4px',
    maxHeight: '18rem',
    minWidth: '18rem',
    maxWidth: 'min(32rem, 90vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '8px',
    alignItems: 'baseline',
    padding: '5px 8px',
    borderRadius: 'var(--r-control)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--selected)',
    color: 'var(--ink)',
  },
  '.cm-completionLabel': { fontWeight: '550', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionKind': { color: 'var(--ink-3)', fontSize: '0.8125rem' },
  '.cm-completionDetail': {
    marginLeft: 'auto',
    paddingLeft: '12px',
    fontStyle: 'normal',
    color: 'var(--ink-3)',
    fontSize: '0.8125rem',
  },
  '.cm-hint': {
    marginLeft: '12px',
    fontFamily: 'var(--sans)',
    fontSize: '0.8125rem',
    color: 'var(--ink-3)',
    userSelect: 'none',
  },
  '.cm-secret': {
    textDecoration: 'underline wavy 1px var(--overdue)',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-hint-secret': { color: 'var(--overdue)', fontWeight: '550' },
})

const highlighting = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.heading1, fontSize: '1.1em', fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--link)' },
  { tag: tags.monospace, backgroundColor: 'var(--code)' },
  { tag: tags.quote, color: 'var(--ink-2)' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta], color: 'var(--ink-3)' },
  { tag: tags.atom, color: 'var(--ink)', fontWeight: '700' },
])

export const look = [theme, syntaxHighlighting(highlighting)]
