import { useQuery } from '@tanstack/react-query'
import { listPeopleToName } from '#contract/responsibilities.ts'
import type { Person } from '#contract/values.ts'
import { query } from '../../platform/api.ts'

/** Whom something can be given to, by name; where the list may not be read, those who take part. */
export function usePeopleToName(slug: string, otherwise: readonly Person[]): readonly Person[] {
  const { data } = useQuery({ ...query(listPeopleToName, { slug }), staleTime: 60_000, retry: false })
  const people = data
    ? data.people.filter(({ standing }) => standing !== 'suspended').map(({ person }) => person)
    : otherwise
  return people.toSorted((a, b) => a.name.localeCompare(b.name))
}

export const personOptions = (people: readonly Person[]) => [
  { value: '', label: 'Nobody yet' },
  ...people.map(({ id, name, side, party }) => ({
    value: id,
    label: side === 'in_house' ? name : `${name} (${party})`,
  })),
]
