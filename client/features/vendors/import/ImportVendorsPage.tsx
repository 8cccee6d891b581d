import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import type { DocumentLine } from '#contract/documents.ts'
import type { CollectionId } from '#contract/values.ts'
import { failureOf } from '../../../platform/failure.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { useOrganization } from '../../../platform/session.ts'
import { Banner } from '../../../ui/Banner.tsx'
import { Button, ButtonLink } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/choice-fields.tsx'
import { DropFile } from '../../../ui/DropFile.tsx'
import { plural } from '../../../ui/format.ts'
import { PageBody, PageFrame } from '../../../ui/PageFrame.tsx'
import { EmptyState, LoadingRows } from '../../../ui/states.tsx'
import { Checkbox } from '../../../ui/text-fields.tsx'
import { PlainTable } from '../../settings/PlainTable.tsx'
import { ImportError } from '../../import-passwords/import-error.ts'
import importCss from '../../import-passwords/import-passwords.module.css'
import { documentPath, listPath } from '../../documents/addresses.ts'
import { refresh } from '../../documents/deeds.ts'
import { useCollections } from '../../documents/use-library.ts'
import { allVendors, bringVendors, outcomeWords, type Outcome } from './bring-vendors.ts'
import { planVendors, type VendorPlan } from './plan-vendors.ts'
import { readVendorFile, vendorsOfTable, type VendorFile } from './read-vendors.ts'
import { roleWords, vendorRoles } from './vendor-columns.ts'

/** Vendors and their contacts out of a spreadsheet or an address book: look first, then bring in, then read what came. */
export default function ImportVendorsPage() {
  const { slug, organization, memberId } = useOrganization()
  const collections = useCollections(slug)
  const client = useQueryClient()
  const [file, setFile] = useState<{ name: string; content: VendorFile }>()
  const [existing, setExisting] = useState<readonly DocumentLine[]>([])
  const [trouble, setTrouble] = useState<string>()
  const [chosen, setChosen] = useState<string>()
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, Outcome>>()
  const collectionId = chosen ?? collections.writable[0]?.id ?? ''
  const plan = useMemo(() => {
    if (!file) return []
    const { content } = file
    const vendors =
      content.is === 'cards' ? content.vendors : vendorsOfTable(content.rows, content.hasHeader, content.roles)
    return planVendors(vendors, existing)
  }, [file, existing])

  const read = async (picked: File) => {
    setTrouble(undefined)
    setOutcomes(undefined)
    setLeft(new Set())
    try {
      const content = await readVendorFile(new Uint8Array(await picked.arrayBuffer()))
      setExisting(await allVendors(slug))
      setFile({ name: picked.name, content })
    } catch (error) {
      setFile(undefined)
      setTrouble(error instanceof ImportError ? error.message : failureOf(error).title)
    }
  }
  const bring = async () => {
    setOutcomes(new Map())
    await bringVendors({ slug, collectionId: collectionId as CollectionId, ownerId: memberId }, plan, left, setOutcomes)
    refresh(client)
  }

  const frame = { title: ['Bring in vendors', organization], heading: 'Bring in vendors' }
  if (collections.error)
    return (
      <PageFrame {...frame}>
        <Failed what="The collections" error={collections.error} onRetry={() => void collections.refetch()} />
      </PageFrame>
    )
  if (collections.isPending)
    return (
      <PageFrame {...frame}>
        <LoadingRows what="collections" />
      </PageFrame>
    )
  if (collections.writable.length === 0)
    return (
      <PageFrame {...frame}>
        <EmptyState>Ask an owner or admin for a collection in which you may write.</EmptyState>
      </PageFrame>
    )
  const coming = plan.filter((entry, index) => entry.outcome !== 'refused' && !left.has(index)).length
  const isOver = outcomes !== undefined && outcomes.size >= coming
  return (
    <PageFrame {...frame}>
      <PageBody>
        {trouble && (
          <Banner tone="overdue" label="The file">
            {trouble}
          </Banner>
        )}
        {!file ? (
          <ChooseFile onFile={(picked) => void read(picked)} />
        ) : (
          <div className={importCss['wide']}>
            {file.content.is === 'table' && !outcomes && (
              <Columns content={file.content} onChange={(content) => setFile({ ...file, content })} />
            )}
            {!outcomes && (
              <Select
                label="Collection for new vendors"
                width="medium"
                value={collectionId}
                onChange={setChosen}
                options={collections.writable.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
            <PlainTable
              label={outcomes ? 'Report' : 'What will come'}
              rows={plan.map((entry, index) => ({ ...entry, index }))}
              rowKey={({ index }) => String(index)}
              columns={[
                {
                  header: 'Vendor',
                  cell: ({ vendor, index }) => {
                    const reference = outcomes?.get(index)?.reference
                    return reference ? (
                      <Link to={documentPath(slug, reference)}>{vendor.title}</Link>
                    ) : (
                      vendor.title || `Without a name, ${vendor.place}`
                    )
                  },
                },
                { header: 'Number', cell: ({ vendor }) => vendor.facts.phone ?? '' },
                {
                  header: 'Contacts',
                  cell: ({ vendor }) => vendor.facts.contacts.map(({ name }) => name).join(', '),
                },
                {
                  header: outcomes ? 'What became of it' : 'What will happen',
                  cell: ({ index, ...entry }) => (
                    <>
                      <strong>{outcomes?.get(index)?.words ?? planWords(entry)}</strong>
                      {[entry.why, ...entry.vendor.notes].map(
                        (note) =>
                          note && (
                            <span key={note} className={importCss['note']}>
                              {note}
                            </span>
                          ),
                      )}
                    </>
                  ),
                },
                ...(outcomes
                  ? []
                  : [
                      {
                        header: 'Bring in',
                        cell: ({ index, vendor, outcome }: VendorPlan & { index: number }) => (
                          <Checkbox
                            label={`Bring in ${vendor.title || vendor.place}`}
                            checked={outcome !== 'refused' && !left.has(index)}
                            disabled={outcome === 'refused'}
                            onChange={() => setLeft((before) => toggled(before, index))}
                          />
                        ),
                      },
                    ]),
              ]}
            />
            <div className={importCss['actions']}>
              {!outcomes && (
                <Button variant="primary" onClick={() => void bring()} aria-disabled={coming === 0}>
                  {`Bring in ${plural(coming, 'vendor')}`}
                </Button>
              )}
              {isOver && (
                <ButtonLink to={listPath(slug, 'vendor')} variant="primary">
                  Show the vendors
                </ButtonLink>
              )}
              <Button onClick={() => setFile(undefined)}>Choose another file</Button>
            </div>
            <p role="status">{outcomes && outcomeWords(outcomes, coming)}</p>
          </div>
        )}
      </PageBody>
    </PageFrame>
  )
}

function ChooseFile({ onFile }: { onFile: (file: File) => void }) {
  return (
    <div className={importCss['body']}>
      <p>
        A spreadsheet saved as CSV, or an address book as vCards (.vcf). ITFlow’s export is recognized; of any other
        table you say which column is what. Nothing is brought in before you have seen what will come.
      </p>
      <DropFile onFiles={([file]) => onFile(file)} />
    </div>
  )
}

function Columns({
  content,
  onChange,
}: {
  content: VendorFile & { is: 'table' }
  onChange: (content: VendorFile) => void
}) {
  const { rows, hasHeader, roles } = content
  const header = hasHeader ? rows[0]?.cells : undefined
  const sample = rows[hasHeader ? 1 : 0]?.cells
  return (
    <>
      <Checkbox
        label="The first row names the columns"
        checked={hasHeader}
        onChange={(event) => onChange({ ...content, hasHeader: event.currentTarget.checked })}
      />
      <ol className={importCss['columns']}>
        {roles.map((role, column) => {
          const name = header?.[column]?.trim() || `Column ${column + 1}`
          return (
            <li key={column}>
              <Select
                label={name}
                options={vendorRoles.map((value) => ({ value, label: roleWords[value] }))}
                value={role}
                onChange={(value) => onChange({ ...content, roles: roles.with(column, value) })}
              />
              <p className={importCss['values']}>{(sample?.[column] ?? '').slice(0, 60) || '—'}</p>
            </li>
          )
        })}
      </ol>
    </>
  )
}

const toggled = (set: ReadonlySet<number>, index: number): ReadonlySet<number> =>
  set.has(index) ? new Set([...set].filter((each) => each !== index)) : new Set([...set, index])

function planWords({ outcome, known }: VendorPlan): string {
  if (outcome === 'refused') return 'Stays out'
  return known ? `Adds to ${known.reference}` : 'New'
}
