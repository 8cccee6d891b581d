import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/**
 * What a browser keeps in localStorage, for the command line: a small file of this user. The vault remembers in it how
 * much work a passphrase took, so that a server cannot ask for less later.
 */
export function pinStore(environment: NodeJS.ProcessEnv): Pick<Storage, 'getItem' | 'setItem'> {
  const state = environment['XDG_STATE_HOME'] || path.join(homedir(), '.local', 'state')
  const file = path.join(state, 'runkeep', 'profiles.json')
  return {
    getItem: (key) => {
      const value = read(file)[key]
      return typeof value === 'string' ? value : null
    },
    setItem(key, value) {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
      const draft = `${file}.${process.pid}`
      writeFileSync(draft, JSON.stringify({ ...read(file), [key]: value }), { mode: 0o600 })
      renameSync(draft, file)
    },
  }
}

function read(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch {
    return {}
  }
}
