import { Link } from 'react-router'
import type { WrittenRunEvent } from '#contract/runs.ts'
import { forgetRefused } from '../../platform/outbox.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { historyPath } from '../documents/addresses.ts'
import type { LiveRun } from './use-run.ts'
import { momentWords, outcomeNames } from './words.ts'

/** What has to be known of the whole run before working on: it is over, the text has changed, something was not taken. */
export function RunBanner({ slug, live, run }: { slug: string; live: LiveRun; run: NonNullable<LiveRun['run']> }) {
  const { id, runbook, revision, newerRevision, finishedAt, finishedBy, outcome, summary } = run
  const changes = `${historyPath(slug, runbook.reference)}?from=${revision}&to=${newerRevision ?? ''}`
  return (
    <>
      {finishedAt && outcome && (
        <Banner tone="plain" label="Finished" isNews>
          Finished {momentWords(finishedAt)} by {finishedBy?.name}: {outcomeNames[outcome].toLowerCase()}.
          {summary && ` “${summary}”`}
        </Banner>
      )}
      {newerRevision && !finishedAt && (
        <Banner tone="plain" label="Changed since">
          {runbook.reference} was changed since this run began. The run goes on with version {revision}.{' '}
          <Link to={changes}>See what changed</Link>
        </Banner>
      )}
      {live.refused.length > 0 && (
        <Banner
          tone="plain"
          label="Not taken"
          isNews
          actions={<Button onClick={() => forgetRefused(slug, `run/${id}`)}>Put away</Button>}
        >
          {plural(live.refused.length, 'thing')} that you did here {live.refused.length === 1 ? 'was' : 'were'} not
          taken: {live.refused.map(({ event }) => deedWords(event)).join('; ')}. {live.refused[0]?.refused}
        </Banner>
      )}
    </>
  )
}

const deeds: Record<WrittenRunEvent['what'], string> = {
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
  open: 'opened again',
  note: 'note',
  output: 'output',
  value: 'value',
}

/** `step 4 done`, `note “Port is down”`: enough to write it down elsewhere. */
function deedWords({ what, step, text }: WrittenRunEvent): string {
  const where = step === undefined ? '' : `step ${step + 1} `
  const said = text ? ` “${text.slice(0, 200)}”` : ''
  return `${where}${deeds[what]}${said}`
}
