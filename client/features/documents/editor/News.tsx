import { useMemo } from 'react'
import { Banner } from '../../../ui/Banner.tsx'
import { Button } from '../../../ui/Button.tsx'
import { plural } from '../../../ui/format.ts'
import { Time } from '../../../ui/Time.tsx'
import { openConflicts } from './conflict-marks.ts'
import type { Writing } from './writing.ts'

/** What has happened to the text that the person has not done just now. */
export function News(props: {
  news: 'restored' | 'merged' | undefined
  writing: Writing
  restoredAtMs: number | undefined
  onDiscard: () => void
}) {
  const { news, writing, restoredAtMs } = props
  const waiting = useMemo(() => openConflicts(writing.body), [writing.body])
  if (news === 'restored' && restoredAtMs !== undefined)
    return (
      <Banner tone="plain" isNews actions={<Button onClick={props.onDiscard}>Discard draft</Button>}>
        Your draft from <Time at={new Date(restoredAtMs).toISOString()} /> is back. It is not saved yet.
      </Banner>
    )
  if (news === 'merged')
    return (
      <Banner tone="plain" isNews>
        {waiting > 0
          ? `Both texts are in. At ${plural(waiting, 'place')} both changed the same lines: choose between <<<<<<< and >>>>>>>.`
          : writing.content
            ? 'Both versions are in. Look at it once more, then save.'
            : 'Both texts are in, and nothing was changed twice. Read it once more, then save.'}
      </Banner>
    )
  return null
}
