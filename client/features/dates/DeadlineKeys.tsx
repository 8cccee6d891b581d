import { useShortcut } from '../../ui/shortcuts.ts'

const links = () => [...document.querySelectorAll<HTMLElement>('[data-deadlines] a')]
const at = () => links().indexOf(document.activeElement as HTMLElement)
const firstBelow = () => document.querySelector<HTMLElement>('main table [data-row-link]')
/** On the first row of the table below, or on nothing yet. */
const isAtTop = () => [document.body, firstBelow()].includes(document.activeElement as HTMLElement)

/**
 * J and K move over the deadlines as over a table: down into the one that follows, and up out of its first row. Stands
 * after that table, whose keys it goes before.
 */
export function DeadlineKeys() {
  const group = 'In lists'
  useShortcut({
    keys: 'J',
    label: 'Next',
    group,
    act: () => (links()[at() + 1] ?? firstBelow())?.focus(),
    // From nowhere, J begins with the table: with this list where there is no table.
    when: () => links().length > 0 && (at() >= 0 || firstBelow() === null),
  })
  useShortcut({
    keys: 'K',
    label: 'Previous',
    group,
    act: () =>
      links()
        .at(at() < 0 ? -1 : Math.max(0, at() - 1))
        ?.focus(),
    when: () => links().length > 0 && (at() >= 0 || isAtTop()),
  })
  return null
}
