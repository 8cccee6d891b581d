import { type KdbxEntryField, ProtectedValue } from 'kdbxweb'

/** The text of a field, whether KeePass protects it in memory or not; empty where there is none. */
export const textOf = (field: KdbxEntryField | undefined): string =>
  field === undefined ? '' : typeof field === 'string' ? field : field.getText()

export const isProtected = (field: KdbxEntryField | undefined): boolean => field instanceof ProtectedValue
