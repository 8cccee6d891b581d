import { lazy, Suspense, useState } from 'react'
import Plus from 'lucide-react/icons/plus'
import { addLaneResult, withdrawLaneResult, type Lane, type LaneResult } from '#contract/responsibilities.ts'
import { v7 as uuidv7 } from 'uuid'
import { Button } from '../../ui/Button.tsx'
import { formatDay } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { PlainTable } from '../settings/PlainTable.tsx'
import { ResultsPlot } from './ResultsPlot.tsx'
import { resultWords, targetWords } from './words.ts'
import css from './responsibilities.module.css'

const AddResult = lazy(async () => ({ default: (await import('./AddResult.tsx')).AddResult }))

/** The outcome aimed at, and how it went: drawn over time, with the same in a table. */
export function LaneOutcome({ slug, lane }: { slug: string; lane: Lane }) {
  const { outcome, target, results, retiredAt, mayEdit } = lane
  const [isAdding, setAdding] = useState(false)
  const adding = useDeed(addLaneResult)
  const withdrawing = useDeed(withdrawLaneResult)
  if (!outcome && !target && results.length === 0)
    return mayEdit ? (
      <section className={css['section']} aria-label="Outcome">
        <h2>Outcome</h2>
        <p className={css['aside']}>No outcome is written down: how would anybody see that this is done well?</p>
      </section>
    ) : null
  const mayAdd = target !== undefined && !retiredAt && lane.mayMeasure
  const withdraw = (result: LaneResult) =>
    withdrawing.mutate(
      { slug, laneId: lane.id, resultId: result.id },
      {
        onSuccess: () =>
          toast({
            words: `Result of ${formatDay(result.on)} taken back`,
            action: { label: 'Undo', onAct: () => putBack(result) },
            forMs: 10_000,
          }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  const putBack = ({ on, passed, value, note }: LaneResult) =>
    adding.mutate(
      {
        slug,
        laneId: lane.id,
        id: uuidv7(),
        on,
        note,
        ...(passed !== undefined && { passed }),
        ...(value !== undefined && { value }),
      },
      { onError: (error) => toast({ words: failureWords(error) }) },
    )
  return (
    <section className={css['section']} aria-label="Outcome">
      <header>
        <h2>Outcome</h2>
        {mayAdd && (
          <Button icon={Plus} onClick={() => setAdding(true)} data-no-print>
            Add a result
          </Button>
        )}
      </header>
      {outcome && <p className={css['about']}>{outcome}</p>}
      {target && <p className={css['aside']}>Target: {targetWords(target)}.</p>}
      {results.length > 1 && <ResultsPlot results={results} target={target} />}
      {results.length > 0 ? (
        <PlainTable
          label="Results"
          rows={results}
          rowKey={({ id }) => id}
          columns={[
            { header: 'Day', cell: ({ on }) => <time dateTime={on}>{formatDay(on)}</time> },
            {
              header: 'Result',
              cell: (result) => (
                <FreshnessText state={result.met ? 'verified' : 'overdue'}>
                  {`${resultWords(result, target)}${result.met ? '' : ', not met'}`}
                </FreshnessText>
              ),
            },
            { header: 'Note', cell: ({ note }) => note || '—' },
            { header: 'By', cell: ({ by }) => by },
            ...(mayAdd
              ? [
                  {
                    header: 'Take back',
                    isHeaderHidden: true,
                    cell: (result: LaneResult) => (
                      <Button
                        variant="quiet"
                        aria-label={`Take back the result of ${formatDay(result.on)}`}
                        onClick={() => withdraw(result)}
                        data-no-print
                      >
                        Take back
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      ) : (
        target && <p className={css['aside']}>No result yet.</p>
      )}
      {isAdding && target && (
        <Suspense>
          <AddResult slug={slug} laneId={lane.id} target={target} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </section>
  )
}
