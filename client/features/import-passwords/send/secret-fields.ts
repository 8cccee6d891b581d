import { fieldNumbers, type SecretFieldKind } from '#contract/sealed/fields.ts'
import type { ImportedItem } from '../imported-item.ts'

/** As the vault seals it (client/vault/secrets.ts). */
export interface FieldToSeal {
  n: number
  kind: SecretFieldKind
  text: string
  label?: string
}

/** The fields of a credential: the usual ones where they hold something, custom ones from 16 on, with their labels. */
export function secretFields({ username, password, totp, notes, fields }: ImportedItem): FieldToSeal[] {
  const usual: FieldToSeal[] = [
    // There is always a username, be it empty: the labels travel with it.
    { n: fieldNumbers.username, kind: 'username', text: username },
    { n: fieldNumbers.password, kind: 'password', text: password },
    { n: fieldNumbers.totp, kind: 'totp', text: totp },
    { n: fieldNumbers.note, kind: 'note', text: notes },
  ]
  const custom = fields.map(({ label, kind, value }, index): FieldToSeal => ({
    n: fieldNumbers.firstCustom + index,
    kind,
    text: value,
    label,
  }))
  return [...usual.filter(({ kind, text }) => kind === 'username' || text !== ''), ...custom]
}
