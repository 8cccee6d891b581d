import type { CsvFormat } from '../formats.ts'
import { bitwardenRow, keePassXcRow, lastPassRow } from './refine.ts'
import type { Refine } from './map-rows.ts'
import type { ColumnRole, CsvMapping } from './mapping.ts'

interface KnownCsv {
  format: CsvFormat
  /** Columns that only this format has together; small letters. */
  tellsBy: readonly string[]
  roles: Readonly<Record<string, ColumnRole>>
  folderSeparator: CsvMapping['folderSeparator']
  refine?: Refine
}

/** Read from the top: the first whose columns are all there. */
const known: readonly KnownCsv[] = [
  {
    format: 'bitwarden-csv',
    tellsBy: ['type', 'name', 'login_username', 'login_password'],
    roles: {
      folder: 'folder',
      collections: 'folder',
      name: 'title',
      notes: 'notes',
      login_uri: 'address',
      login_username: 'username',
      login_password: 'password',
      login_totp: 'totp',
    },
    folderSeparator: '/',
    refine: bitwardenRow,
  },
  {
    format: 'lastpass-csv',
    tellsBy: ['url', 'username', 'password', 'extra', 'name', 'grouping'],
    roles: {
      url: 'address',
      username: 'username',
      password: 'password',
      totp: 'totp',
      extra: 'notes',
      name: 'title',
      grouping: 'folder',
    },
    folderSeparator: '\\',
    refine: lastPassRow,
  },
  {
    format: 'keepassxc-csv',
    tellsBy: ['group', 'title', 'username', 'password', 'url'],
    roles: {
      group: 'folder',
      title: 'title',
      username: 'username',
      password: 'password',
      url: 'address',
      notes: 'notes',
      totp: 'totp',
      'last modified': 'changed',
      created: 'created',
      tags: 'tags',
    },
    folderSeparator: '/',
    refine: keePassXcRow,
  },
  {
    format: 'firefox-csv',
    tellsBy: ['url', 'username', 'password', 'httprealm', 'formactionorigin'],
    roles: {
      url: 'address',
      username: 'username',
      password: 'password',
      timecreated: 'created',
      timepasswordchanged: 'password-changed',
    },
    folderSeparator: '',
  },
  {
    format: 'itflow-csv',
    tellsBy: ['name', 'description', 'username', 'password', 'totp', 'uri'],
    roles: {
      name: 'title',
      description: 'notes',
      username: 'username',
      password: 'password',
      totp: 'totp',
      uri: 'address',
    },
    folderSeparator: '',
  },
  {
    format: '1password-csv',
    tellsBy: ['title', 'url', 'username', 'password', 'favorite', 'tags'],
    roles: {
      title: 'title',
      url: 'address',
      username: 'username',
      password: 'password',
      otpauth: 'totp',
      tags: 'tags',
      notes: 'notes',
    },
    folderSeparator: '',
  },
  {
    format: 'safari-csv',
    tellsBy: ['title', 'url', 'username', 'password', 'otpauth'],
    roles: {
      title: 'title',
      url: 'address',
      username: 'username',
      password: 'password',
      notes: 'notes',
      otpauth: 'totp',
    },
    folderSeparator: '',
  },
  {
    format: 'chrome-csv',
    tellsBy: ['name', 'url', 'username', 'password'],
    roles: { name: 'title', url: 'address', username: 'username', password: 'password', note: 'notes' },
    folderSeparator: '',
  },
]

export interface CsvReading {
  mapping: CsvMapping
  refine?: Refine
}

/** By the names of the columns; undefined for a table that nobody has told us of. */
export function knownCsv(header: readonly string[]): (CsvReading & { format: CsvFormat }) | undefined {
  const names = namesIn(header)
  const found = known.find(({ tellsBy, roles }) => {
    // A stranger's column may hold anything: the person maps such a table.
    const isKnown = (name: string) => Object.hasOwn(roles, name) || passedOver.has(name)
    return tellsBy.every((name) => names.includes(name)) && names.every(isKnown)
  })
  return found && { format: found.format, ...readingOf(found, names) }
}

/** How to read a table of the format that the person says it is; undefined where its columns are not there. */
export function readingAs(format: CsvFormat, header: readonly string[]): CsvReading | undefined {
  const names = namesIn(header)
  const found = known.find((each) => each.format === format)
  return found?.tellsBy.every((name) => names.includes(name)) ? readingOf(found, names) : undefined
}

const namesIn = (header: readonly string[]) => header.map((name) => name.trim().toLowerCase())

/** Columns that the format does not have are kept as secret fields. */
function readingOf({ roles, folderSeparator, refine }: KnownCsv, names: readonly string[]): CsvReading {
  const roleOf = (name: string): ColumnRole =>
    (Object.hasOwn(roles, name) ? roles[name] : undefined) ?? (passedOver.has(name) ? 'skip' : 'secret')
  return { mapping: { hasHeader: true, roles: names.map(roleOf), folderSeparator }, ...(refine && { refine }) }
}

/** Columns that say nothing about a credential. */
const passedOver = new Set([
  '',
  'favorite',
  'fav',
  'type',
  'fields',
  'reprompt',
  'archived',
  'archiveddate',
  'archived date',
  'icon',
  'guid',
  'httprealm',
  'formactionorigin',
  'timelastused',
])
