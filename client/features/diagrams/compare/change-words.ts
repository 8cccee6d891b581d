import type { Device, Drawing, Group } from '#contract/diagrams.ts'
import { groupNames, labelOf, shapeNames } from '#contract/diagrams/twin.ts'
import { plural } from '../../../ui/format.ts'
import type { DrawingChanges, ElementChange } from './compare-drawings.ts'
import { namesIn, type NameOf } from './element-fields.ts'

/** One change of a drawing in words; `goes` names the element to look at. */
export interface ChangeLine {
  element: ElementChange
  /** "FortiGate 100F", "Core switch to Access point". */
  name: string
  /** "firewall", "rack", "link". */
  what: string
  /** "added", "changed and moved", "moved, and 5 devices in it". */
  became: string
}

/** Every change in words, in the order of the comparison; what went along with its group is told with the group. */
export function changeLines(changes: DrawingChanges, before: Drawing, after: Drawing): ChangeLine[] {
  const names = [namesIn(before), namesIn(after)] as const
  const company = new Map<string, number>()
  for (const { movedWith } of changes.elements)
    if (movedWith !== undefined) company.set(movedWith, (company.get(movedWith) ?? 0) + 1)
  return changes.elements
    .filter(({ change, movedWith }) => change !== 'moved' || movedWith === undefined)
    .map((element) => ({
      element,
      name: nameOf(element, element.after ? names[1] : names[0]),
      what: whatOf(element),
      became: becameOf(element, company.get(element.id) ?? 0),
    }))
}

function nameOf(element: ElementChange, names: NameOf): string {
  if (element.kind !== 'link') return labelOf(element.after ?? element.before)
  const link = element.after ?? element.before
  return `${names(link?.from)} to ${names(link?.to)}`
}

function whatOf(element: ElementChange): string {
  const placed: Device | Group | undefined = element.kind === 'link' ? undefined : (element.after ?? element.before)
  if (!placed) return 'link'
  const name = 'shape' in placed ? shapeNames[placed.shape] : groupNames[placed.kind]
  // PC and UPS keep their capitals.
  return /^[A-Z]{2}/.test(name) ? name : name.toLowerCase()
}

function becameOf({ kind, change, isMoved, movedWith }: ElementChange, company: number): string {
  const went = kind === 'link' ? 'rerouted' : 'moved'
  const others = company > 0 ? `, and what stands in it (${plural(company, 'element')})` : ''
  if (change === 'moved') return `${went}${others}`
  if (change === 'changed' && isMoved && movedWith === undefined) return `changed and ${went}${others}`
  return change
}

/** "2 added, 1 removed, 3 changed, 1 moved", or that nothing differs. */
export function summaryOf(lines: readonly ChangeLine[]): string {
  const counts = (['added', 'removed', 'changed', 'moved'] as const).flatMap((change) => {
    const count = lines.filter(({ element }) => element.change === change).length
    return count > 0 ? [`${count} ${change}`] : []
  })
  return counts.join(', ')
}
