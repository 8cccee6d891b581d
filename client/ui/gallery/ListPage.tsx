import { useState } from 'react'
import { Button } from '../Button.tsx'
import { formatShare } from '../format.ts'
import { freshnessWords } from '../freshness.ts'
import { FreshnessBadge, FreshnessMark, FreshnessText } from '../FreshnessMark.tsx'
import { FreshnessSummary } from '../FreshnessSummary.tsx'
import { KeyLegend, PageFrame } from '../PageFrame.tsx'
import { NoOwner, Person } from '../Person.tsx'
import { Reference } from '../Reference.tsx'
import { Sheet } from '../Sheet.tsx'
import { Table, type Sort } from '../Table.tsx'
import { toast } from '../Toast.tsx'
import { rows } from './samples.ts'

export function ListPage() {
  const [sort, setSort] = useState<Sort>({ by: 'state', isDescending: false })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [peeked, setPeeked] = useState<string>()
  const [current, setCurrent] = useState<string>('RB-21')
  const shown = rows.find((row) => row.reference === peeked)
  return (
    <PageFrame
      title={['Reviews', 'Calder & Wick']}
      heading="Reviews"
      summary="6 need you · 41 of 52 verified"
      actions={
        <>
          <Button>Group: state</Button>
          <Button
            variant="primary"
            keys="V"
            onClick={() => toast({ words: 'RB-21 verified', action: { label: 'Undo', onAct: () => undefined } })}
          >
            Start review
          </Button>
        </>
      }
      footer={
        <KeyLegend
          keys={[
            [['J', 'K'], 'move'],
            [['Space'], 'peek'],
            [['V'], 'verify'],
            [['E'], 'edit'],
            [['A'], 'assign'],
            [['Z'], 'snooze'],
          ]}
        />
      }
    >
      <FreshnessSummary
        figure={formatShare(41 / 52)}
        words="of documents verified"
        counts={{ verified: 41, due: 5, overdue: 3, unverified: 2, suspect: 1 }}
      />
      <Table
        label="Reviews"
        rows={rows}
        rowKey={(row) => row.reference}
        to={(row) => `/runbooks/${row.reference}`}
        sort={sort}
        onSort={setSort}
        current={current}
        onCurrent={(key) => {
          setCurrent(key)
          if (peeked) setPeeked(key)
        }}
        onPeek={(row) => setPeeked(peeked === row.reference ? undefined : row.reference)}
        selection={{ selected, onChange: setSelected }}
        selectionActions={<Button keys="A">Assign</Button>}
        columns={[
          {
            id: 'mark',
            header: 'State',
            isHeaderHidden: true,
            slot: 'mark',
            width: 'mark',
            cell: (row) => <FreshnessMark {...row} />,
          },
          {
            id: 'reference',
            header: 'Ref',
            slot: 'reference',
            width: 'reference',
            isSortable: true,
            cell: (row) => <Reference>{row.reference}</Reference>,
          },
          { id: 'title', header: 'Title', slot: 'title', isSortable: true, cell: (row) => row.title },
          { id: 'system', header: 'System', slot: 'wide', width: 'large', cell: (row) => row.system },
          {
            id: 'owner',
            header: 'Owner',
            slot: 'meta',
            width: 'large',
            cell: (row) => (row.owner ? <Person {...row.owner} /> : <NoOwner />),
          },
          {
            id: 'state',
            header: 'State',
            slot: 'state',
            width: 'medium',
            isSortable: true,
            cell: (row) => <FreshnessText state={row.state}>{freshnessWords(row)}</FreshnessText>,
          },
        ]}
      />
      {shown && (
        <Sheet
          title={shown.reference}
          onClose={() => setPeeked(undefined)}
          actions={<Button variant="primary">Verify</Button>}
        >
          <h3>{shown.title}</h3>
          <FreshnessBadge {...shown}>{freshnessWords(shown)}</FreshnessBadge>
        </Sheet>
      )}
    </PageFrame>
  )
}
