/**
 * What all formats are turned into. Everything in it came out of a foreign file: texts are cut to one line where the
 * vault wants one line, and otherwise as they were found. Secrets are in it in the clear: it lives in memory only.
 */
export interface ImportedItem {
  /** Where it stood: `Row 14` as a spreadsheet counts, `Entry 3` of other files. */
  place: string
  /** One line; empty where the file has no name for it. */
  title: string
  username: string
  password: string
  /** `otpauth://…` or base32, as it was found; empty where there is none. */
  totp: string
  /** Without user names, passwords and tokens: addresses are not encrypted in the vault. */
  addresses: string[]
  notes: string
  fields: ImportedField[]
  /** The path of groups, outermost first; empty at the top. */
  folder: string[]
  tags: string[]
  /** Instants. */
  createdAt?: string
  changedAt?: string
  /** When the password became what it is, where the file knows. */
  passwordChangedAt?: string
  /** When it was meant to be replaced. */
  expiresAt?: string
  /** Passwords that it had before, newest first. */
  history: FormerPassword[]
  /** Parts that stay behind, each in words without secrets: `attachment plan.pdf (20 kB)`, `a passkey`. */
  notCarried: string[]
  /** What a person should look at, each a sentence without secrets. */
  cautions: string[]
}

export interface ImportedField {
  label: string
  kind: 'text' | 'secret' | 'key'
  value: string
}

export interface FormerPassword {
  password: string
  /** Instant at which it was replaced. */
  until?: string
}

/** An entry that is not brought at all. */
export interface LeftOut {
  place: string
  title: string
  /** `a payment card`, `in the recycle bin`, `8 cells under 6 columns`. */
  why: string
}

export interface Imported {
  items: ImportedItem[]
  leftOut: LeftOut[]
}

/** Everything that an item can lack. */
export const emptyItem = (place: string): ImportedItem => ({
  place,
  title: '',
  username: '',
  password: '',
  totp: '',
  addresses: [],
  notes: '',
  fields: [],
  folder: [],
  tags: [],
  history: [],
  notCarried: [],
  cautions: [],
})
