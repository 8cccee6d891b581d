import { useState } from 'react'
import type { Handover } from '#contract/handovers.ts'
import { useNameable } from '../responsibilities/use-lanes.ts'
import { personItems } from '../responsibilities/holder-choices.tsx'

/** Who takes something over: of those who stay; at first whoever was named when it began. */
export function useTaker(slug: string, { items, receiver }: Handover) {
  const nameable = useNameable(slug)
  const [id, setId] = useState<string | undefined>(receiver?.id)
  const leaving = new Set<string>(items.access.members.map(({ person }) => person.id))
  const people = (nameable.data?.people ?? []).filter(
    ({ person, role }) => !leaving.has(person.id) && role !== 'auditor',
  )
  const found = people.find(({ person }) => person.id === id)
  return {
    items: personItems({ people, parties: [] }),
    id: found ? id : undefined,
    name: found?.person.name,
    person: found?.person,
    role: found?.role,
    choose: setId,
  }
}
export type Taker = ReturnType<typeof useTaker>
