import type { OutputOf } from '#contract/endpoint.ts'
import type { Holder, listPeopleToName } from '#contract/responsibilities.ts'
import { formatDay } from '../../ui/format.ts'
import { Person } from '../../ui/Person.tsx'
import type { PickItem } from '../../ui/PickField.tsx'

export type Nameable = OutputOf<typeof listPeopleToName>

/** A holder as a picker holds it: `member …` or `party …`. */
export const idOfHolder = ({ partyId, memberId }: Holder): string =>
  memberId ? `member ${memberId}` : `party ${partyId}`

/** @returns undefined for what is not among them, such as somebody who has left. */
export function holderOf(id: string, { people, parties }: Nameable): Holder | undefined {
  const [kind, own] = id.split(' ')
  if (kind === 'party') {
    const party = parties.find((each) => each.id === own)
    return party && { partyId: party.id }
  }
  const found = people.find(({ person }) => person.id === own)
  return found && { partyId: found.partyId, memberId: found.person.id }
}

/** People first, by what they are called, then parties alone: "somebody of Northlight". */
export function holderItems({ people, parties }: Nameable): PickItem[] {
  return [
    ...personItems({ people, parties }).map((item) => ({ ...item, id: `member ${item.id}` })),
    ...parties.map(({ id, name, side }) => ({
      id: `party ${id}`,
      text: name,
      detail: 'Nobody by name: somebody of them',
      mark: <Person name={name} side={side} isSquareOnly />,
    })),
  ]
}

export const personItems = ({ people }: Nameable): PickItem[] =>
  [...people]
    .sort((one, other) => one.person.name.localeCompare(other.person.name))
    .map(({ person, standing, awayUntil }) => ({
      id: person.id,
      text: person.name,
      detail: [
        person.party,
        standing === 'away' && `away${awayUntil ? ` until ${formatDay(awayUntil)}` : ''}`,
        standing === 'suspended' && 'suspended',
      ]
        .filter(Boolean)
        .join(', '),
      mark: <Person {...person} isSquareOnly />,
    }))

/** Who can cover for somebody: anybody else who does more here than look on. */
export const coverItems = ({ people, parties }: Nameable, forId: string): PickItem[] =>
  personItems({
    parties,
    people: people.filter(
      ({ person, role, standing }) => person.id !== forId && role !== 'auditor' && standing !== 'suspended',
    ),
  })
