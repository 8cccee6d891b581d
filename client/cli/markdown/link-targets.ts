import path from 'node:path/posix'
import type { SourceFolder } from './read-folder.ts'

/** Where a link leads, seen from one file of the folder. */
export type Target =
  /** To another server, another place in the same text: nothing to do with the folder. */
  | { leadsTo: 'elsewhere' }
  | { leadsTo: 'document'; path: string; section: string | undefined }
  | { leadsTo: 'nothing'; why: string }

export type FindTarget = (href: string, from: string) => Target

/** Files that stand for their folder. */
const folderPages = ['readme.md', 'index.md', '_index.md', 'readme.markdown', 'index.markdown']

/** @param brought paths of the files that become documents. */
export function targetFinder(folder: SourceFolder, brought: readonly string[]): FindTarget {
  const byName = new Map<string, string>()
  // Whoever writes on Windows or a Mac may not notice the case; of two names that differ only by it, neither is meant.
  for (const name of brought) byName.set(name.toLowerCase(), byName.has(name.toLowerCase()) ? '' : name)
  const exact = new Set(brought)
  const folders = new Set([...folder.present].flatMap(parents))

  const documentAt = (name: string): string | undefined => {
    const meant = folder.aliases.get(name) ?? name
    return exact.has(meant) ? meant : byName.get(meant.toLowerCase()) || undefined
  }

  const documentFor = (name: string): string | undefined => {
    const inside = name === '.' ? '' : `${name}/`
    const candidates = [name, `${name}.md`, ...folderPages.map((page) => inside + page)]
    return candidates.map(documentAt).find((document) => document !== undefined)
  }

  return (href, from) => {
    const { place, section } = parts(href)
    if (place === undefined) return { leadsTo: 'elsewhere' }
    const name = path.normalize(place.startsWith('/') ? `.${place}` : path.join(path.dirname(from), place))
    if (name === '..' || name.startsWith('../')) return { leadsTo: 'nothing', why: 'out of the folder' }
    const plain = name.replace(/\/$/, '')
    // Some write every path from the top, whichever file they stand in.
    const found = documentFor(plain) ?? documentFor(path.normalize(place).replace(/\/$/, ''))
    if (found) return { leadsTo: 'document', path: found, section }
    if (folder.present.has(plain)) return { leadsTo: 'nothing', why: 'not brought' }
    if (folders.has(plain)) return { leadsTo: 'nothing', why: 'a folder without a README' }
    return { leadsTo: 'nothing', why: 'not there' }
  }
}

/** The path of a file of the folder that a picture leads to; undefined for all that lies elsewhere or is not there. */
export function fileFinder(folder: SourceFolder): (href: string, from: string) => string | undefined {
  return (href, from) => {
    const { place } = parts(href)
    if (place === undefined) return undefined
    const name = path.normalize(place.startsWith('/') ? `.${place}` : path.join(path.dirname(from), place))
    const wished = [name, path.normalize(place)].map((each) => each.replace(/\/$/, ''))
    return wished.find((each) => !each.startsWith('../') && folder.present.has(each))
  }
}

/** `place` is a path; undefined where the link leads elsewhere. */
function parts(href: string): { place: string | undefined; section: string | undefined } {
  const written = href
    .replace(/^<(.*)>$/, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&amp;', '&')
    .trim()
  if (written === '' || /^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(written)) return { place: undefined, section: undefined }
  const [before = '', ...after] = written.split('#')
  const place = decoded(before.split('?')[0] as string).replaceAll('\\', '/')
  return { place: place.normalize('NFC') || undefined, section: after.join('#') || undefined }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parents(name: string): string[] {
  const above = path.dirname(name)
  return above === '.' ? [] : [above, ...parents(above)]
}
