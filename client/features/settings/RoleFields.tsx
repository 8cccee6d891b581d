import type { Party } from '#contract/organizations.ts'
import type { Role } from '#contract/values.ts'
import { roleWords, rolesOf, sideWords } from '../../platform/role-words.ts'
import { RadioGroup, Select } from '../../ui/fields.tsx'

/** For whom somebody works, and what they can do: the first decides what there is to choose from. */
export function RoleFields(props: {
  parties: readonly Party[]
  partyId: string
  onParty: (partyId: string) => void
  role: Role
  onRole: (role: Role) => void
  isOwner: boolean
}) {
  const { parties, partyId, role, onRole, isOwner } = props
  const rolesFor = (id: string) => {
    const side = parties.find((party) => party.id === id)?.side ?? 'in_house'
    return [...rolesOf[side].anyKeyHolder, ...(isOwner ? rolesOf[side].owners : [])]
  }
  const changeParty = (id: string) => {
    props.onParty(id)
    const sideOf = (each: string) => parties.find((party) => party.id === each)?.side
    // Whoever changes sides starts with what is usual there, not with what they could do before.
    const usual = rolesFor(id)[0]
    if (sideOf(id) !== sideOf(partyId) && usual) onRole(usual)
  }
  return (
    <>
      <Select
        label="Works for"
        name="party"
        value={partyId}
        onChange={changeParty}
        options={parties.map(({ id, name, side }) => ({ value: id, label: `${name} (${sideWords[side]})` }))}
      />
      <RadioGroup
        label="Can do"
        name="role"
        value={role}
        onChange={onRole}
        options={rolesFor(partyId).map((each) => ({
          value: each,
          label: roleWords[each].short,
          hint: roleWords[each].can,
        }))}
      />
    </>
  )
}
