import { hostOf } from '../host-of.ts'
import type { ImportedItem } from '../imported-item.ts'

/** What the vault has already, as far as the person can see it. */
export interface ExistingCredential {
  reference: string
  title: string
  addresses: readonly string[]
  /** Absent where it may not be opened, or was not asked for. */
  username?: string
}

export interface Likeness {
  reference: string
  /** `same`: nothing tells them apart. `similar`: the same way in, under another name. */
  how: 'same' | 'similar'
}

const mostCompared = 200

/** Finds what is like an item in the vault. Built once for all items. */
export function existingLike(
  existing: readonly ExistingCredential[],
): (item: ImportedItem, title: string) => Likeness | undefined {
  const byTitle = grouped(existing, ({ title }) => [folded(title)])
  const byLogin = grouped(existing, ({ addresses, username }) => loginKeys(addresses, username ?? ''))
  return (item, title) => {
    const same = byTitle.get(folded(title))?.find((each) => isNotOther(item, each))
    if (same) return { reference: same.reference, how: 'same' }
    const similar = loginKeys(item.addresses, item.username).flatMap((key) => byLogin.get(key) ?? [])[0]
    return similar && { reference: similar.reference, how: 'similar' }
  }
}

/** Under the same name: another user name, or addresses that have no host in common, make it another. */
function isNotOther(item: ImportedItem, { username, addresses }: ExistingCredential): boolean {
  if (username !== undefined && folded(username) !== folded(item.username)) return false
  const [mine, theirs] = [hosts(item.addresses), hosts(addresses)]
  return mine.length === 0 || theirs.length === 0 || mine.some((host) => theirs.includes(host))
}

/** Existing ones of which the name alone does not say which is meant: their usernames are worth opening. */
export function needingUsername(
  items: readonly ImportedItem[],
  existing: readonly ExistingCredential[],
): ExistingCredential[] {
  const usernames = new Map<string, Set<string>>()
  for (const { title, username } of items) {
    const key = folded(title)
    const seen = usernames.get(key) ?? new Set()
    usernames.set(key, seen.add(folded(username)))
  }
  const byTitle = grouped(existing, ({ title }) => [folded(title)])
  return existing.filter(({ title, username }) => {
    const key = folded(title)
    const inFile = usernames.get(key)?.size ?? 0
    return username === undefined && inFile > 0 && (inFile > 1 || (byTitle.get(key)?.length ?? 0) > 1)
  })
}

/** What is twice in the file: `same` to the last secret, or `other` where only something inside differs. */
export function twiceIn(
  items: readonly ImportedItem[],
  titles: readonly string[],
): ({ place: string; how: 'same' | 'other' } | undefined)[] {
  const wholes = new Map<string, string>()
  const faces = new Map<string, string>()
  return items.map((item, index) => {
    const face = JSON.stringify([folded(titles[index] ?? ''), folded(item.username), hosts(item.addresses)])
    const { password, totp, notes } = item
    const fields = item.fields.map(({ label, value }) => [label, value])
    const whole = JSON.stringify([face, password, totp, notes, fields, item.addresses.toSorted()])
    const [same, other] = [wholes.get(whole), faces.get(face)]
    if (same === undefined) wholes.set(whole, item.place)
    if (other === undefined) faces.set(face, item.place)
    if (same !== undefined) return { place: same, how: 'same' }
    return other === undefined ? undefined : { place: other, how: 'other' }
  })
}

const folded = (text: string) => text.normalize('NFKC').trim().toLowerCase()

const hosts = (addresses: readonly string[]) =>
  [...new Set(addresses.map((each) => hostOf(each) ?? folded(each)))].sort()

const loginKeys = (addresses: readonly string[], username: string) =>
  username === '' ? [] : hosts(addresses).map((host) => JSON.stringify([host, folded(username)]))

function grouped<Thing>(things: readonly Thing[], keysOf: (thing: Thing) => readonly string[]): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>()
  for (const thing of things)
    for (const key of keysOf(thing)) {
      const group = groups.get(key)
      if (!group) groups.set(key, [thing])
      else if (group.length < mostCompared) group.push(thing)
    }
  return groups
}
