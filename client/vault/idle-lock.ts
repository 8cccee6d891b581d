/**
 * Decides when to lock by itself: after minutes without a touch in any tab, and on a phone two minutes after the last
 * tab went out of sight. Warns half a minute before. Lives beside the keys, so a frozen page cannot keep them open.
 */

export const lockAfterMinutes = { least: 1, usual: 10, most: 60 } as const
const hiddenOnPhoneMs = 2 * 60_000
const warnBeforeMs = 30_000

export type IdleLockEvents = {
  lock: (cause: 'idle' | 'hidden') => void
  /** Will lock in so many milliseconds unless somebody is here. */
  warn: (inMs: number) => void
  /** Somebody was: the warning is void. */
  calm: () => void
}

export type IdleLock = ReturnType<typeof makeIdleLock>

export function makeIdleLock({ lock, warn, calm }: IdleLockEvents) {
  let idleMs = lockAfterMinutes.usual * 60_000
  let touched = now()
  let hidden: Moment | undefined
  let isArmed = false
  let hasWarned = false
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Begins to count, unless it does already; {@link disarm} when there is nothing left to lock. */
  function arm(): void {
    if (isArmed) return
    isArmed = true
    touched = now()
    recount()
  }

  function disarm(): void {
    isArmed = false
    hasWarned = false
    clearTimeout(timer)
  }

  /** Somebody is here. Too late once the time is over, even if the timer has not rung. */
  function touch(): void {
    if (checkNow()) return
    touched = now()
    recount()
  }

  /** @param isOutOfSight whether every tab is hidden, and this is a phone. */
  function setHiddenOnPhone(isOutOfSight: boolean): void {
    if (checkNow()) return
    hidden = isOutOfSight ? (hidden ?? now()) : undefined
    recount()
  }

  function setMinutes(minutes: number): void {
    const { least, most, usual } = lockAfterMinutes
    idleMs = (Number.isFinite(minutes) ? Math.min(Math.max(minutes, least), most) : usual) * 60_000
    if (!checkNow()) recount()
  }

  /** Locks if the time is over. Ask before every use of a key: timers sleep when the machine does. */
  function checkNow(): boolean {
    const left = leftMs()
    if (left === undefined || left.ms > 0) return false
    disarm()
    lock(left.cause)
    return true
  }

  function recount(): void {
    clearTimeout(timer)
    const left = leftMs()
    if (left === undefined) return
    const isSoon = left.ms <= warnBeforeMs
    if (isSoon && !hasWarned) warn(left.ms)
    if (!isSoon && hasWarned) calm()
    hasWarned = isSoon
    timer = setTimeout(() => checkNow() || recount(), isSoon ? left.ms : left.ms - warnBeforeMs)
  }

  function leftMs(): { ms: number; cause: 'idle' | 'hidden' } | undefined {
    if (!isArmed) return undefined
    const idle = idleMs - since(touched)
    const unseen = hidden ? hiddenOnPhoneMs - since(hidden) : Infinity
    return unseen < idle ? { ms: unseen, cause: 'hidden' } : { ms: idle, cause: 'idle' }
  }

  return { arm, disarm, touch, setHiddenOnPhone, setMinutes, checkNow }
}

/** Two clocks: one that nobody can set back, and one that goes on while the machine sleeps. The longer time counts. */
type Moment = { wall: number; steady: number }

function now(): Moment {
  return { wall: Date.now(), steady: performance.now() }
}

function since({ wall, steady }: Moment): number {
  return Math.max(Date.now() - wall, performance.now() - steady)
}
