import type { FreshnessState } from '#contract/values.ts'
import { cx } from './cx.ts'
import css from './ProportionBar.module.css'

/** Parts of a whole, by width. Decoration: the counts that carry the meaning stand beside it. */
export function ProportionBar({ parts }: { parts: readonly { state: FreshnessState; count: number }[] }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  const gap = 0.25
  const shown = parts.filter((part) => part.count > 0)
  return (
    <svg className={css['bar']} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      {shown.map((part, index) => {
        const width = (part.count / total) * 100
        const x = (shown.slice(0, index).reduce((sum, each) => sum + each.count, 0) / total) * 100
        const isLast = index === shown.length - 1
        return (
          <rect
            key={part.state}
            className={cx(css['part'], css[part.state])}
            x={x}
            width={Math.max(0.4, width - (isLast ? 0 : gap))}
            height="1"
          />
        )
      })}
    </svg>
  )
}
