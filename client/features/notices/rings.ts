import { useEffect, useEffectEvent } from 'react'

const listeners = new Set<() => void>()

/** There may be something new for this person: an access request, an answer to one. */
export function ring(): void {
  listeners.forEach((listener) => listener())
}

/** @returns how to end it. */
export function onRing(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** For pages whose list somebody else may change: look again when the bell rings. */
export function useRing(listener: () => void): void {
  const heard = useEffectEvent(listener)
  useEffect(() => onRing(() => heard()), [])
}
