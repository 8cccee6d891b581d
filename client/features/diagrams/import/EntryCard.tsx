import { useMemo } from 'react'
import { Link } from 'react-router'
import type { Drawing } from '#contract/diagrams.ts'
import { Button } from '../../../ui/Button.tsx'
import { plural } from '../../../ui/format.ts'
import { Checkbox, TextField } from '../../../ui/text-fields.tsx'
import { documentPath } from '../../documents/addresses.ts'
import { grown } from '../geometry.ts'
import { Layers } from '../view/Layers.tsx'
import { prepared } from '../view/prepared.ts'
import { asFile, type Entry } from './entries.ts'
import css from './import.module.css'

/** One diagram that may come. */
export function EntryCard(props: {
  slug: string
  entry: Entry
  /** The reference of a diagram that has its title. */
  existing: string | undefined
  /** Another one that comes has its title. */
  isTwice: boolean
  onChange: (entry: Entry) => void
}) {
  const { slug, entry, existing, isTwice, onChange } = props
  const { what, title, problem, isChosen, left, secrets } = entry
  const from = entry.page ? `${entry.file.name}, page ${entry.page}` : entry.file.name
  return (
    <li className={css['entry']} data-off={!isChosen || undefined}>
      <div className={css['picture']}>
        {what.is === 'drawing' ? <Preview drawing={what.drawing} title={title} /> : <span>{fileWords(entry)}</span>}
      </div>
      <div className={css['facts']}>
        {what.is === 'problem' ? (
          <p className={css['problem']}>
            <strong>{title}</strong> cannot come as a drawing. {problem}
          </p>
        ) : (
          <>
            <Checkbox
              label={`Bring in ${title || from}`}
              checked={isChosen}
              onChange={(event) => onChange({ ...entry, isChosen: event.currentTarget.checked })}
            />
            <TextField
              label="Title"
              value={title}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => onChange({ ...entry, title: event.currentTarget.value })}
              error={isChosen && title.trim() === '' ? 'Enter a title' : undefined}
            />
          </>
        )}
        <p className={css['quiet']}>
          <span className={css['machine']}>{from}</span>
          {what.is === 'drawing' && ` · ${countsOf(what.drawing)}`}
        </p>
        {what.is === 'problem' && (
          <div>
            <Button onClick={() => onChange(asFile(entry))}>Keep the file as the diagram</Button>
          </div>
        )}
        {isChosen && existing !== undefined && (
          <p className={css['warning']}>
            <Link to={documentPath(slug, existing)}>{existing}</Link> has this title already. It stays as it is: this
            comes as another one.
          </p>
        )}
        {isChosen && isTwice && <p className={css['warning']}>Two diagrams that come have this title.</p>}
        {secrets.length > 0 && (
          <div className={css['warning']}>
            <p>This looks like a secret. Keep it as a credential, and bind the device to that:</p>
            <ul>
              {secrets.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </div>
        )}
        {left.length > 0 && (
          <details className={css['left']} open={left.length < 4}>
            <summary>{plural(left.length, 'thing')} will not come as it was</summary>
            <ul>
              {left.map(({ words, names }) => (
                <li key={words}>
                  {words}
                  {names.length > 0 && <span className={css['names']}>: {names.join(', ')}</span>}
                </li>
              ))}
            </ul>
          </details>
        )}
        {what.is === 'drawing' && left.length === 0 && <p className={css['quiet']}>Everything on it comes.</p>}
      </div>
    </li>
  )
}

function Preview({ drawing, title }: { drawing: Drawing; title: string }) {
  const of = useMemo(() => prepared(drawing), [drawing])
  const { x, y, width, height } = grown(of.bounds, 16)
  return (
    <svg viewBox={`${x} ${y} ${width} ${height}`} role="img" aria-label={`${title}: ${countsOf(drawing)}`}>
      <Layers of={of} />
    </svg>
  )
}

const countsOf = ({ devices, groups, links }: Drawing): string =>
  [plural(devices.length, 'device'), groups.length > 0 && plural(groups.length, 'group'), plural(links.length, 'link')]
    .filter(Boolean)
    .join(', ')

function fileWords({ what, file }: Entry): string {
  if (what.is === 'problem') return 'No picture'
  const kind = /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1]?.toUpperCase() ?? 'File'
  const size = what.is === 'file' && what.size ? `, ${what.size.width} × ${what.size.height}` : ''
  return `${kind}, kept as it is${size}`
}
