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

/**
 * Two texts, what differs marked: side by side where there is room, otherwise one under the other. Usually the left one
 * was before the right one; with `hands`, two people wrote at the same time, and neither is the older.
 */
export function TextDiff(props: {
  left: string
  right: string
  leftName: ReactNode
  rightName: ReactNode
  label: string
  /** Whose lines they are, in a word each: `yours`, `theirs`. */
  hands?: readonly [left: string, right: string]
}) {
  const { left, right, leftName, rightName, label, hands } = props
  const compared = useCompared(left, right)
  const isRoomy = useMedia('(width >= 900px)')
  if (!compared) return <LoadingText what="the differences" />
  if (compared.summary === '') return <p className={css['none']}>The text is the same.</p>
  return (
    <>
      <p className={css['summary']}>{compared.summary}</p>
      <div className={css['box']}>
        <table className={css['table']} data-split={isRoomy || undefined} data-hands={hands && ''} aria-label={label}>
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
                  {hands ? leftName : <del>{leftName}</del>} {hands ? ' · ' : ''}
                  {hands ? rightName : <ins>{rightName}</ins>}
                </th>
              </tr>
            )}
          </thead>
          {compared.parts.map((part, at) =>
            part.is === 'same' ? (
              <Folded key={at} rows={part.rows} isSplit={isRoomy} hands={hands} />
            ) : (
              <tbody key={at}>
                <Rows rows={part.rows} isSplit={isRoomy} hands={hands} />
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

interface RowsProps {
  rows: readonly Row[]
  isSplit: boolean
  hands: readonly [string, string] | undefined
}

function Folded({ rows, isSplit, hands }: RowsProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <tbody>
      {isOpen ? (
        <Rows rows={rows} isSplit={isSplit} hands={hands} />
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

function Rows({ rows, isSplit, hands }: RowsProps) {
  if (isSplit)
    return rows.map((row, at) => (
      <tr key={at}>
        <Side line={row.left} is={row.isSame ? undefined : 'removed'} hand={hands?.[0]} />
        <Side line={row.right} is={row.isSame ? undefined : 'added'} hand={hands?.[1]} />
      </tr>
    ))
  return rows.map((row, at) =>
    row.isSame ? (
      <tr key={at}>
        <Side line={row.right} is={undefined} hand={undefined} />
      </tr>
    ) : (
      [
        row.left && (
          <tr key={`${at} left`}>
            <Side line={row.left} is="removed" hand={hands?.[0]} isHandShown />
          </tr>
        ),
        row.right && (
          <tr key={`${at} right`}>
            <Side line={row.right} is="added" hand={hands?.[1]} isHandShown />
          </tr>
        ),
      ]
    ),
  )
}

function Side(props: {
  line: Line | undefined
  is: 'added' | 'removed' | undefined
  hand: string | undefined
  /** Where both sides stand in one column, the word tells them apart. */
  isHandShown?: boolean
}) {
  const { line, is, hand, isHandShown } = props
  if (!line)
    return (
      <>
        <td className={css['number']} />
        <td className={css['absent']} />
      </>
    )
  const Mark = hand ? 'mark' : is === 'removed' ? 'del' : 'ins'
  return (
    <>
      <td className={css['number']}>{is && hand && isHandShown ? hand : line.number}</td>
      <td className={css['text']} data-is={is}>
        {is && <VisuallyHidden>{hand ?? (is === 'removed' ? 'before' : 'after')}: </VisuallyHidden>}
        {line.pieces.map((piece, at) => (is && piece.isDifferent ? <Mark key={at}>{piece.text}</Mark> : piece.text))}
        {line.pieces.every(({ text }) => text === '') && <br />}
      </td>
    </>
  )
}
