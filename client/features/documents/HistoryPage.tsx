import { lazy, Suspense } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { openDocument, type Document } from '#contract/documents.ts'
import { levels, type Kind, type Reference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useOrganization } from '../../platform/session.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { LoadingRows, LoadingText } from '../../ui/states.tsx'
import { useNavigate } from 'react-router'
import { documentPath, listPath } from './addresses.ts'
import { AtReference } from './AtReference.tsx'
import { DocumentTrouble } from './DocumentTrouble.tsx'
import { CompareVersions } from './history/CompareVersions.tsx'
import { OneVersion } from './history/OneVersion.tsx'
import { chosenVersions } from './history/chosen.ts'
import { useRevisions } from './history/use-revisions.ts'
import { VersionList } from './history/VersionList.tsx'
import { kindNames } from './words.ts'
import css from './history/History.module.css'

const SecretVersion = lazy(() => import('../credentials/SecretVersion.tsx'))

/** Every version of a document: what changed, by whom, which were verified; any of them can be brought back. */
export default function HistoryPage({ kind }: { kind: Kind }) {
  return (
    <AtReference kind={kind} tail="/history">
      {(reference) => <History key={reference} kind={kind} reference={reference} />}
    </AtReference>
  )
}

function History({ kind, reference }: { kind: Kind; reference: Reference }) {
  const { slug, organization } = useOrganization()
  const navigate = useNavigate()
  const answer = useQuery(query(openDocument, { slug, reference }))
  const { many } = kindNames[kind]
  useShortcut({
    keys: 'Esc',
    label: `Back to ${reference}`,
    act: () => void navigate(documentPath(slug, reference)),
  })
  return (
    <PageFrame
      title={[`History of ${reference}`, many, organization]}
      crumbs={[
        { label: many, to: listPath(slug, kind) },
        { label: reference, to: documentPath(slug, reference), isReference: true },
        { label: 'History' },
      ]}
    >
      {answer.data ? (
        <Versions slug={slug} document={answer.data} />
      ) : (
        <PageBody>
          {answer.error ? (
            <DocumentTrouble
              reference={reference}
              kind={kind}
              error={answer.error}
              onRetry={() => void answer.refetch()}
            />
          ) : (
            <LoadingText what="the history" />
          )}
        </PageBody>
      )}
    </PageFrame>
  )
}

function Versions({ slug, document }: { slug: string; document: Document }) {
  const [parameters] = useSearchParams()
  const revisions = useRevisions(slug, document.reference)
  const chosen = chosenVersions(parameters, document.revision)
  return (
    <div className={css['page']}>
      <div className={css['title']}>
        <PageTitle meta={<span>{document.title}</span>}>History of {document.reference}</PageTitle>
      </div>
      <div className={css['main']}>
        {chosen.is === 'one' ? (
          <OneVersion slug={slug} document={document} revision={chosen.revision} />
        ) : (
          <CompareVersions slug={slug} document={document} from={chosen.from} to={chosen.to} />
        )}
        {document.kind === 'credential' && document.level >= levels.reveal && (
          <Suspense>
            {(chosen.is === 'one' ? [chosen.revision] : [chosen.to, chosen.from]).map((revision) => (
              <SecretVersion key={revision} slug={slug} document={document} revision={revision} />
            ))}
          </Suspense>
        )}
      </div>
      <section className={css['versions']} aria-label="Versions">
        {revisions.error && revisions.lines.length === 0 ? (
          <Failed what="The versions" error={revisions.error} onRetry={() => void revisions.refetch()} />
        ) : revisions.isPending ? (
          <LoadingRows what="the versions" rows={6} />
        ) : (
          <VersionList revisions={revisions} current={document.revision} chosen={chosen} />
        )}
      </section>
    </div>
  )
}
