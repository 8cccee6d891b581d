/** What a column of a CSV file is brought as. `text`, `secret` and `key` become fields called like the column. */
export const columnRoles = [
  'title',
  'username',
  'password',
  'totp',
  'address',
  'notes',
  'folder',
  'tags',
  'created',
  'changed',
  'password-changed',
  'text',
  'secret',
  'key',
  'skip',
] as const
export type ColumnRole = (typeof columnRoles)[number]

export interface CsvMapping {
  /** Whether the first row names the columns; otherwise it is brought like the others. */
  hasHeader: boolean
  /** One for each column, from the left. */
  roles: ColumnRole[]
  /** What parts a folder from the one in it; empty where folders hold no folders. */
  folderSeparator: '/' | '\\' | ''
}

/** Roles that several columns may have. */
export const isRepeatable = (role: ColumnRole): boolean =>
  ['address', 'notes', 'text', 'secret', 'key', 'skip'].includes(role)

/** Names of columns that people and programs use, in small letters without spaces and punctuation. */
const usual: Readonly<Partial<Record<ColumnRole, readonly string[]>>> = {
  title: ['title', 'name', 'account', 'item', 'itemname', 'system', 'device', 'titel', 'bezeichnung', 'nom', 'nombre'],
  username: [
    'username',
    'user',
    'login',
    'loginname',
    'userid',
    'loginusername',
    'email',
    'benutzername',
    'benutzer',
    'identifiant',
    'usuario',
  ],
  password: [
    'password',
    'pass',
    'pwd',
    'loginpassword',
    'passwort',
    'kennwort',
    'motdepasse',
    'contraseña',
    'wachtwoord',
  ],
  totp: ['totp', 'otp', 'otpauth', 'otpsecret', 'totpsecret', 'logintotp', '2fa', 'mfa', 'twofactor', 'authenticator'],
  address: [
    'url',
    'uri',
    'urls',
    'uris',
    'website',
    'websites',
    'web',
    'loginuri',
    'loginurl',
    'address',
    'link',
    'host',
    'hostname',
    'ip',
    'ipaddress',
    'server',
  ],
  notes: ['notes', 'note', 'comments', 'comment', 'extra', 'description', 'remarks', 'notizen', 'bemerkung', 'notas'],
  folder: [
    'folder',
    'group',
    'grouping',
    'collection',
    'collections',
    'vault',
    'category',
    'path',
    'ordner',
    'gruppe',
    'dossier',
    'carpeta',
  ],
  tags: ['tags', 'tag', 'labels', 'label'],
  created: ['created', 'createdat', 'creationtime', 'timecreated', 'datecreated'],
  changed: ['changed', 'modified', 'lastmodified', 'updated', 'updatedat', 'lastupdated', 'modificationtime'],
  'password-changed': ['passwordchanged', 'timepasswordchanged', 'passwordlastchanged', 'lastpasswordchange'],
}

const folded = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/**
 * A first guess for any table: by the names of its columns. Each role goes to the first column that asks for it. What is
 * not understood and holds something becomes a secret field: that way nothing is lost and nothing lies open.
 */
export function guessMapping(rows: readonly { cells: readonly string[] }[]): CsvMapping {
  const first = rows[0]?.cells ?? []
  const taken = new Set<ColumnRole>()
  const named = first.map((name): ColumnRole | undefined => {
    const role = columnRoles.find((each) => usual[each]?.includes(folded(name)))
    if (role === undefined || (taken.has(role) && !isRepeatable(role))) return undefined
    taken.add(role)
    return role
  })
  const hasHeader = taken.has('password') || (taken.has('title') && taken.has('username'))
  const below = hasHeader ? rows.slice(1) : rows
  const holdsSomething = (column: number) => below.some(({ cells }) => (cells[column] ?? '').trim() !== '')
  const roles = named.map((role, column) =>
    hasHeader && role !== undefined ? role : holdsSomething(column) ? 'secret' : 'skip',
  )
  return { hasHeader, roles, folderSeparator: separatorIn(below, roles.indexOf('folder')) }
}

function separatorIn(rows: readonly { cells: readonly string[] }[], column: number): CsvMapping['folderSeparator'] {
  const folders = rows.map(({ cells }) => cells[column] ?? '')
  if (folders.some((folder) => folder.includes('\\'))) return '\\'
  return folders.some((folder) => folder.includes('/')) ? '/' : ''
}

/** What is missing before the table can be brought; undefined where nothing is. */
export function faultOf({ roles }: CsvMapping): string | undefined {
  const twice = roles.find((role, column) => !isRepeatable(role) && roles.indexOf(role) !== column)
  if (twice !== undefined) return `Two columns are brought as ${roleWords[twice]}. Choose one.`
  if (!roles.some((role) => role === 'title' || role === 'address')) return 'Say which column holds the name.'
  if (!roles.some((role) => ['password', 'totp', 'secret', 'key', 'notes'].includes(role)))
    return 'Say which column holds the password.'
  return undefined
}

export const roleWords: Readonly<Record<ColumnRole, string>> = {
  title: 'Name',
  username: 'Username',
  password: 'Password',
  totp: 'One-time code secret',
  address: 'Address',
  notes: 'Notes',
  folder: 'Folder',
  tags: 'Tags',
  created: 'Created on',
  changed: 'Changed on',
  'password-changed': 'Password changed on',
  text: 'Text field',
  secret: 'Secret field',
  key: 'Key field',
  skip: 'Leave out',
}
