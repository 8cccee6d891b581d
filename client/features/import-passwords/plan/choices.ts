/** A collection that is there, or one to be made under this name. */
export type CollectionTarget = { id: string } | { newName: string }

export interface ImportChoices {
  /** What becomes of the outermost folder: its inner ones are tags in either case; `none` drops them all. */
  folders: 'collections' | 'tags' | 'none'
  /** For everything whose folder has no collection of its own. */
  collection: CollectionTarget
  /** By outermost folder, see `folderKey`; only with `collections`. */
  collectionOf: ReadonlyMap<string, CollectionTarget>
  /** Of entries that are in the vault already, by the look of them. */
  duplicates: 'skip' | 'bring'
  /** Names that the person gave, and entries that the person took out, by the index of the item. */
  names: ReadonlyMap<number, string>
  excluded: ReadonlySet<number>
}

/** One key for `Network` and `network `. */
export const folderKey = (folder: string): string => folder.normalize('NFKC').trim().toLowerCase()

/** The outermost folders in the order in which they come, with how many entries each holds. */
export function outermostFolders(
  items: readonly { folder: readonly string[] }[],
): { key: string; name: string; count: number }[] {
  const found = new Map<string, { key: string; name: string; count: number }>()
  for (const { folder } of items) {
    const [name] = folder
    if (name === undefined) continue
    const key = folderKey(name)
    const seen = found.get(key) ?? { key, name, count: 0 }
    seen.count++
    found.set(key, seen)
  }
  return [...found.values()]
}

/** Folders go to the collections that are called like them; the rest to new ones, where the person may make any. */
export function proposeCollections(
  folders: readonly { key: string; name: string }[],
  collections: readonly { id: string; name: string }[],
  mayMake: boolean,
): Map<string, CollectionTarget> {
  const byName = new Map(collections.map(({ id, name }) => [folderKey(name), id]))
  return new Map(
    folders.flatMap(({ key, name }): [string, CollectionTarget][] => {
      const id = byName.get(key)
      if (id !== undefined) return [[key, { id }]]
      return mayMake ? [[key, { newName: name }]] : []
    }),
  )
}
