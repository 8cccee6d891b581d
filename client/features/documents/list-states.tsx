import type { Collection } from '#contract/organizations.ts'
import { kinds, type Kind } from '#contract/values.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { listWords } from '../../ui/format.ts'
import { stateNames } from '../../ui/freshness.ts'
import { EmptyState } from '../../ui/states.tsx'
import { classNames } from '../credentials/words.ts'
import { listPath } from './addresses.ts'
import { activeFilters, type Filters } from './list-filters.ts'
import { criticalityNames, opensFilterWords, rotationFilterWords } from './words.ts'

const invitations: Record<Kind, string> = {
  runbook: 'No runbooks yet. Write down what somebody else would have to do while you are away.',
  credential: 'No credentials yet. Bring in the passwords that are kept on people’s own machines.',
  vendor: 'No vendors yet. Add the firms you would call in an outage.',
  diagram: 'No diagrams yet. Draw one, or bring one in from draw.io.',
  system: 'No systems yet. Add what can break, like the internet line, mail or the ERP: runbooks belong to it.',
}

/** Nothing is kept yet: one line, one act. */
export function EmptyLibrary({ kind, newPath }: { kind: Kind; newPath: string | undefined }) {
  const { slug } = useOrganization()
  return (
    <EmptyState
      actions={
        newPath && (
          <>
            <ButtonLink to={newPath} variant="primary">{`New ${kinds[kind].one}`}</ButtonLink>
            {kind === 'vendor' || kind === 'diagram' ? (
              <ButtonLink to={`${listPath(slug, kind)}/import`}>{`Bring in ${kinds[kind].many}`}</ButtonLink>
            ) : kind === 'credential' ? (
              <ButtonLink to={`/o/${slug}/import`}>Bring in passwords</ButtonLink>
            ) : (
              <span>
                Markdown files come in by <code>runkeep import</code>
              </span>
            )}
          </>
        )
      }
    >
      {newPath ? invitations[kind] : `No ${kinds[kind].many} yet that you can see.`}
    </EmptyState>
  )
}

/** Filters that leave nothing: they are named, and can be taken away. */
export function NoResults(props: {
  kind: Kind
  filters: Filters
  collections: readonly Collection[]
  onClear: () => void
}) {
  const { kind, filters } = props
  const words = filterWords(filters, props.collections)
  const isNarrow = activeFilters(filters).length > 0
  const what = `${filters.isArchived ? 'archived ' : ''}${kinds[kind].one}`
  return (
    <EmptyState
      actions={<Button onClick={props.onClear}>{isNarrow ? 'Clear filters' : `Show all ${kinds[kind].many}`}</Button>}
    >
      {isNarrow ? `No ${what} matches ${listWords(words)}.` : `No ${what} here.`}
    </EmptyState>
  )
}

function filterWords(filters: Filters, collections: readonly Collection[]): string[] {
  const { text, state, owner, tag, criticality, system, class: secretClass, rotation, opens } = filters
  const collection =
    filters.collection && (collections.find(({ id }) => id === filters.collection)?.name ?? 'this collection')
  return [
    text && `‘${text}’`,
    state && stateNames[state],
    owner && (owner === 'me' ? 'Mine' : owner === 'none' ? 'No owner' : 'this owner'),
    tag && `the tag ${tag}`,
    collection,
    criticality && criticalityNames[criticality],
    system,
    secretClass && classNames[secretClass],
    rotation && rotationFilterWords[rotation],
    opens && opensFilterWords[opens],
  ].filter((word) => word !== undefined && word !== '') as string[]
}
