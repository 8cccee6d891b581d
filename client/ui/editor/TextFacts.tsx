import { useMemo } from 'react'
import { factsOf } from '#contract/markdown.ts'
import { formatCount, plural } from '../format.ts'
import css from './MarkdownEditor.module.css'

/** What the text amounts to, and what is missing, in words. */
export function TextFacts({ text, maximum = 200_000 }: { text: string; maximum?: number | undefined }) {
  const facts = useMemo(() => factsOf(text), [text])
  const without = facts.steps.filter((step) => step.expects === undefined).length
  const words = facts.plainText.split(/\s+/).filter(Boolean).length
  const left = maximum - text.length
  return (
    <span className={css['facts']}>
      {plural(words, 'word')}
      {facts.steps.length > 0 && ` · ${plural(facts.steps.length, 'step')}`}
      {without > 0 && `, ${formatCount(without)} without an expected result`}
      {left < 10_000 && (
        <strong>
          {left < 0 ? ` · ${plural(-left, 'character')} too many` : ` · room for ${plural(left, 'character')}`}
        </strong>
      )}
    </span>
  )
}
