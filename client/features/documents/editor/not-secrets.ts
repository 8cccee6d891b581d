/**
 * What somebody said is no secret, in one document on this device. Of each only its rule and 16 bits are kept: enough to
 * know it again, and far too little to guess it by, should it have been one after all.
 */
const keyOf = (place: string) => `runkeep.no-secret.${place}`
const most = 200

/** @param place organization and document: `0195…/RB-14` */
export function notSecretsIn(place: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(place)) ?? '[]')
    return new Set(Array.isArray(kept) ? kept.filter((mark) => typeof mark === 'string') : [])
  } catch {
    return new Set()
  }
}

export function keepNotSecrets(place: string, marks: ReadonlySet<string>): void {
  try {
    if (marks.size === 0) localStorage.removeItem(keyOf(place))
    else localStorage.setItem(keyOf(place), JSON.stringify([...marks].slice(-most)))
  } catch {
    // Storage can be forbidden; it is then remembered as long as the page.
  }
}

/** A new document has its reference now. */
export function moveNotSecrets(from: string, to: string): void {
  if (from === to) return
  keepNotSecrets(to, notSecretsIn(from))
  keepNotSecrets(from, new Set())
}

/** FNV-1a, folded to 16 bits. */
export function markOf(rule: string, value: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < value.length; at++) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193)
  return `${rule}:${((hash >>> 16) ^ (hash & 0xffff)).toString(16)}`
}
