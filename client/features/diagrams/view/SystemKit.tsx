import { useQuery } from '@tanstack/react-query'
import { openDocument, type DocumentChip } from '#contract/documents.ts'
import { query } from '../../../platform/api.ts'
import { LoadingRows } from '../../../ui/states.tsx'
import { BoundRecord } from './BoundRecord.tsx'
import css from './sheet.module.css'

interface SystemKitProps {
  slug: string
  system: DocumentChip
  from: string
  /** What the device itself is bound to: said already. */
  leavesOut: ReadonlySet<string>
}

const kinds = ['credential', 'vendor', 'runbook'] as const
const most = 12

/** What belongs to the system that a device is part of: its runbooks, credentials and whom to call. */
export function SystemKit({ slug, system, from, leavesOut }: SystemKitProps) {
  const answer = useQuery(query(openDocument, { slug, reference: system.reference }))
  if (answer.isPending) return <LoadingRows what={`what belongs to ${system.title}`} rows={2} />
  const chips = (answer.data?.related ?? []).filter(
    (chip) => !chip.archived && !leavesOut.has(chip.reference) && kinds.some((kind) => kind === chip.kind),
  )
  if (chips.length === 0) return null
  const sorted = chips.toSorted((a, b) => rank(a) - rank(b)).slice(0, most)
  return (
    <section aria-label={`Belongs to ${system.title}`}>
      <h4>Belongs to {system.title}</h4>
      <ul className={css['records']}>
        {sorted.map((chip) => (
          <li key={chip.reference}>
            <BoundRecord slug={slug} from={from} reference={chip.reference} chip={chip} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const rank = ({ kind }: DocumentChip): number => kinds.findIndex((each) => each === kind)
