import { v7 as uuidv7 } from 'uuid'
import type { Reference } from '#contract/values.ts'
import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import type { Connection } from '../connection.ts'
import { fileFinder, targetFinder } from './link-targets.ts'
import { isPicture, placePictures, sendPictures, type Picture } from './pictures.ts'
import { draftsOf, finished, type SentFile } from './prepare.ts'
import { readFolder } from './read-folder.ts'
import type { Row } from './report.ts'
import { reserve, send, type Destination } from './send.ts'

/** A folder of Markdown, read and ready to be sent. */
export interface Source {
  /** The name of the folder: what names the import where nothing else is given. */
  name: string
  /** How many files can be brought. */
  count: number
  /** What would become of each file, without asking or changing anything. */
  dryRun(): Row[]
  /**
   * Brings the files. Rows arrive as files are settled, so that a report can be written whatever happens: files that
   * never got their turn have none.
   */
  bring(connection: Connection, destination: Destination, onRows: (rows: Row[]) => void): Promise<void>
}

/** @throws UsageError when there is no such folder. */
export function readSource(path: string): Source {
  const folder = readFolder(path)
  const drafts = new Map(draftsOf(folder.files).map((draft) => [draft.path, draft]))
  const findTarget = targetFinder(folder, [...drafts.keys()])
  const titleOf = (name: string) => drafts.get(name)?.title ?? ''
  // In the file as it lies there, so that its lines are those that an editor shows.
  const secrets = new Map(folder.files.map(({ path: name, text }) => [name, secretsIn(text)]))

  const findFile = fileFinder(folder)
  /** @param pictureOf the id of a picture of a text; without one it is not brought, and told. */
  const finishAll = (
    referenceOf: (name: string) => string,
    pictureOf: (from: string, picture: string) => string | undefined,
  ) => {
    const files: SentFile[] = []
    const rows = new Map<string, Row>()
    for (const draft of drafts.values()) {
      const inText = (href: string) => {
        const found = findFile(href, draft.path)
        return found !== undefined && isPicture(found) ? pictureOf(draft.path, found) : undefined
      }
      const ready = finished(draft, { id: uuidv7(), findTarget, referenceOf, titleOf, pictureOf: inText })
      const { path: name, title } = draft
      const found = secrets.get(name) ?? {}
      if ('why' in ready) rows.set(name, { path: name, outcome: 'refused', title, notes: [ready.why], ...found })
      else {
        files.push(ready.file)
        rows.set(name, { path: name, outcome: 'would bring', title: ready.file.title, notes: ready.notes, ...found })
      }
    }
    return { files, rows }
  }

  return {
    name: folder.name,
    count: drafts.size + folder.passed.filter(({ outcome }) => outcome === 'refused').length,

    dryRun: () => [...finishAll(() => 'RB-…', somePicture).rows.values(), ...folder.passed],

    async bring(connection, destination, onRows) {
      onRows(folder.passed)
      const references = await reserve(connection, destination, [...drafts.keys()])
      const wanted = new Map<string, string[]>()
      finishAll(
        () => 'RB-…',
        (from, picture) => (wanted.set(from, [...(wanted.get(from) ?? []), picture]), somePicture()),
      )
      const { slug } = destination
      const placed = new Map<string, Map<string, Picture>>()
      for (const [from, paths] of wanted) {
        const reference = references.get(from) as Reference
        placed.set(from, await placePictures(connection, slug, reference, folder.root, paths))
      }
      const { files, rows } = finishAll(
        (name) => references.get(name) as string,
        (from, picture) => placed.get(from)?.get(picture)?.id,
      )
      const withPictures: { reference: Reference; row: Row; pictures: Picture[] }[] = []
      onRows([...rows.values()].filter(({ outcome }) => outcome === 'refused'))
      const told = (row: Row, pictures: readonly Picture[], { reference }: { reference: Reference }) => {
        const isOpen = row.outcome !== 'kept' && pictures.some(({ isThere }) => !isThere)
        if (isOpen) withPictures.push({ reference, row, pictures: [...pictures] })
        return isOpen ? [] : [row]
      }
      try {
        await send(connection, destination, files, (results) =>
          onRows(
            results.flatMap((result) => {
              const { path: name, reference, outcome, reason } = result
              const row = rows.get(name) as Row
              const notes = [...(reason ? [reason] : []), ...row.notes]
              return told({ ...row, outcome, reference, notes }, [...(placed.get(name)?.values() ?? [])], result)
            }),
          ),
        )
        // A file is added to a document that is there.
        for (let next = withPictures.shift(); next; next = withPictures.shift()) {
          const { reference, row, pictures } = next
          try {
            const notes = await sendPictures(connection, slug, reference, folder.root, pictures)
            onRows([{ ...row, notes: [...row.notes, ...notes] }])
          } catch (error) {
            onRows([{ ...row, notes: [...row.notes, 'Its pictures did not all arrive: run it again'] }])
            throw error
          }
        }
      } finally {
        onRows(
          withPictures.map(({ row }) => ({
            ...row,
            notes: [...row.notes, 'Its pictures did not arrive: run it again'],
          })),
        )
      }
    },
  }
}

/** In place of an id, where nothing is sent. */
const somePicture = () => '00000000-0000-7000-8000-000000000000'

function secretsIn(text: string): Pick<Row, 'secrets'> {
  const secrets = scanForSecrets(text).map(({ line, rule }) => ({ line, rule }))
  return secrets.length > 0 ? { secrets } : {}
}
