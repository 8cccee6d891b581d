import { v7 as uuidv7 } from 'uuid'
import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import type { Connection } from '../connection.ts'
import { targetFinder } from './link-targets.ts'
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

  const finishAll = (referenceOf: (name: string) => string) => {
    const files: SentFile[] = []
    const rows = new Map<string, Row>()
    for (const draft of drafts.values()) {
      const ready = finished(draft, { id: uuidv7(), findTarget, referenceOf, titleOf })
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

    dryRun: () => [...finishAll(() => 'RB-…').rows.values(), ...folder.passed],

    async bring(connection, destination, onRows) {
      onRows(folder.passed)
      const references = await reserve(connection, destination, [...drafts.keys()])
      const { files, rows } = finishAll((name) => references.get(name) as string)
      onRows([...rows.values()].filter(({ outcome }) => outcome === 'refused'))
      await send(connection, destination, files, (results) =>
        onRows(
          results.map(({ path: name, reference, outcome, reason }) => {
            const row = rows.get(name) as Row
            return { ...row, outcome, reference, notes: [...(reason ? [reason] : []), ...row.notes] }
          }),
        ),
      )
    },
  }
}

function secretsIn(text: string): Pick<Row, 'secrets'> {
  const secrets = scanForSecrets(text).map(({ line, rule }) => ({ line, rule }))
  return secrets.length > 0 ? { secrets } : {}
}
