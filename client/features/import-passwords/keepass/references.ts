import { ByteUtils, type Kdbx, type KdbxEntry } from 'kdbxweb'
import { textOf } from './fields.ts'

/** Puts in place of `{REF:P@I:…}` what stands in the entry that it names; undefined where that cannot be found. */
export type Resolve = (written: string) => string | undefined

const wanted: Readonly<Record<string, string>> = { T: 'Title', U: 'UserName', P: 'Password', A: 'URL', N: 'Notes' }
const reference = /\{REF:([TUPANI])@I:([0-9A-F]{32})\}/gi
const mostSteps = 10

/**
 * Field references of KeePass, by the id of the entry, as its own dialog writes them.
 * Source: https://keepass.info/help/base/fieldrefs.html
 */
export function resolverOf(kdbx: Kdbx): Resolve {
  const byId = new Map<string, KdbxEntry>()
  for (const entry of kdbx.getDefaultGroup().allEntries()) byId.set(hexOf(entry), entry)
  const resolve = (written: string, steps: number): string | undefined => {
    if (!/\{REF:/i.test(written)) return written
    if (steps === 0 || written.length > 10_000) return undefined
    const missing = '\uFFFF'
    const put = written.replace(reference, (_, field: string, id: string) => {
      const entry = byId.get(id.toUpperCase())
      const name = wanted[field.toUpperCase()]
      if (entry === undefined || name === undefined) return missing
      return resolve(textOf(entry.fields.get(name)), steps - 1) ?? missing
    })
    return put.includes(missing) || /\{REF:/i.test(put) ? undefined : put
  }
  return (written) => resolve(written, mostSteps)
}

const hexOf = ({ uuid }: KdbxEntry) => ByteUtils.bytesToHex(uuid.bytes).toUpperCase()
