import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '../../..')

/** Sixteen characters that change whenever a file in these places does. @param without names of folders left out. */
export function fingerprint(places: readonly string[], without?: RegExp): string {
  const hash = createHash('sha256')
  const read = (place: string): void => {
    if (!statSync(place).isDirectory()) return void hash.update(path.relative(root, place)).update(readFileSync(place))
    for (const name of readdirSync(place).sort()) if (!without?.test(name)) read(path.join(place, name))
  }
  places.forEach((place) => read(path.join(root, place)))
  return hash.digest('hex').slice(0, 16)
}
