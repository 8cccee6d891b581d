import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { openFiles } from '../../server/platform/files.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { openPictures } from '../../server/platform/pictures.ts'

const room = path.join(tmpdir(), `runkeep-files-${randomUUID()}`)
const pictures = openPictures(jsonLog('silent', () => {}))
let count = 0

try {
  afterAll(() => {
    pictures.stop()
    rmSync(room, { recursive: true, force: true })
  })
} catch {
  // Benchmarks and fault tests use the cast outside of a test runner.
  process.once('exit', () => rmSync(room, { recursive: true, force: true }))
}

/** Where a vault in memory keeps its files: a folder of its own, made when the first file comes. */
export const aFileRoom = () => ({ files: openFiles(path.join(room, String((count += 1)))), pictures })
