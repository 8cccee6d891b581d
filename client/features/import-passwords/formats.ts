/** The formats, and what a person needs to know of each: its name, what it asks for, and how such a file is made. */
export const csvFormats = [
  'bitwarden-csv',
  'keepassxc-csv',
  'lastpass-csv',
  '1password-csv',
  'chrome-csv',
  'firefox-csv',
  'safari-csv',
  'itflow-csv',
  'csv',
] as const
export type CsvFormat = (typeof csvFormats)[number]

export const importFormats = ['keepass', 'bitwarden-json', '1pux', ...csvFormats] as const
export type ImportFormat = (typeof importFormats)[number]

export interface FormatFacts {
  name: string
  /** Where the program has its export, in its own words. */
  how: string
  /** What the file is opened with. */
  asks: 'nothing' | 'password-and-key-file' | 'password-maybe'
}

export const formats: Readonly<Record<ImportFormat, FormatFacts>> = {
  keepass: {
    name: 'KeePass or KeePassXC (.kdbx)',
    how: 'Choose the .kdbx file itself, with its password and, where it has one, its key file. It stays as it is.',
    asks: 'password-and-key-file',
  },
  'bitwarden-json': {
    name: 'Bitwarden or Vaultwarden (.json)',
    how: 'Tools, Export vault, file format .json, or .json (encrypted) with "Password protected".',
    asks: 'password-maybe',
  },
  '1pux': {
    name: '1Password (.1pux)',
    how: 'In the desktop app: File, Export, your account, format 1PUX.',
    asks: 'nothing',
  },
  'bitwarden-csv': {
    name: 'Bitwarden (.csv)',
    how: 'Tools, Export vault, file format .csv. The .json brings more.',
    asks: 'nothing',
  },
  'keepassxc-csv': {
    name: 'KeePassXC (.csv)',
    how: 'Database, Export, CSV file. The .kdbx file brings more: choose that one if you can.',
    asks: 'nothing',
  },
  'lastpass-csv': {
    name: 'LastPass (.csv)',
    how: 'In the browser extension: Account, Fix a problem, Export vault items.',
    asks: 'nothing',
  },
  '1password-csv': {
    name: '1Password (.csv)',
    how: 'File, Export, your account, format CSV. The .1pux brings more.',
    asks: 'nothing',
  },
  'chrome-csv': { name: 'Chrome, Edge, Brave (.csv)', how: 'Settings, Passwords, Export passwords.', asks: 'nothing' },
  'firefox-csv': { name: 'Firefox (.csv)', how: 'Passwords, the three dots, Export passwords.', asks: 'nothing' },
  'safari-csv': {
    name: 'Safari or Apple Passwords (.csv)',
    how: 'Passwords app, File, Export all passwords to file.',
    asks: 'nothing',
  },
  'itflow-csv': {
    name: 'ITFlow (.csv)',
    how: 'Client, Credentials, Export: Name, Description, Username, Password, TOTP, URI.',
    asks: 'nothing',
  },
  csv: {
    name: 'Another CSV file',
    how: 'Any table, one credential a row. You say which column is what.',
    asks: 'nothing',
  },
}
