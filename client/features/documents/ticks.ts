import { useCallback, useState } from 'react'

/**
 * Ticks of the steps of one version of a runbook: kept in this tab, so that a reload in the middle of an incident loses
 * nothing. They are nobody else's business.
 */
export function useTicks(slug: string, reference: string, revision: number) {
  const key = `runkeep.ticks.${slug}.${reference}`
  const [ticks, setTicks] = useState(() => read(key, revision))

  const keep = useCallback(
    (next: ReadonlySet<number>) => {
      setTicks(next)
      try {
        if (next.size === 0) sessionStorage.removeItem(key)
        else sessionStorage.setItem(key, JSON.stringify({ revision, steps: [...next] }))
      } catch {
        // Storage can be forbidden; ticks then last as long as the page.
      }
    },
    [key, revision],
  )
  const tick = useCallback(
    (step: number, isDone: boolean) => {
      const next = new Set(ticks)
      if (isDone) next.add(step)
      else next.delete(step)
      keep(next)
    },
    [ticks, keep],
  )
  return { ticks, tick, clear: () => keep(new Set()) }
}

function read(key: string, revision: number): ReadonlySet<number> {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '') as { revision: number; steps: number[] }
    // Steps of another version are other steps.
    return new Set(kept.revision === revision ? kept.steps : [])
  } catch {
    return new Set()
  }
}
