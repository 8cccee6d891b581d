import css from './Ring.module.css'

/**
 * Time that runs out, as a ring that drains in whole seconds.
 * @param left share of the time that is left, 0 to 1
 */
export function Ring({ left, size = 15 }: { left: number; size?: number }) {
  const share = Math.min(1, Math.max(0, left))
  const around = 2 * Math.PI * 6.6
  return (
    <svg className={css['ring']} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <circle className={css['track']} cx="8" cy="8" r="6.6" fill="none" strokeWidth="1.8" />
      <circle
        cx="8"
        cy="8"
        r="6.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeDasharray={`${(share * around).toFixed(2)} ${around.toFixed(2)}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  )
}
