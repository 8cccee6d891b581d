import { type KdbxEntry, ProtectedValue } from 'kdbxweb'
import type { ImportedItem } from '../imported-item.ts'
import { limits } from '../limits.ts'
import { oneLine, sizeWords } from '../tidy.ts'

/** Private keys among the attachments become key fields; other attachments stay behind and are named. */
export function putAttachments(item: ImportedItem, entry: KdbxEntry): void {
  for (const [name, attached] of entry.binaries) {
    const value = 'hash' in attached ? attached.value : attached
    const bytes = value instanceof ProtectedValue ? value.getBinary() : new Uint8Array(value)
    const key = keyIn(bytes)
    const label = oneLine(name, limits.folder) || 'Attachment'
    if (key !== undefined && item.fields.length < limits.fields) item.fields.push({ label, kind: 'key', value: key })
    else item.notCarried.push(`attachment ${label} (${sizeWords(bytes.byteLength)})`)
  }
}

function keyIn(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength > limits.keyAttachmentBytes) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /^-----BEGIN [A-Z0-9 ]+-----/m.test(text) || text.startsWith('PuTTY-User-Key-File-') ? text : undefined
  } catch {
    return undefined
  }
}
