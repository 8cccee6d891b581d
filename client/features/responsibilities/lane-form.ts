import type { Lane, LaneContent, Target } from '#contract/responsibilities.ts'
import { contentOf } from './use-lanes.ts'
import { targetWords } from './words.ts'

/** A lane as its form holds it: numbers as they are typed. */
export interface LaneForm extends Omit<LaneContent, 'target' | 'intervalDays' | 'accountable'> {
  accountable: LaneContent['accountable']
  intervalDays: string
  measure: 'none' | Target['measure']
  value: string
  unit: string
  everyDays: string
}

export const emptyLane = (): LaneForm => ({
  name: '',
  about: '',
  systems: [],
  isCritical: false,
  answersIncidents: false,
  accountable: [],
  consulted: [],
  informed: [],
  outcome: '',
  linked: [],
  intervalDays: '180',
  measure: 'none',
  value: '',
  unit: '',
  everyDays: '90',
})

export function formOf(lane: Lane): LaneForm {
  const { target, intervalDays, ...content } = contentOf(lane)
  const isValue = target !== undefined && target.measure !== 'passed'
  return {
    ...content,
    intervalDays: String(intervalDays),
    measure: target?.measure ?? 'none',
    value: isValue ? String(target.value) : '',
    unit: isValue ? target.unit : '',
    everyDays: String(target?.everyDays ?? 90),
  }
}

/** As the API takes it; the server says what of it is wrong. */
export function sentLane(form: LaneForm) {
  const { measure: _measure, value: _value, unit: _unit, everyDays: _everyDays, intervalDays, ...content } = form
  const target = targetOf(form)
  return {
    ...content,
    name: content.name.trim(),
    about: content.about.trim(),
    outcome: content.outcome.trim(),
    intervalDays: Number(intervalDays),
    ...(target && { target }),
  }
}

export function targetOf({ measure, value, unit, everyDays }: LaneForm): Target | undefined {
  if (measure === 'none') return undefined
  const days = Number(everyDays)
  return measure === 'passed'
    ? { measure, everyDays: days }
    : { measure, value: Number(value.replace(',', '.')), unit: unit.trim(), everyDays: days }
}

/** What the form itself can tell is wrong, by field. */
export function wrongIn(form: LaneForm): Record<string, string> {
  const isCount = (text: string) => /^[0-9]+$/.test(text) && Number(text) >= 1
  const value = form.value.replace(',', '.')
  return {
    ...(form.name.trim() === '' && { name: 'Say what it is called' }),
    ...(!isCount(form.intervalDays) && { intervalDays: 'Enter a number of days, like 180' }),
    ...(form.measure !== 'none' && !isCount(form.everyDays) && { everyDays: 'Enter a number of days, like 90' }),
    ...((form.measure === 'at_most' || form.measure === 'at_least') &&
      (value.trim() === '' || !(Number(value) >= 0)) && { value: 'Enter a number, like 7' }),
  }
}

// --- Two people at once ----------------------------------------------------------------------------------------------

/** What stands in the form as one thing, and is chosen as one where two people changed it. */
export const parts = {
  name: { label: 'Function', fields: ['name'] },
  about: { label: 'What is part of it', fields: ['about'] },
  systems: { label: 'Systems', fields: ['systems'] },
  importance: { label: 'Importance', fields: ['isCritical', 'answersIncidents'] },
  accountable: { label: 'Accountable', fields: ['accountable'] },
  deputyId: { label: 'Deputy', fields: ['deputyId'] },
  firstInHours: { label: 'First in hours', fields: ['firstInHours'] },
  firstOutOfHours: { label: 'First out of hours', fields: ['firstOutOfHours'] },
  consulted: { label: 'Consulted', fields: ['consulted'] },
  informed: { label: 'Informed', fields: ['informed'] },
  outcome: { label: 'Outcome', fields: ['outcome'] },
  target: { label: 'Target', fields: ['measure', 'value', 'unit', 'everyDays'] },
  linked: { label: 'What it takes', fields: ['linked'] },
  intervalDays: { label: 'Looked at every', fields: ['intervalDays'] },
} as const satisfies Record<string, { label: string; fields: readonly (keyof LaneForm)[] }>
export type PartName = keyof typeof parts
export const partNames = Object.keys(parts) as PartName[]

const valueOf = (form: LaneForm, name: PartName) =>
  JSON.stringify(parts[name].fields.map((field) => form[field] ?? null))
export const isSamePart = (name: PartName, one: LaneForm, other: LaneForm) =>
  valueOf(one, name) === valueOf(other, name)

/** Takes parts of one form over into another. */
export function withParts(into: LaneForm, from: LaneForm, names: readonly PartName[]): LaneForm {
  const fields = new Set(names.flatMap((name): readonly (keyof LaneForm)[] => parts[name].fields))
  const kept = Object.entries(into).filter(([field]) => !fields.has(field as keyof LaneForm))
  const taken = Object.entries(from).filter(([field]) => fields.has(field as keyof LaneForm))
  return Object.fromEntries([...kept, ...taken]) as unknown as LaneForm
}

/** Three-way: what only one of them changed is taken; what both changed differently is disputed, and stays mine. */
export function merged(base: LaneForm, mine: LaneForm, theirs: LaneForm): { form: LaneForm; disputed: PartName[] } {
  const theirsOnly = partNames.filter((name) => isSamePart(name, base, mine) && !isSamePart(name, base, theirs))
  const disputed = partNames.filter(
    (name) => !isSamePart(name, base, mine) && !isSamePart(name, base, theirs) && !isSamePart(name, mine, theirs),
  )
  return { form: withParts(mine, theirs, theirsOnly), disputed }
}

/** One part in words. @param nameOf of a holder or a member */
export function partWords(
  name: PartName,
  form: LaneForm,
  nameOf: (id: { partyId?: string | undefined; memberId?: string | undefined }) => string,
) {
  const holders = (list: LaneContent['accountable'] | undefined) => (list ?? []).map(nameOf).join(', ') || 'Nobody'
  switch (name) {
    case 'name':
    case 'about':
    case 'outcome':
      return form[name] || '—'
    case 'systems':
      return form.systems.join(', ') || 'The whole organization'
    case 'linked':
      return form.linked.join(', ') || '—'
    case 'importance':
      return (
        [form.isCritical && 'Critical', form.answersIncidents && 'answers incidents of any system']
          .filter(Boolean)
          .join(', ') || 'Not critical'
      )
    case 'accountable':
    case 'consulted':
    case 'informed':
      return holders(form[name])
    case 'deputyId':
      return form.deputyId ? nameOf({ memberId: form.deputyId }) : 'Nobody'
    case 'firstInHours':
    case 'firstOutOfHours':
      return holders(form[name] && [form[name]])
    case 'target': {
      const target = targetOf(form)
      return target ? targetWords(target) : 'None'
    }
    case 'intervalDays':
      return `${form.intervalDays} days`
  }
}
