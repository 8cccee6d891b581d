/** Once the page has come to rest, at the latest after 3 s. Safari has no `requestIdleCallback`. @returns takes it back. */
export function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(act, { timeout: 3_000 })
    return () => cancelIdleCallback(id)
  }
  const id = setTimeout(act, 1_000)
  return () => clearTimeout(id)
}
