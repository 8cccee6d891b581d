import { lazy, Suspense, useMemo, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { Document, DocumentChip } from '#contract/documents.ts'
import { factsOf } from '#contract/markdown.ts'
import { readsAllActivity, useOrganization } from '../../platform/session.ts'
import { formatDay } from '../../ui/format.ts'
import { headingId } from '../../ui/Markdown.tsx'
import { RailCard } from '../../ui/PageFrame.tsx'
import { NoOwner, Person } from '../../ui/Person.tsx'
import { Time } from '../../ui/Time.tsx'
import { activityPath, historyPath, listPath } from './addresses.ts'
import { DocumentLinks } from './DocumentLinks.tsx'
import { credentialsOf, diagramsOf, vendorsOf } from './system-parts.ts'
import { criticalityNames, everyDays } from './words.ts'
import css from './DocumentRail.module.css'

const VendorKit = lazy(async () => ({ default: (await import('../vendors/VendorKit.tsx')).VendorKit }))
const DiagramKit = lazy(async () => ({ default: (await import('../diagrams/view/DiagramKit.tsx')).DiagramKit }))
const CredentialKit = lazy(async () => ({ default: (await import('../credentials/CredentialKit.tsx')).CredentialKit }))
const WhoToCall = lazy(async () => ({ default: (await import('../responsibilities/WhoToCall.tsx')).WhoToCall }))

const FilesCard = lazy(async () => ({ default: (await import('../attachments/FilesCard.tsx')).FilesCard }))

/** What stands beside the text: where it belongs, who keeps it, what hangs together with it, where things are in it. */
export function DocumentRail({ slug, document }: { slug: string; document: Document }) {
  const { kind, related, usedIn } = document
  const systems = kind === 'runbook' ? related.filter((chip) => chip.kind === 'system') : []
  // A system's runbooks stand in its text, by use.
  // What the steps need, in the order in which they mention it.
  const credentials =
    kind === 'runbook' ? document.cited.filter((chip) => chip.kind === 'credential' && !chip.archived) : []
  const vendors = kind === 'runbook' ? document.cited.filter((chip) => chip.kind === 'vendor' && !chip.archived) : []
  const diagrams = kind === 'runbook' ? document.cited.filter((chip) => chip.kind === 'diagram' && !chip.archived) : []
  const others = related.filter((chip) => (kind === 'runbook' ? chip.kind !== 'system' : chip.kind !== 'runbook'))
  // Whatever stands above is not said twice.
  const citing = usedIn.filter((chip) => !related.some(({ reference }) => reference === chip.reference))
  // Of a system, neither are what opens it, those whom one calls, and where it is drawn.
  const inText = kind === 'system' ? [...credentialsOf(document), ...vendorsOf(document), ...diagramsOf(document)] : []
  const isBeside = ({ reference }: DocumentChip) => !inText.some((chip) => chip.reference === reference)
  return (
    <div className={css['rail']} data-no-print>
      {credentials.length > 0 && (
        <Suspense>
          <CredentialKit slug={slug} chips={credentials} from={document.id} />
        </Suspense>
      )}
      {vendors.length > 0 && (
        <Suspense>
          <VendorKit slug={slug} chips={vendors} first={Math.min(credentials.length, 9) + 1} />
        </Suspense>
      )}
      {diagrams.length > 0 && (
        <Suspense>
          <DiagramKit
            slug={slug}
            document={document}
            chips={diagrams}
            first={Math.min(credentials.length + vendors.length, 9) + 1}
          />
        </Suspense>
      )}
      {kind === 'runbook' && (
        <Suspense>
          <WhoToCall slug={slug} reference={document.reference} />
        </Suspense>
      )}
      {systems.length > 0 && (
        <RailCard title={systems.length === 1 ? 'System' : 'Systems'}>
          <DocumentLinks slug={slug} documents={systems} />
        </RailCard>
      )}
      <RailCard title="Owner and deputy">
        <Keepers document={document} />
      </RailCard>
      {kind !== 'diagram' && <Outline document={document} />}
      {others.some(isBeside) && (
        <RailCard title="Related">
          <DocumentLinks slug={slug} documents={others.filter(isBeside)} />
        </RailCard>
      )}
      {citing.some(isBeside) && (
        <RailCard title="Used in">
          <DocumentLinks slug={slug} documents={citing.filter(isBeside)} />
        </RailCard>
      )}
      {/* Those of a credential are sealed, and stand among its fields. */}
      {kind !== 'credential' && (
        <Suspense>
          <FilesCard slug={slug} document={document} />
        </Suspense>
      )}
      <RailCard title="About">
        <Facts slug={slug} document={document} />
      </RailCard>
    </div>
  )
}

function Keepers({ document: { owner, deputy } }: { document: Document }) {
  if (!owner && !deputy) return <NoOwner />
  return (
    <ul className={css['keepers']}>
      <li>{owner ? <Person {...owner} hasFirm /> : <NoOwner />}</li>
      {deputy && (
        <li>
          <Person {...deputy} hasFirm />
          <span className={css['role']}>deputy</span>
        </li>
      )}
    </ul>
  )
}

/** The parts of a longer text. */
function Outline({ document: { body, title } }: { document: Document }) {
  const headings = useMemo(() => {
    const all = factsOf(body).headings
    const inside = all[0]?.text === title ? all.slice(1) : all
    return inside.filter((heading) => heading.level <= 3 && heading.text)
  }, [body, title])
  if (headings.length < 2) return null
  return (
    <RailCard title="In this text">
      <nav aria-label="In this text" data-no-print>
        <ol className={css['outline']}>
          {headings.map((heading) => (
            <li key={heading.slug} data-level={heading.level}>
              <a href={`#${headingId(heading.slug)}`}>{heading.text}</a>
            </li>
          ))}
        </ol>
      </nav>
    </RailCard>
  )
}

function Facts({ slug, document }: { slug: string; document: Document }) {
  const membership = useOrganization()
  const { reference, revision, kind, collection, collectionId, tags, criticality } = document
  const { verifiedAt, verifiedBy, verificationNote, dueOn, intervalDays, createdAt, createdBy, snoozedUntil } = document
  const list = listPath(slug, kind)
  return (
    <dl className={css['facts']}>
      <Fact name="Verified">
        {verifiedAt ? (
          <>
            <Time at={verifiedAt} />
            {verifiedBy && ` by ${verifiedBy}`}
            {verificationNote && <q className={css['note']}>{verificationNote}</q>}
          </>
        ) : (
          'Never'
        )}
      </Fact>
      <Fact name="Review">
        {everyDays(intervalDays)}
        {dueOn && `, next on ${formatDay(dueOn)}`}
        {snoozedUntil && <span className={css['aside']}> Out of your queue until {formatDay(snoozedUntil)}</span>}
      </Fact>
      <Fact name="Criticality">{criticalityNames[criticality]}</Fact>
      <Fact name="Collection">
        <Link to={`${list}?collection=${collectionId}`}>{collection}</Link>
      </Fact>
      {tags.length > 0 && (
        <Fact name="Tags">
          <span className={css['tags']}>
            {tags.map((tag) => (
              <Link key={tag} to={`${list}?tag=${encodeURIComponent(tag)}`}>
                {tag}
              </Link>
            ))}
          </span>
        </Fact>
      )}
      <Fact name="Written">
        <Time at={createdAt} /> by {createdBy}
      </Fact>
      <Fact name="Version">
        {revision} · <Link to={historyPath(slug, reference)}>History</Link>
        {readsAllActivity(membership) && (
          <>
            {' '}
            · <Link to={activityPath(slug, reference)}>Activity</Link>
          </>
        )}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
