import type { ImportedItem } from '../imported-item.ts'
import { tidyAddresses } from '../addresses.ts'
import { oneLine, pathOf, someLines, tagsOf } from '../tidy.ts'
import type { RowCells } from './map-rows.ts'

/** Bitwarden's CSV has logins and notes only; custom fields stand in one cell, a line `label: value` each. */
export function bitwardenRow(item: ImportedItem, { named }: RowCells): string | undefined {
  const type = named('type').trim().toLowerCase()
  if (type !== '' && type !== 'login' && type !== 'note') return `of the type "${oneLine(type, 30)}"`
  // The export drops which fields were hidden: all are taken for secrets.
  for (const line of someLines(named('fields'))
    .split('\n')
    .filter((each) => each.trim() !== '')) {
    const cut = line.indexOf(': ')
    item.fields.push({
      label: oneLine(cut > 0 ? line.slice(0, cut) : '', 80) || 'Field',
      kind: 'secret',
      value: cut > 0 ? line.slice(cut + 2) : line,
    })
  }
  // Several collections stand in one cell: the first is the folder, the others become tags.
  const [folder, ...others] = named('collections').split(',')
  if (others.length > 0 && folder !== undefined) {
    item.folder = pathOf(folder.split('/'))
    item.tags = tagsOf([...item.tags, ...others])
  }
  return undefined
}

/** KeePassXC begins every path with the database's own name: one folder around everything is none. */
export function keePassXcRow(item: ImportedItem): undefined {
  item.folder = item.folder.slice(1)
}

/** LastPass keeps notes, servers, keys and cards in the same table: the address is `http://sn` then, the rest is text. */
export function lastPassRow(item: ImportedItem, { named }: RowCells): string | undefined {
  const isNote = /^https?:\/\/sn\/?$/i.test(named('url').trim())
  if (/&(?:amp|lt|gt|quot|#39);/.test(item.password))
    item.cautions.push('Its password holds "&amp;" or the like: LastPass sometimes writes & < > that way. Try it once.')
  if (!isNote) return undefined
  item.addresses = []
  const lines = someLines(named('extra')).split('\n')
  const type = /^NoteType:(.*)$/.exec(lines[0] ?? '')?.[1]?.trim()
  if (type === undefined) return undefined
  if (personal.test(type)) return `a ${type.toLowerCase()}`
  takeApart(item, lines.slice(1))
  return undefined
}

const personal =
  /^(?:credit card|bank account|driver'?s license|passport|social security|address|health insurance|insurance|membership)$/i

/** `Hostname:10.0.0.1` lines; what follows `Notes:` is text to the end, and a key goes on over its lines. */
function takeApart(item: ImportedItem, lines: readonly string[]): void {
  const values = new Map<string, string>()
  let label = 'Notes'
  for (const line of lines) {
    const found = label === 'Notes' && values.has('Notes') ? null : /^([A-Z][\w .()/-]{0,40}):(.*)$/.exec(line)
    if (found?.[1] !== undefined && !insideKey(values.get(label))) {
      label = found[1]
      values.set(label, found[2] ?? '')
    } else values.set(label, [values.get(label), line].filter((part) => part !== undefined).join('\n'))
  }
  item.notes = ''
  for (const [name, value] of values) {
    if (value.trim() === '' || name === 'Language') continue
    const is = name.toLowerCase()
    if (is === 'notes') item.notes = value.trim()
    else if (is === 'username' && item.username === '') item.username = value
    else if (is === 'password' && item.password === '') item.password = value
    else if ((is === 'hostname' || is === 'url' || is === 'server') && item.addresses.length === 0) {
      const { addresses, fields, cautions } = tidyAddresses([value])
      item.addresses = addresses
      item.fields.push(...fields)
      item.cautions.push(...cautions)
    } else item.fields.push({ label: name, kind: value.includes('-----BEGIN') ? 'key' : kindOf(is), value })
  }
}

const insideKey = (value: string | undefined) =>
  value !== undefined && value.includes('-----BEGIN') && !/-----END[^\n]*-----/.test(value)

const kindOf = (label: string) => (/pass|key|secret|pin|code|token/.test(label) ? 'secret' : 'text')
