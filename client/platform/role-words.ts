import type { Role, Side } from '#contract/values.ts'

/** Roles as screens say them: by what a person can do. */
export const roleWords: Readonly<Record<Role, { short: string; can: string }>> = {
  owner: { short: 'Everything', can: 'Everything, including naming other owners. Holds the keys.' },
  admin: { short: 'Manages', can: 'All documents, people and access; everything but naming owners. Holds the keys.' },
  editor: { short: 'Edits', can: 'Reads and edits every document, except in restricted collections.' },
  reader: { short: 'Reads', can: 'Reads every document, except in restricted collections.' },
  auditor: { short: 'Audits', can: 'Sees what there is, who keeps it and how fresh it is. No content.' },
  technician: { short: 'By grant', can: 'Sees nothing until access is given, and only until it ends.' },
}

/** Which roles suit a party, the usual one first; `owners`: only an owner decides so. The server has the last word. */
export const rolesOf: Readonly<Record<Side, { anyKeyHolder: readonly Role[]; owners: readonly Role[] }>> = {
  in_house: { anyKeyHolder: ['editor', 'reader', 'auditor', 'admin'], owners: ['owner'] },
  partner: { anyKeyHolder: ['technician'], owners: ['editor', 'reader', 'auditor'] },
  outside: { anyKeyHolder: ['auditor'], owners: ['reader'] },
}

export const sideWords: Readonly<Record<Side, string>> = {
  in_house: 'In-house',
  partner: 'Partner',
  outside: 'Outside',
}

/** Levels of a grant, by what they let a person do. */
export const levelWords: readonly [list: string, view: string, reveal: string, edit: string, manage: string] = [
  'See that it exists',
  'Read',
  'Read and open secrets',
  'Read and edit',
  'Manage',
]
