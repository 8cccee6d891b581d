import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { listCollections, type Collection } from '#contract/organizations.ts'
import { query } from '../../platform/api.ts'
import { levelWords } from '../../platform/role-words.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { EmptyState } from '../../ui/states.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { CollectionDialog, NewCollectionDialog } from './CollectionDialog.tsx'
import { ListSection } from './ListSection.tsx'
import { PlainTable } from './PlainTable.tsx'
import { SettingsFrame } from './SettingsFrame.tsx'
import { useList } from './use-list.ts'
import css from './settings.module.css'

/** Where documents are kept, and the usual unit of access. */
export default function CollectionsPage() {
  const membership = useOrganization()
  const { slug } = membership
  const collections = useQuery(query(listCollections, { slug }))
  const list = useList('name')
  const [isMaking, setMaking] = useState(false)
  const manages = isKeyHolder(membership)

  const all = collections.data?.items ?? []
  const living = all.filter(({ archivedAt }) => !archivedAt)
  const archived = all.filter(({ archivedAt }) => archivedAt)
  const open = manages ? living.find(({ id }) => id === list.open) : undefined

  return (
    <SettingsFrame
      title="Collections"
      summary={collections.data && `${living.length} in use`}
      actions={
        manages && (
          <Button variant="primary" keys="N" onClick={() => setMaking(true)}>
            New collection
          </Button>
        )
      }
    >
      <div className={css['lists']}>
        <ListSection
          label="Collections"
          what="collections"
          answer={collections}
          rows={living}
          list={list}
          wordsOf={({ name, description }) => [name, description]}
          sortKeys={sortKeys}
          columns={columns}
          to={({ id }) => (manages ? list.to(id) : `/o/${slug}/runbooks?collection=${id}`)}
          noneMatches="No collection"
          empty={
            <EmptyState
              actions={
                manages && (
                  <Button variant="primary" onClick={() => setMaking(true)}>
                    New collection
                  </Button>
                )
              }
            >
              {manages
                ? 'No collections yet. Documents are kept in collections; make the first.'
                : 'No collection is open to you.'}
            </EmptyState>
          }
        />
        {archived.length > 0 && (
          <section className={css['list']} aria-labelledby="archived">
            <header>
              <h2 id="archived">Archived</h2>
            </header>
            <PlainTable
              label="Archived collections"
              rows={archived}
              rowKey={({ id }) => id}
              columns={[
                { header: 'Name', cell: ({ name }) => <strong>{name}</strong> },
                { header: 'Archived', cell: ({ archivedAt }) => archivedAt && <Time at={archivedAt} /> },
              ]}
            />
          </section>
        )}
      </div>
      {isMaking && <NewCollectionDialog slug={slug} onClose={() => setMaking(false)} />}
      {open && <CollectionDialog key={open.revision} slug={slug} collection={open} onClose={list.close} />}
    </SettingsFrame>
  )
}

const columns: Column<Collection>[] = [
  { id: 'name', header: 'Name', slot: 'title', isSortable: true, cell: ({ name }) => name },
  { id: 'description', header: 'What for', slot: 'wide', width: 'large', cell: ({ description }) => description },
  {
    id: 'restricted',
    header: 'Open to',
    slot: 'state',
    width: 'medium',
    cell: ({ restricted }) => (restricted ? <Badge>Restricted</Badge> : 'Editors and readers'),
  },
  {
    id: 'level',
    header: 'You can',
    slot: 'wide',
    width: 'medium',
    cell: ({ level }) => levelWords[level],
  },
  {
    id: 'documents',
    header: 'Holds',
    slot: 'meta',
    width: 'medium',
    isSortable: true,
    cell: ({ documents }) => plural(documents, 'document'),
  },
]

const sortKeys: Record<string, (collection: Collection) => string | number> = {
  name: ({ name }) => name,
  documents: ({ documents }) => documents,
}
