import { useMemo, useRef } from 'react'
import type { Drawing } from '#contract/diagrams.ts'
import { plural } from '../../../ui/format.ts'
import { around, grown } from '../geometry.ts'
import { Canvas, type CanvasHandle } from '../view/Canvas.tsx'
import { prepared } from '../view/prepared.ts'
import { ChangedPicture, boundsOfBoth, placeOf } from './ChangedPicture.tsx'
import { ChangeSign } from './ChangeMark.tsx'
import { changeLines, summaryOf, type ChangeLine } from './change-words.ts'
import { compareDrawings, type Change, type FieldChange } from './compare-drawings.ts'
import css from './compare.module.css'

interface DrawingDifferencesProps {
  before: Drawing
  after: Drawing
  /** "Version 1 beside version 3" */
  label: string
}

/** What differs between two versions of a diagram: in one picture, and in words. */
export default function DrawingDifferences({ before, after, label }: DrawingDifferencesProps) {
  const canvas = useRef<CanvasHandle>(null)
  const { of, changes, lines, bounds } = useMemo(() => {
    const of = prepared(after)
    const changes = compareDrawings(before, after)
    const bounds = around(boundsOfBoth(before, of, changes)) ?? of.bounds
    return { of, changes, lines: changeLines(changes, before, after), bounds: grown(bounds, 12) }
  }, [before, after])
  const isShifted = changes.shift.x !== 0 || changes.shift.y !== 0
  const isSame = lines.length === 0 && !changes.notes && !changes.picture
  const show = ({ element }: ChangeLine) => {
    const box = placeOf(element, before, of, changes.shift)
    if (box) canvas.current?.show(box)
  }
  return (
    <>
      <p className={css['summary']}>
        {isSame
          ? 'Both versions show the same.'
          : lines.length > 0
            ? `${plural(lines.length, 'difference')} in the drawing: ${summaryOf(lines)}.`
            : 'Devices and links are the same.'}
        {isShifted && ' Everything stands elsewhere on the sheet by the same distance: that is no difference.'}
      </p>
      {lines.length > 0 && (
        <>
          <Canvas ref={canvas} label={label} bounds={bounds} tools={<Legend lines={lines} />}>
            <ChangedPicture before={before} after={of} changes={changes} />
          </Canvas>
          <ol className={css['lines']} aria-label="Differences">
            {lines.map((line) => (
              <li key={line.element.id}>
                <ChangeSign of={line.element.change} />
                <div>
                  <p>
                    <button type="button" className={css['go']} onClick={() => show(line)}>
                      {line.name}
                    </button>{' '}
                    <span className={css['what']}>{line.what}</span> {line.became}
                  </p>
                  <Fields of={line.element.fields} />
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
      {changes.picture && (
        <p className={css['summary']}>
          {
            {
              added: 'A picture was put under the devices.',
              removed: 'The picture under the devices was taken away.',
              changed: 'The picture under the devices is another one.',
            }[changes.picture]
          }
        </p>
      )}
      {changes.notes && <Fields of={[changes.notes]} />}
    </>
  )
}

function Fields({ of }: { of: readonly FieldChange[] }) {
  if (of.length === 0) return null
  return (
    <dl className={css['fields']}>
      {of.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {before && <del>{before}</del>} {after ? <ins>{after}</ins> : 'emptied'}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const words: Record<Change, string> = {
  added: 'Added: solid frame',
  removed: 'Removed: hatched',
  moved: 'Moved: dotted where it was',
  changed: 'Changed: double frame',
}

/** What the signs in the picture mean: those that stand in it. */
function Legend({ lines }: { lines: readonly ChangeLine[] }) {
  const found = new Set(lines.map(({ element }) => element.change))
  return (
    <ul className={css['legend']} aria-label="Signs">
      {(['added', 'removed', 'moved', 'changed'] as const)
        .filter((change) => found.has(change))
        .map((change) => (
          <li key={change}>
            <ChangeSign of={change} /> {words[change]}
          </li>
        ))}
    </ul>
  )
}
