import { useState } from 'react'

/** Some of many. Everything is picked until somebody leaves something out. */
export interface Picked {
  ids: readonly string[]
  has: (id: string) => boolean
  toggle: (id: string) => void
  setAll: (isOn: boolean) => void
}

export function usePicked(all: readonly string[], isAllAtFirst = true): Picked {
  const [others, setOthers] = useState<ReadonlySet<string>>(new Set())
  const [isAll, setAll] = useState(isAllAtFirst)
  const has = (id: string) => others.has(id) !== isAll
  return {
    ids: all.filter(has),
    has,
    toggle: (id) => {
      const next = new Set(others)
      if (!next.delete(id)) next.add(id)
      setOthers(next)
    },
    setAll: (isOn) => {
      setAll(isOn)
      setOthers(new Set())
    },
  }
}
