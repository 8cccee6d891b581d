import { v7 as uuidv7 } from 'uuid'
import type { Drawing } from '#contract/diagrams.ts'
import { labelOf } from '#contract/diagrams/twin.ts'
import { DrawioError } from '../drawio/drawio-error.ts'
import type { LeftOut } from '../drawio/left-out.ts'
import { readInWorker } from '../drawio/read-in-worker.ts'
import type { DrawioPage } from '../drawio/read-drawio.ts'
import { secretScanner } from '../../documents/secret-scanner.ts'

/** One diagram that may come: a page of a draw.io file, or a file as it is. */
export interface Entry {
  /** Of the document that it becomes: sending it again makes no second one. */
  id: string
  file: File
  /** Its page in draw.io; empty where there are no several. */
  page: string
  title: string
  what: { is: 'drawing'; drawing: Drawing } | { is: 'file'; size: Size | undefined } | { is: 'problem' }
  /** Sentences on what does not come, or comes otherwise. */
  left: readonly Pick<LeftOut, 'words' | 'names'>[]
  /** Why it cannot come as a drawing. */
  problem: string | undefined
  /** Where something looks like a secret: "fw-01: looks like a password". */
  secrets: readonly string[]
  isChosen: boolean
}

export interface Size {
  width: number
  height: number
}

/** What would come of a file. Nothing is sent. @param slug of the organization that it would come to */
export async function entriesOf(file: File, slug: string, signal: AbortSignal): Promise<Entry[]> {
  const size = await sizeOfPicture(file)
  if (!mayBeDrawio(file)) return [fileEntry(file, size, undefined)]
  try {
    const pages = await readInWorker(file, signal)
    return await Promise.all(pages.map((page) => pageEntry(file, page, pages.length > 1, slug)))
  } catch (error) {
    if (!(error instanceof DrawioError) || error.code === 'stopped') throw error
    // A picture, or anything else that is not draw.io's, is kept as it is; what claims to be draw.io's is said to be broken.
    if (error.code === 'not-drawio' && !/\.(?:drawio|dio|xml)$/i.test(file.name))
      return [fileEntry(file, size, undefined)]
    return [{ ...fileEntry(file, size, error.message), what: { is: 'problem' }, isChosen: false }]
  }
}

/** The file itself is the diagram: a picture lies under hot-spots, anything else is taken from the page. */
export const asFile = (entry: Entry): Entry => ({ ...entry, what: { is: 'file', size: undefined }, isChosen: true })

const mayBeDrawio = ({ name, type }: File): boolean =>
  /\.(?:drawio|dio|xml|svg|png)$/i.test(name) || /xml|svg|png/.test(type)

const fileEntry = (file: File, size: Size | undefined, problem: string | undefined): Entry => ({
  id: uuidv7(),
  file,
  page: '',
  title:
    file.name
      .replace(/\.[^.]{1,8}$/, '')
      .replace(/[\s_]+/g, ' ')
      .trim()
      .slice(0, 200) || 'Diagram',
  what: { is: 'file', size },
  left: [],
  problem,
  secrets: [],
  isChosen: true,
})

async function pageEntry(file: File, page: DrawioPage, hasPages: boolean, slug: string): Promise<Entry> {
  const { title, drawing, problem, left, organization } = page
  const head = { ...fileEntry(file, undefined, problem), page: hasPages ? page.name : '', title }
  if (!drawing) return { ...head, what: { is: 'problem' }, isChosen: false, left }
  const isOurs = organization === undefined || organization === slug
  const own = isOurs ? drawing : withoutBindings(drawing)
  const lost = isOurs ? 0 : boundIn(drawing)
  const notes =
    lost > 0
      ? [{ words: 'It was drawn in another organization: what its devices were bound to stays there', names: [] }]
      : []
  return { ...head, what: { is: 'drawing', drawing: own }, left: [...notes, ...left], secrets: await secretsIn(own) }
}

const boundIn = ({ devices, groups }: Drawing): number =>
  [...devices, ...groups].reduce((sum, { bound }) => sum + bound.length, 0)

/** References count in each organization anew: there they would name something else. */
const withoutBindings = (drawing: Drawing): Drawing => ({
  ...drawing,
  devices: drawing.devices.map((device) => ({ ...device, bound: [] })),
  groups: drawing.groups.map((group) => ({ ...group, bound: [] })),
})

const mostSecrets = 10

/** Never the secret itself: where it is, and what it looks like. */
export async function secretsIn(drawing: Drawing): Promise<string[]> {
  const scanner = await secretScanner()
  if (!scanner) return []
  const texts: [string, string][] = [
    ['The notes', drawing.notes],
    ...[...drawing.devices, ...drawing.groups].map((element): [string, string] => [
      shortName(labelOf(element)),
      [element.label, ...element.addresses, element.notes].join('\n'),
    ]),
    ...drawing.links.map((link): [string, string] => [
      'A link',
      [link.label, link.speed, link.fromPort, link.toPort, link.notes].join('\n'),
    ]),
  ]
  const found = texts.flatMap(([where, text]) => {
    const [match] = scanner.scanForSecrets(text)
    // What looks like a secret is not repeated as the place of itself.
    return match ? [`${scanner.scanForSecrets(where).length > 0 ? 'A label' : where}: looks like ${match.label}`] : []
  })
  const unique = [...new Set(found)]
  return unique.length > mostSecrets
    ? [...unique.slice(0, mostSecrets), `and ${unique.length - mostSecrets} more`]
    : unique
}

const shortName = (label: string): string =>
  label.length > 40 ? `${label.slice(0, 39).replace(/\p{Surrogate}$/u, '')}…` : label

/** In pixels, at most 1,600 wide or high: as large as pictures are shown here. */
async function sizeOfPicture(file: File): Promise<Size | undefined> {
  if (!/^image\/(?:png|jpeg|webp|gif)$/.test(file.type)) return undefined
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, 1_600 / Math.max(picture.width, picture.height))
    const size = {
      width: Math.max(4, Math.round(picture.width * scale)),
      height: Math.max(4, Math.round(picture.height * scale)),
    }
    picture.close()
    return size
  } catch {
    return undefined
  }
}
