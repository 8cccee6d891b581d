import type { Handover } from '#contract/handovers.ts'
import { useOrganization } from '../../platform/session.ts'
import { formatExact, plural } from '../../ui/format.ts'
import { leaverOf, totalOf } from './words.ts'
import css from './Report.module.css'

/** Both sides: signed in here, noted as signed on paper, or a line for a pen. */
export function Signatures({ handover }: { handover: Handover }) {
  const { organization } = useOrganization()
  const sides = [
    { side: 'leaving', label: `Leaves: ${leaverOf(handover)}` },
    { side: 'staying', label: `Stays: ${organization}` },
  ] as const
  return (
    <section className={css['signatures']} aria-label="Signatures">
      <h2>Signatures</h2>
      <div className={css['sides']}>
        {sides.map(({ side, label }) => {
          const signed = handover.signatures.find((each) => each.side === side)
          return (
            <div key={side} className={css['side']}>
              <p className={css['aside']}>{label}</p>
              {signed ? (
                <>
                  <p className={css['signed']}>{signed.name}</p>
                  <p className={css['aside']}>
                    {signed.isOwn ? 'Signed in here' : 'Noted as signed on paper'}, {formatExact(signed.signedAt)}.{' '}
                    {totalOf(signed.leftThen) === 0
                      ? 'Nothing was left then.'
                      : `${plural(totalOf(signed.leftThen), 'thing')} left then.`}
                  </p>
                  {signed.note && <p>{signed.note}</p>}
                </>
              ) : (
                <>
                  <p className={css['aside']} data-no-print>
                    Not signed yet
                  </p>
                  <p className={css['pen']} aria-hidden="true">
                    Name, date, signature
                  </p>
                </>
              )}
            </div>
          )
        })}
      </div>
    </section>
  )
}
