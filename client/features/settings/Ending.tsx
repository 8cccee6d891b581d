import { Ring } from '../../ui/Ring.tsx'
import { Time, useNow } from '../../ui/Time.tsx'
import css from './settings.module.css'

/** When access ends: a ring with what is left of it. Without an end it stands until somebody ends it. */
export function Ending({ from, to }: { from: string; to: string | undefined }) {
  const now = useNow().getTime()
  if (!to) return <>When ended</>
  const left = (Date.parse(to) - now) / (Date.parse(to) - Date.parse(from))
  return (
    <span className={css['ending']}>
      <Ring left={left} />
      <Time at={to} />
    </span>
  )
}
