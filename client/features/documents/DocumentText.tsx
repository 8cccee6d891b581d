import type { Document } from '#contract/documents.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Markdown } from '../../ui/Markdown.tsx'
import { documentPath } from './addresses.ts'
import { useTicks } from './ticks.ts'
import css from './DocumentPage.module.css'

/** The text, with its steps to tick. */
export function DocumentText({ slug, document }: { slug: string; document: Document }) {
  const { reference, revision, title, body, cited, summary } = document
  const { ticks, tick, clear } = useTicks(slug, reference, revision)
  if (body.trim() === '')
    return (
      <>
        {summary && <p className={css['lead']}>{summary}</p>}
        <p className={css['empty']}>Nothing is written here yet.</p>
      </>
    )
  return (
    <>
      {ticks.size > 0 && (
        <p className={css['ticked']} data-no-print>
          {plural(ticks.size, 'step')} ticked, only for you
          <Button variant="quiet" onClick={clear}>
            Clear ticks
          </Button>
        </p>
      )}
      <div className={css['text']}>
        <Markdown
          text={body}
          title={title}
          chips={cited}
          linkTo={(chip) => documentPath(slug, chip.reference)}
          ticks={ticks}
          onTick={tick}
        />
      </div>
    </>
  )
}
