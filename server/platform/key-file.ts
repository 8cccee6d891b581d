import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'

const keyBytes = 32

/**
 * A random key in a file of its own, readable by nobody else and never in the database: a copy of the database alone
 * does not have it. Made when it is first needed. Only the process that has the data folder may call this.
 * @returns 32 bytes, and whether they were made just now.
 * @throws Error with a plain sentence for a file that holds something else: nothing is put in its place.
 */
export function keyFromFile(file: string): { key: Uint8Array; isNew: boolean } {
  if (!existsSync(file)) return { key: makeKey(file), isNew: true }
  const key = readFileSync(file)
  if (key.length !== keyBytes) {
    throw new Error(`${file} is damaged: a key has ${keyBytes} bytes, this has ${key.length}. Put its backup in place.`)
  }
  chmodSync(file, 0o600)
  return { key, isNew: false }
}

/** It is on the disk, whole, before anything is sealed under it. */
function makeKey(file: string): Uint8Array {
  const key = randomBytes(keyBytes)
  const draft = `${file}.new`
  const descriptor = openSync(draft, 'w', 0o600)
  try {
    writeSync(descriptor, key)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(draft, file)
  settleFolder(path.dirname(file))
  return key
}

/** Makes the rename outlive a power loss. Windows knows no such thing. */
function settleFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
