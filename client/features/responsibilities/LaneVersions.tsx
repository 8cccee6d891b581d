import { Failed } from '../../platform/Failed.tsx'
import { listWords } from '../../ui/format.ts'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { useVersions } from './use-lanes.ts'
import css from './responsibilities.module.css'

/** Every version of a lane, newest first: who saved and who confirmed it, and what it changed. */
export function LaneVersions({ slug, laneId }: { slug: string; laneId: string }) {
  const versions = useVersions(slug, laneId)
  if (versions.error)
    return <Failed what="The versions" error={versions.error} onRetry={() => void versions.refetch()} />
  if (!versions.data) return <LoadingText what="the versions" />
  return (
    <ol className={css['versions']}>
      {versions.data.items.map(({ revision, savedAt, savedBy, confirmations, changes }) => (
        <li key={revision}>
          <h2>Version {revision}</h2>
          <p className={css['aside']}>
            Saved <Time at={savedAt} /> by {savedBy}
            {confirmations.length > 0
              ? `. Confirmed by ${listWords(confirmations.map(({ by, party }) => `${by} (${party})`))}.`
              : '. Confirmed by nobody.'}
          </p>
          {changes.length > 0 && (
            <table className={css['changes']} aria-label={`What version ${revision} changed`}>
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">Before</th>
                  <th scope="col">Then</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ field, before, after }) => (
                  <tr key={field}>
                    <th scope="row">{field}</th>
                    <td data-header="Before">{before ? <del>{before}</del> : '—'}</td>
                    <td data-header="Then">{after ? <ins>{after}</ins> : '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {changes.length === 0 && revision > 1 && <p className={css['aside']}>Nothing was changed in it.</p>}
        </li>
      ))}
    </ol>
  )
}
