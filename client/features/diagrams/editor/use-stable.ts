import { useLayoutEffect, useState } from 'react'

type Handler = (...given: never[]) => unknown

/** Handlers that are the same functions for as long as the component lives, and do what the newest of them would do. */
export function useStable<Handlers extends object>(handlers: Handlers): Handlers {
  const [{ stable, follow }] = useState(() => stableOf(handlers))
  useLayoutEffect(() => follow(handlers))
  return stable
}

function stableOf<Handlers extends object>(first: Handlers) {
  let latest = first
  const entries = Object.keys(first).map((name) => [
    name,
    (...given: never[]) => (latest[name as keyof Handlers] as Handler)(...given),
  ])
  return {
    stable: Object.fromEntries(entries) as Handlers,
    follow: (handlers: Handlers) => {
      latest = handlers
    },
  }
}
