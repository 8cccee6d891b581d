import { lazy, Suspense } from 'react'
import { useSearchParams } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { openRevision, type Document, type Revision } from '#contract/documents.ts'
import { query } from '../../../platform/api.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { ButtonLink } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/fields.tsx'
import { LoadingText } from '../../../ui/states.tsx'
import { TextDiff } from '../compare/TextDiff.tsx'
import { showSearch } from './chosen.ts'
import { RestoreVersion } from './RestoreVersion.tsx'
import css from './History.module.css'

const DrawingDifferences = lazy(() => import('../../diagrams/compare/DrawingDifferences.tsx'))
const VendorDifferences = lazy(() => import('../../vendors/VendorDifferences.tsx'))

interface CompareProps {
  slug: string
  document: Document
  from: number
  to: number
}

/** Two versions, and what differs between them. */
export function CompareVersions({ slug, document, from, to }: CompareProps) {
  const before = useVersion(slug, document, from)
  const after = useVersion(slug, document, to)
  const error = before.error ?? after.error
  return (
    <>
      <div className={css['head']}>
        <VersionChoice document={document} from={from} to={to} />
        <div className={css['acts']}>
          <ButtonLink to={showSearch(to)}>{`Show version ${to}`}</ButtonLink>
          <RestoreVersion slug={slug} document={document} revision={from} />
        </div>
      </div>
      {before.data && after.data ? (
        <Differences before={before.data} after={after.data} />
      ) : error ? (
        <Failed
          what="The versions"
          error={error}
          onRetry={() => {
            void before.refetch()
            void after.refetch()
          }}
        />
      ) : (
        <LoadingText what="the versions" />
      )}
    </>
  )
}

/** Versions never change: read once, kept for good. */
export function useVersion(slug: string, { reference }: Document, revision: number) {
  return useQuery({ ...query(openRevision, { slug, reference, revision }), staleTime: Infinity })
}

function VersionChoice({ document, from, to }: Omit<CompareProps, 'slug'>) {
  const [, setParameters] = useSearchParams()
  const options = (isFit: (revision: number) => boolean) =>
    Array.from({ length: document.revision }, (_, at) => document.revision - at)
      .filter(isFit)
      .map((revision) => ({ value: String(revision), label: `Version ${revision}` }))
  const choose = (changes: { from?: string; to?: string }) =>
    setParameters({ from: String(from), to: String(to), ...changes })
  return (
    <div className={css['choice']}>
      <Select
        label="From"
        isLabelHidden
        isSmall
        value={String(from)}
        onChange={(value) => choose({ from: value })}
        options={options((revision) => revision < to)}
      />
      <span>compared with</span>
      <Select
        label="To"
        isLabelHidden
        isSmall
        value={String(to)}
        onChange={(value) => choose({ to: value })}
        options={options((revision) => revision > from)}
      />
    </div>
  )
}

function Differences({ before, after }: { before: Revision; after: Revision }) {
  const fields = [
    ['Title', before.title, after.title],
    ['Summary', before.summary, after.summary],
    ['Tags', before.tags.join(', '), after.tags.join(', ')],
  ].filter(([, left, right]) => left !== right)
  return (
    <>
      {after.note && (
        <p className={css['said']}>
          {after.savedBy}: <q>{after.note}</q>
        </p>
      )}
      {fields.length > 0 && (
        <dl className={css['fields']}>
          {fields.map(([name, left, right]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {left && <del>{left}</del>} {right ? <ins>{right}</ins> : 'emptied'}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Contents before={before} after={after} />
    </>
  )
}

/** Of a drawing and of a vendor what they say is compared part by part; of anything else, line by line. */
function Contents({ before, after }: { before: Revision; after: Revision }) {
  const [old, now] = [before.content, after.content]
  const names = {
    beforeName: `Version ${before.revision}, ${before.savedBy}`,
    afterName: `Version ${after.revision}, ${after.savedBy}`,
  }
  const label = `Version ${before.revision} beside version ${after.revision}`
  if (old?.format === 'diagram/1' && now?.format === 'diagram/1')
    return (
      <Suspense fallback={<LoadingText what="the drawings" />}>
        <DrawingDifferences before={old} after={now} label={label} />
      </Suspense>
    )
  if (old?.format === 'vendor/1' && now?.format === 'vendor/1')
    return (
      <Suspense fallback={<LoadingText what="the differences" />}>
        <VendorDifferences before={old} after={now} {...names} />
      </Suspense>
    )
  return (
    <TextDiff
      left={before.body}
      right={after.body}
      leftName={names.beforeName}
      rightName={names.afterName}
      label={label}
    />
  )
}
