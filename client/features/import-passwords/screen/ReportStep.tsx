import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { Button, ButtonLink } from '../../../ui/Button.tsx'
import { formatCount, formatInstant } from '../../../ui/format.ts'
import { keepAsFile } from '../../../ui/save-file.ts'
import { useSession } from '../../../platform/session.ts'
import { Notice } from '../../sign-in/Notice.tsx'
import { PlainTable, type PlainColumn } from '../../settings/PlainTable.tsx'
import { useCollections } from '../../documents/use-library.ts'
import { formats, type ImportFormat } from '../formats.ts'
import type { Imported } from '../imported-item.ts'
import type { ImportPlan } from '../plan/plan-import.ts'
import { reportOf, type ReportRow } from '../plan/report.ts'
import type { BroughtIn } from '../send/bring-in.ts'
import css from '../import-passwords.module.css'

const atATime = 200

/** What came and what did not, to keep, to print, and what is to be done with the file now. */
export function ReportStep(props: {
  slug: string
  fileName: string
  format: ImportFormat
  plan: ImportPlan
  imported: Imported
  broughtIn: BroughtIn
  onRestart: () => void
}) {
  const { slug, fileName, format, plan, imported, broughtIn } = props
  const { account } = useSession()
  const { living } = useCollections(slug)
  const [at] = useState(() => new Date().toISOString())
  const [shown, setShown] = useState(atATime)
  const rows = useMemo(() => {
    const nameOf = (collectionId: string) => living.find(({ id }) => id === collectionId)?.name ?? ''
    return reportOf(plan.rows, imported.leftOut, broughtIn.happened, nameOf)
  }, [plan, imported, broughtIn, living])
  const count = (outcome: ReportRow['outcome']) => rows.filter((row) => row.outcome === outcome).length
  const [brought, failed] = [count('brought'), count('failed')]
  // What needs somebody stands first; what came as it was, last.
  const ordered = rows.toSorted((one, other) => urgency(one) - urgency(other))
  const printAll = () => {
    setShown(rows.length)
    setTimeout(() => print(), 200)
  }
  return (
    <div className={css['wide']}>
      {broughtIn.stopped !== undefined && <Notice title={broughtIn.stopped} />}
      <p>
        <strong>
          {formatCount(brought)} brought in
          {failed > 0 && `, ${formatCount(failed)} failed`}, {formatCount(count('not brought'))} left behind
        </strong>{' '}
        from {fileName}, {formatInstant(at)}, by {account.name}.
      </p>
      <section className={css['reminder']} aria-labelledby="then">
        <h2 id="then">What to do now</h2>
        <ol>
          <li>{deleteWords(fileName, format)}</li>
          <li>Open a few of them and try the passwords, then verify them: they arrived as not verified.</li>
          <li>Give the important ones an owner, a deputy and the right class.</li>
        </ol>
      </section>
      <div className={css['actions']} data-no-print>
        <ButtonLink to={`/o/${slug}/credentials`} variant="primary">
          Show the credentials
        </ButtonLink>
        <Button onClick={() => void save(rows, fileName)}>Save the report</Button>
        <Button onClick={printAll}>Print</Button>
        <Button onClick={props.onRestart}>Bring in another file</Button>
      </div>
      <PlainTable
        label="Report"
        rows={ordered.slice(0, shown)}
        rowKey={({ place, reference }) => `${place} ${reference}`}
        columns={columnsOf(slug)}
      />
      {shown < ordered.length && (
        <div className={css['actions']} data-no-print>
          <Button onClick={() => setShown(ordered.length)}>Show all {formatCount(ordered.length)}</Button>
        </div>
      )}
    </div>
  )
}

const urgency = ({ outcome, notes }: ReportRow) =>
  outcome === 'failed' ? 0 : outcome === 'not brought' ? 1 : notes.length > 0 ? 2 : 3

function deleteWords(fileName: string, format: ImportFormat): string {
  return formats[format].asks === 'password-and-key-file'
    ? `Put ${fileName} away once you have tried a few: two places that are both changed are two truths. Then delete it, with its copies and its key file.`
    : `Delete ${fileName}, also from Downloads, the trash and synced folders: it holds every password in the clear, or under one password.`
}

async function save(rows: readonly ReportRow[], fileName: string): Promise<void> {
  const { reportCsv } = await import('../plan/report-csv.ts')
  keepAsFile(`runkeep-import-${fileName.replace(/\.[^.]*$/, '')}.csv`, reportCsv(rows))
}

const columnsOf = (slug: string): PlainColumn<ReportRow>[] => [
  {
    header: 'Name',
    cell: ({ title, reference }) =>
      reference === '' ? title || 'Without a name' : <Link to={`/o/${slug}/credentials/${reference}`}>{title}</Link>,
  },
  { header: 'Reference', cell: ({ reference }) => <span className={css['machine']}>{reference}</span> },
  { header: 'Place', cell: ({ place }) => place },
  { header: 'Collection', cell: ({ collection }) => collection },
  {
    header: 'What became of it',
    cell: ({ outcome, notes }) => (
      <>
        <strong>{{ brought: 'Brought in', 'not brought': 'Left behind', failed: 'Failed' }[outcome]}</strong>
        {notes.map((note) => (
          <span key={note} className={css['note']}>
            {note}
          </span>
        ))}
      </>
    ),
  },
]
