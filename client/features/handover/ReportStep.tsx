import { lazy, Suspense, useState } from 'react'
import Printer from 'lucide-react/icons/printer'
import { signHandover } from '#contract/handovers.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import type { StepProps } from './Part.tsx'
import { Report } from './Report.tsx'
import { totalOf } from './words.ts'
import css from './handover.module.css'

const PaperDialog = lazy(async () => ({ default: (await import('./PaperDialog.tsx')).PaperDialog }))
const EndDialog = lazy(async () => ({ default: (await import('./EndDialog.tsx')).EndDialog }))

/** The report: read, printed, signed by both sides, and with that the handover is closed. */
export function ReportStep({ slug, handover, name }: StepProps) {
  const { organization } = useOrganization()
  const sign = useDeed(signHandover)
  const [dialog, setDialog] = useState<'paper' | 'done' | 'cancelled'>()
  const { signatures, maySign, mayLead, closedAt, left } = handover
  const signed = new Set(signatures.map(({ side }) => side))
  const isComplete = signed.has('leaving') && signed.has('staying')
  const [mine] = maySign
  const put = () =>
    mine &&
    sign.mutate(
      { slug, handoverId: handover.id, side: mine },
      {
        onSuccess: () => toast({ words: 'Signed' }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  const isOnlyMissing = mine !== undefined && !signed.has(mine)
  return (
    <>
      <div className={css['reportActs']} data-no-print>
        <Button icon={Printer} onClick={() => print()}>
          Print
        </Button>
        {isOnlyMissing && (
          <Button variant={isComplete ? undefined : 'primary'} isPending={sign.isPending} onClick={put}>
            {mine === 'leaving' ? 'Sign' : `Sign for ${organization}`}
          </Button>
        )}
        {mayLead && !signed.has('leaving') && (
          <Button onClick={() => setDialog('paper')}>{`${name} signed on paper…`}</Button>
        )}
        {mayLead && isComplete && (
          <Button variant="primary" onClick={() => setDialog('done')}>
            Close the handover…
          </Button>
        )}
        {mayLead && (
          <Button variant="quiet" onClick={() => setDialog('cancelled')}>
            Call it off…
          </Button>
        )}
      </div>
      {!closedAt && (
        <p className={css['note']} data-no-print>
          {sayWhatIsMissing({ signed, isLeaving: mine === 'leaving', mayLead, name, left: totalOf(left) })}
        </p>
      )}
      <Report handover={handover} />
      <Suspense>
        {dialog === 'paper' && (
          <PaperDialog slug={slug} handover={handover} name={name} onClose={() => setDialog(undefined)} />
        )}
        {(dialog === 'done' || dialog === 'cancelled') && (
          <EndDialog
            slug={slug}
            handover={handover}
            name={name}
            outcome={dialog}
            onClose={() => setDialog(undefined)}
          />
        )}
      </Suspense>
    </>
  )
}

function sayWhatIsMissing(of: {
  signed: ReadonlySet<string>
  isLeaving: boolean
  mayLead: boolean
  name: string
  left: number
}): string {
  const { signed, isLeaving, mayLead, name, left } = of
  const rest = left === 0 ? 'Nothing is left.' : `${plural(left, 'thing')} left: the report names each of them.`
  if (signed.size === 2) return `${rest} Both sides have signed.`
  if (isLeaving) return signed.has('leaving') ? `${rest} You have signed.` : `${rest} You sign what stands here today.`
  if (!mayLead) return rest
  if (!signed.has('staying')) return `${rest} ${name} is told to sign once you have.`
  return `${rest} It waits for ${name} to sign, here or on paper.`
}
