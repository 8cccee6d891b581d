import type { CredentialLine, DocumentLine } from '#contract/documents.ts'
import type { Kind } from '#contract/values.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { NoOwner, Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { telOf } from '../vendors/tel.ts'
import { classNames, rotationWords } from '../credentials/words.ts'
import { criticalityNames } from './words.ts'
import css from './DocumentsPage.module.css'

/**
 * Mark, reference, title, where it belongs, who keeps it, how it stands, when it last changed.
 * @param isSlim beside a peek: what is needed to tell the rows apart
 */
export function columnsOf(kind: Kind, { isArchived, isSlim }: { isArchived: boolean; isSlim: boolean }) {
  const columns: Column<DocumentLine>[] = [
    {
      id: 'mark',
      header: 'Mark',
      isHeaderHidden: true,
      slot: 'mark',
      width: 'mark',
      cell: (line) => !isArchived && <FreshnessMark {...line} />,
    },
    {
      id: 'reference',
      header: 'Ref',
      slot: 'reference',
      width: 'reference',
      isSortable: true,
      cell: (line) => <Reference>{line.reference}</Reference>,
    },
    { id: 'title', header: 'Title', slot: 'title', isSortable: true, cell: (line) => line.title },
    kind !== 'system'
      ? { id: 'system', header: 'System', width: 'medium', cell: (line) => line.system?.title }
      : {
          id: 'criticality',
          header: 'Criticality',
          width: 'small',
          cell: (line) => <CriticalityWord line={line} />,
        },
    ...(kind === 'credential' ? credentialColumns : kind === 'vendor' ? vendorColumns : []),
    { id: 'owner', header: 'Owner', slot: 'meta', width: 'medium', cell: (line) => <Keeper line={line} /> },
    isArchived
      ? {
          id: 'archived',
          header: 'Archived',
          slot: 'state',
          width: 'medium',
          cell: (line) => line.archivedAt && <Time at={line.archivedAt} />,
        }
      : {
          id: 'state',
          header: 'State',
          slot: 'state',
          width: 'medium',
          isSortable: true,
          cell: (line) => (
            <>
              {/* A phone has no column for it. */}
              {line.credential && isPressing(line.credential) && (
                <strong className={css['pressing']}>{rotationWords(line.credential)}</strong>
              )}
              <FreshnessText state={line.state}>{freshnessWords(line)}</FreshnessText>
            </>
          ),
        },
    {
      id: 'updatedAt',
      header: 'Last change',
      width: 'small',
      isSortable: true,
      cell: (line) => <Time at={line.updatedAt} />,
    },
  ]
  // A credential says when its secret must change, a vendor whom to call; when its words changed matters less.
  const shown = kind === 'credential' || kind === 'vendor' ? columns.filter(({ id }) => id !== 'updatedAt') : columns
  return isSlim ? shown.filter(({ slot }) => slot !== undefined && slot !== 'meta') : shown
}

const credentialColumns: Column<DocumentLine>[] = [
  {
    id: 'class',
    header: 'Class',
    width: 'small',
    cell: ({ credential }) =>
      credential && <span data-tooltip={opensWords[credential.opens]}>{classNames[credential.class]}</span>,
  },
  {
    id: 'rotation',
    header: 'Rotation',
    width: 'medium',
    cell: ({ credential }) => credential && <RotationWord {...credential} />,
  },
]

const vendorColumns: Column<DocumentLine>[] = [
  {
    id: 'phone',
    header: 'Call',
    width: 'medium',
    cell: ({ vendor, title, reference }) =>
      vendor?.phone && (
        <a
          href={telOf(vendor.phone)}
          data-calls={reference}
          className={css['phone']}
          aria-label={`Call ${title}, ${vendor.phone}`}
        >
          {vendor.phone}
        </a>
      ),
  },
]

const opensWords = { open: 'You can open it', request: 'You can ask for access', none: 'You cannot open it' } as const

const isPressing = ({ mustRotate, rotateIn = 0 }: CredentialLine): boolean => mustRotate || rotateIn < 0

function RotationWord(credential: CredentialLine) {
  const words = rotationWords(credential)
  return isPressing(credential) ? <strong className={css['critical']}>{words}</strong> : words
}

/** The owner; the deputy where there is no owner; otherwise nobody, which counts as work. */
function Keeper({ line: { owner, deputy } }: { line: DocumentLine }) {
  if (owner) return <Person {...owner} />
  if (!deputy) return <NoOwner />
  return (
    <span className={css['deputy']}>
      <Person {...deputy} /> deputy
    </span>
  )
}

function CriticalityWord({ line: { criticality } }: { line: DocumentLine }) {
  const words = criticalityNames[criticality]
  return criticality === 'critical' ? <strong className={css['critical']}>{words}</strong> : words
}
