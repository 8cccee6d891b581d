import type { DemoFile } from './make.ts'
import { organizations, people, type DemoMember, type PersonKey, type Role } from './organization.ts'

const may: Record<Role, string> = {
  owner: 'owner: everything, people and organization too',
  admin: 'admin: everything but naming owners',
  editor: 'editor: reads and writes what is not restricted',
  reader: 'reader: reads what is not restricted, reports problems',
  auditor: 'auditor: sees the lists, opens nothing',
  technician: 'technician: only what was granted, until it ends',
}

/** Who can sign in, what they can do, and with what. */
export function signInsOf({ passphrases }: DemoFile): string {
  const told = new Set<PersonKey>()
  const blocks = organizations.map(({ name, members }) => {
    const here = members.filter(({ person, leftDaysAgo }) => leftDaysAgo === undefined && !told.has(person))
    here.forEach(({ person }) => told.add(person))
    return [name, ...here.map((member) => signIn(member, passphrases[member.person] ?? ''))].join('\n')
  })
  return blocks.join('\n\n')
}

function signIn({ person, party, role }: DemoMember, passphrase: string): string {
  const { name, email } = people[person]
  const others = organizations.filter(({ members }) => members.some((member) => member.person === person)).slice(1)
  const also = others.length > 0 ? `; also in ${others.map((other) => other.name).join(' and ')}` : ''
  return [`  ${name}, ${party} (${may[role]}${also})`, `      ${email}`, `      ${passphrase}`].join('\n')
}
