import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../failures.ts'
import type { Row } from './report.ts'

/** Markdown as it was found. `path` is from the folder, with `/`, in Unicode's composed form (NFC). */
export interface SourceFile {
  path: string
  text: string
}

export interface SourceFolder {
  /** The name that the folder has itself. */
  name: string
  /** Where it is on this machine. */
  root: string
  /** In the order of their paths. */
  files: SourceFile[]
  /** Paths of all that is there, brought or not. */
  present: Set<string>
  /** Symbolic links to files of the same folder, and where they lead. */
  aliases: Map<string, string>
  /** A row for everything that is passed over, with why. */
  passed: Row[]
}

const markdownNames = /\.(?:md|markdown|mdown|mkd)$/i
/** Four bytes for each of the 200,000 characters that a document takes; what is longer is not read. */
const mostBytes = 800_000
const mostFiles = 20_000

/**
 * Reads a folder and those below it. Symbolic links are never followed, so nothing outside of it is read; hidden files
 * and folders are left alone.
 * @throws UsageError when there is no such folder.
 */
export function readFolder(given: string): SourceFolder {
  const root = rootOf(given)
  const folder: SourceFolder = {
    name: path.basename(root),
    root,
    files: [],
    present: new Set(),
    aliases: new Map(),
    passed: [],
  }
  const waiting = ['']
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const entry of entriesOf(root, at, folder)) {
      const onDisk = at ? `${at}/${entry.name}` : entry.name
      const name = onDisk.normalize('NFC')
      const pass = (why: string) => folder.passed.push({ path: name, outcome: 'skipped', notes: [why] })
      if (entry.name.startsWith('.')) pass(entry.isDirectory() ? 'Hidden folder' : 'Hidden file')
      else if (entry.isSymbolicLink()) pass(noteLink(root, onDisk, folder))
      else if (entry.isDirectory()) waiting.push(onDisk)
      else if (!entry.isFile()) pass('Not a file')
      else {
        folder.present.add(name)
        if (!markdownNames.test(name)) pass('Not Markdown')
        else take(root, onDisk, folder)
      }
      if (folder.present.size > mostFiles) throw new UsageError(`More than ${mostFiles} files are in ${given}.`)
    }
  }
  folder.files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return folder
}

function rootOf(given: string): string {
  try {
    const root = realpathSync(given)
    if (statSync(root).isDirectory()) return root
  } catch {
    // Said below.
  }
  throw new UsageError(`There is no folder ${given}.`)
}

function entriesOf(root: string, at: string, folder: SourceFolder) {
  try {
    return readdirSync(path.join(root, at), { withFileTypes: true })
  } catch (error) {
    folder.passed.push({ path: at, outcome: 'refused', notes: [`The folder could not be read: ${codeOf(error)}`] })
    return []
  }
}

/** @returns why it is not followed. */
function noteLink(root: string, at: string, folder: SourceFolder): string {
  try {
    const target = realpathSync(path.join(root, at))
    const inside = path.relative(root, target)
    if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) {
      return 'Symbolic link out of the folder: not followed'
    }
    if (statSync(target).isDirectory()) return 'Symbolic link to a folder: not followed'
    const leadsTo = inside.split(path.sep).join('/').normalize('NFC')
    folder.aliases.set(at.normalize('NFC'), leadsTo)
    return `Symbolic link: the same as ${leadsTo}`
  } catch {
    return 'Symbolic link that leads nowhere'
  }
}

function take(root: string, at: string, folder: SourceFolder): void {
  const name = at.normalize('NFC')
  const read = readText(path.join(root, at))
  if ('text' in read) folder.files.push({ path: name, text: read.text })
  else folder.passed.push({ path: name, outcome: 'refused', notes: [read.why] })
}

function readText(file: string): { text: string } | { why: string } {
  let bytes: Buffer
  try {
    // NOFOLLOW and NONBLOCK: what has become a link or a pipe since it was listed is neither followed nor waited for.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const { size } = fstatSync(descriptor)
      if (size > mostBytes) return { why: `Too large: ${size.toLocaleString('en')} bytes` }
      bytes = readFileSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    return { why: `Could not be read: ${codeOf(error)}` }
  }
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2))) return { why: 'UTF-16: save it as UTF-8' }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { why: 'Not UTF-8: save it as UTF-8' }
  }
  if (text.includes('\u0000')) return { why: 'Not a text: it has NUL characters in it' }
  if (text.trim() === '') return { why: 'Empty' }
  // One kind of line end, as the editor writes it: otherwise the first save would change every line.
  return { text: text.replace(/\r\n?/g, '\n') }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error)
