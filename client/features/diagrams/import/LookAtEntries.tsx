import { useState } from 'react'
import type { Drawing } from '#contract/diagrams.ts'
import { Banner } from '../../../ui/Banner.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/choice-fields.tsx'
import { plural } from '../../../ui/format.ts'
import { Notice } from '../../sign-in/Notice.tsx'
import { folded } from './bring-diagrams.ts'
import type { Entry } from './entries.ts'
import { EntryCard } from './EntryCard.tsx'
import css from './import.module.css'

/** The dry run: every diagram that would come, with its picture, what of it will not come, and what may be there already. */
export function LookAtEntries(props: {
  entries: readonly Entry[]
  existing: ReadonlyMap<string, string>
  trouble: string | undefined
  slug: string
  collections: readonly { id: string; name: string }[]
  onChange: (entry: Entry) => void
  onBring: (collectionId: string) => void
  onRestart: () => void
}) {
  const { entries, existing, collections, slug } = props
  const [collectionId, setCollection] = useState(collections[0]?.id ?? '')
  const [isTold, setTold] = useState(false)
  const chosen = entries.filter(({ isChosen }) => isChosen)
  const nameless = chosen.filter(({ title }) => title.trim() === '')
  const secretive = chosen.filter(({ secrets }) => secrets.length > 0)
  const [devices, links] = totals(chosen)
  const bring = () => {
    if (chosen.length === 0 || nameless.length > 0) return
    // Said once; pressed again, it goes.
    if (secretive.length > 0 && !isTold) setTold(true)
    else props.onBring(collectionId)
  }
  return (
    <div className={css['page']}>
      {props.trouble !== undefined && <Banner tone="due">{props.trouble}</Banner>}
      <p role="status">
        <strong>{plural(chosen.length, 'diagram')} will come</strong>
        {devices > 0 && `, with ${plural(devices, 'device')} and ${plural(links, 'link')}`}. You become the owner; they
        arrive as not verified. Pages of one file are related to each other.
      </p>
      <div className={css['row']}>
        <Select
          label="Collection"
          width="medium"
          value={collectionId}
          onChange={setCollection}
          options={collections.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      {isTold && secretive.length > 0 && (
        <Notice
          title={`Something in ${secretive.map(({ title }) => title).join(', ')} looks like a secret.`}
          detail="Everybody who may read the diagram sees it, and it stays in the record. Take it out in draw.io, or press Bring in again."
        />
      )}
      {nameless.length > 0 && <Notice title="Enter a title for every diagram that comes." />}
      <div className={css['row']}>
        <Button variant="primary" aria-disabled={chosen.length === 0 || nameless.length > 0} onClick={bring}>
          {chosen.length === 0 ? 'Nothing to bring in' : `Bring in ${plural(chosen.length, 'diagram')}`}
        </Button>
        <Button onClick={props.onRestart}>Choose other files</Button>
      </div>
      <ul className={css['entries']} aria-label="What will come">
        {entries.map((entry) => (
          <EntryCard
            key={entry.id}
            slug={slug}
            entry={entry}
            existing={existing.get(folded(entry.title))}
            isTwice={chosen.some(({ id, title }) => id !== entry.id && folded(title) === folded(entry.title))}
            onChange={props.onChange}
          />
        ))}
      </ul>
    </div>
  )
}

function totals(entries: readonly Entry[]): [devices: number, links: number] {
  const drawings = entries.flatMap(({ what }): Drawing[] => (what.is === 'drawing' ? [what.drawing] : []))
  return [
    drawings.reduce((sum, each) => sum + each.devices.length, 0),
    drawings.reduce((sum, each) => sum + each.links.length, 0),
  ]
}
