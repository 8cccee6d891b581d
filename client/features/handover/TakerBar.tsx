import { Button } from '../../ui/Button.tsx'
import { formatCount } from '../../ui/format.ts'
import { PickField, type PickItem } from '../../ui/PickField.tsx'
import type { Taker } from './use-taker.ts'
import type { Work } from './use-work.ts'
import css from './handover.module.css'

/** Who takes what is picked, the act, and how far it is. */
export function TakerBar(props: {
  label: string
  taker: Taker
  /** Beside people. */
  others?: readonly PickItem[]
  /** "Give 12 documents to Tom" */
  act: string
  error: string | undefined
  work: Work
  onAct: () => void
  onChoose: (id: string | undefined) => void
  value: string | undefined
}) {
  const { label, taker, others = [], act, error, work, onAct, onChoose, value } = props
  const { through, said, stop } = work
  return (
    <div className={css['taker']}>
      <div className={css['takerActs']}>
        <PickField
          label={label}
          width="medium"
          items={[...others, ...taker.items]}
          value={value}
          onChange={onChoose}
          error={error}
        />
        <Button variant="primary" isPending={through !== undefined} onClick={onAct}>
          {act}
        </Button>
        {through && <Button onClick={stop}>Stop here</Button>}
      </div>
      <p role="status" className={css['said']}>
        {through ? `${formatCount(through.count)} of ${formatCount(through.of)} done` : said}
      </p>
    </div>
  )
}
