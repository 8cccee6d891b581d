import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openFiles } from '../../server/platform/files.ts'
import { jsonLog } from '../../server/platform/log.ts'
import { openPictures, type Pictures } from '../../server/platform/pictures.ts'
import { endings } from './endings.ts'

interface Room {
  folder: string
  pictures: Pictures
}
let room: Room | undefined
let count = 0

/** For all tests of a file. Benchmarks and fault tests use the cast outside of a test runner: gone when they end. */
function theRoom(): Room {
  if (room) return room
  const folder = path.join(tmpdir(), `runkeep-files-${randomUUID()}`)
  const pictures = openPictures(jsonLog('silent', () => {}))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  endings.push(() => {
    process.off('exit', remove)
    pictures.stop()
    remove()
    room = undefined
  })
  room = { folder, pictures }
  return room
}

/** Where a vault in memory keeps its files: a folder of its own, made when the first file comes. */
export function aFileRoom() {
  const { folder, pictures } = theRoom()
  return { files: openFiles(path.join(folder, String((count += 1)))), pictures }
}
