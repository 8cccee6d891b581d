import { useEffect, useState, type ReactNode } from 'react'
import { listWords, plural } from '../../../ui/format.ts'
import { useMedia } from '../../../ui/Sheet.tsx'
import { LoadingText } from '../../../ui/states.tsx'
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx'
import type { Line, Part, Row } from './text-diff.ts'
import css from './TextDiff.module.css'

interface Compared {
  parts: Part[]
  summary: string
}

/** Two texts, what differs marked: side by side where there is room, otherwise one under the other. */
export function TextDiff(props: {
  left: string
  right: string
  leftName: ReactNode
  rightName: ReactNode
  label: string
}) {
  const { left, right, leftName, rightName, label } = props
  const compared = useCompared(left, right)
  const isRoomy = useMedia('(width >= 900px)')
  if (!compared) return <LoadingText what="the differences" />
  if (compared.summary === '') return <p className={css['none']}>The text is the same.</p>
  return (
    <>
      <p className={css['summary']}>{compared.summary}</p>
      <div className={css['box']}>
        <table className={css['table']} data-split={isRoomy || undefined} aria-label={label}>
          <colgroup>
            <col className={css['number']} />
            <col />
            {isRoomy && <col className={css['number']} />}
            {isRoomy && <col />}
          </colgroup>
          <thead>
            {isRoomy ? (
              <tr>
                <th scope="col" colSpan={2}>
                  {leftName}
                </th>
                <th scope="col" colSpan={2}>
                  {rightName}
                </th>
              </tr>
            ) : (
              <tr>
                <th scope="col" colSpan={2}>
                  <del>{leftName}</del> <ins>{rightName}</ins>
                </th>
              </tr>
            )}
          </thead>
          {compared.parts.map((part, at) =>
            part.is === 'same' ? (
              <Folded key={at} rows={part.rows} isSplit={isRoomy} />
            ) : (
              <tbody key={at}>
                <Rows rows={part.rows} isSplit={isRoomy} />
              </tbody>
            ),
          )}
        </table>
      </div>
    </>
  )
}

/** The comparison comes in a part of its own: pages that show none do not load it. */
function useCompared(left: string, right: string): Compared | undefined {
  const [compared, setCompared] = useState<Compared & { of: string }>()
  const of = `${left.length} ${left}${right}`
  useEffect(() => {
    let isCurrent = true
    void import('./text-diff.ts').then(({ compare, fold, countsOf }) => {
      if (!isCurrent) return
      const rows = compare(left, right)
      const { changed, added, removed } = countsOf(rows)
      const summary = listWords(
        [
          changed && `${plural(changed, 'line')} changed`,
          added && `${plural(added, 'line')} added`,
          removed && `${plural(removed, 'line')} removed`,
        ].filter((words) => typeof words === 'string'),
      )
      setCompared({ parts: fold(rows), summary, of })
    })
    return () => {
      isCurrent = false
    }
  }, [left, right, of])
  return compared?.of === of ? compared : undefined
}

function Folded({ rows, isSplit }: { rows: readonly Row[]; isSplit: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <tbody>
      {isOpen ? (
        <Rows rows={rows} isSplit={isSplit} />
      ) : (
        <tr>
          <td colSpan={isSplit ? 4 : 2} className={css['fold']}>
            <button type="button" onClick={() => setOpen(true)}>
              Show {plural(rows.length, 'line')} that {rows.length === 1 ? 'is' : 'are'} the same
            </button>
          </td>
        </tr>
      )}
    </tbody>
  )
}

function Rows({ rows, isSplit }: { rows: readonly Row[]; isSplit: boolean }) {
  if (isSplit)
    return rows.map((row, at) => (
      <tr key={at}>
        <Side line={row.left} is={row.isSame ? undefined : 'removed'} />
        <Side line={row.right} is={row.isSame ? undefined : 'added'} />
      </tr>
    ))
  return rows.map((row, at) =>
    row.isSame ? (
      <tr key={at}>
        <Side line={row.right} is={undefined} />
      </tr>
    ) : (
      [
        row.left && (
          <tr key={`${at} left`}>
            <Side line={row.left} is="removed" />
          </tr>
        ),
        row.right && (
          <tr key={`${at} right`}>
            <Side line={row.right} is="added" />
          </tr>
        ),
      ]
    ),
  )
}

function Side({ line, is }: { line: Line | undefined; is: 'added' | 'removed' | undefined }) {
  if (!line)
    return (
      <>
        <td className={css['number']} />
        <td className={css['absent']} />
      </>
    )
  const Mark = is === 'removed' ? 'del' : 'ins'
  return (
    <>
      <td className={css['number']}>{line.number}</td>
      <td className={css['text']} data-is={is}>
        {is && <VisuallyHidden>{is === 'removed' ? 'Before: ' : 'After: '}</VisuallyHidden>}
        {line.pieces.map((piece, at) => (is && piece.isDifferent ? <Mark key={at}>{piece.text}</Mark> : piece.text))}
        {line.pieces.every(({ text }) => text === '') && <br />}
      </td>
    </>
  )
}
