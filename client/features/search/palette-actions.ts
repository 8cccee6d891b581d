import type { Membership } from '#contract/accounts.ts'
import { contractNumber, formatContract } from '#contract/contracts.ts'
import { formatList, listNumber } from '#contract/reading-lists.ts'
import { formatIncident, incidentNumber } from '#contract/incident-reference.ts'
import { isKeyHolder } from '../../platform/session.ts'
import type { Shortcut } from '../../ui/shortcuts.ts'
import { currentIncident, incidentPath } from '../incidents/current.ts'
import { askIncident } from '../incidents/dialogs.ts'
import { startsIncidents } from '../incidents/starts-incidents.ts'
import { fold, tokensOf, wordsOf } from './words.ts'

/** Something that the palette can do: go somewhere, or what a key of the page behind it does. */
export interface Action {
  id: string
  label: string
  keys?: string | undefined
  to?: string
  act?: Shortcut['act']
}

const startLabel = 'Start incident'

/** Moving in a list makes no sense from over it. */
const leftOut = new Set(['Search', 'Next', 'Previous', 'Select', 'Select up', 'Select down', 'Keys of this page'])

/** Acts of the page behind the palette, by the keys it listens to. */
export function pageActions(listed: readonly Shortcut[]): Action[] {
  return listed
    .filter(({ group, label, keys }) => group !== 'Anywhere' && keys !== 'Esc' && label && !leftOut.has(label))
    .filter(({ when }) => when?.(new KeyboardEvent('keydown')) !== false)
    .map((shortcut) => ofShortcut(shortcut))
}

/** Everything that can be done from anywhere. @param here the organization that new things are made in */
export function everywhereActions(listed: readonly Shortcut[], here: Membership | undefined): Action[] {
  const keysOf = new Map(listed.map(({ label, keys }) => [label, keys]))
  const go = (label: string, to: string, words = `Go to ${label}`): Action => ({
    id: to,
    label: words,
    to,
    keys: keysOf.get(label),
  })
  const places = [go('Home', '/home'), go('Reviews', '/reviews'), ...(here ? inOrganization(here, go) : [])]
  const personal = [
    go('Appearance', '/settings/appearance', 'Change appearance and keys'),
    go('Passphrase', '/settings/passphrase', 'Change your passphrase'),
    go('Security', '/settings/security', 'Second factor and sessions'),
    go('Calendar and mail', '/settings/calendar-and-mail', 'Private calendar address, digest'),
  ]
  const gone = new Set([
    'Home',
    'Reviews',
    'Incidents',
    startLabel,
    ...(here ? ['Reading', 'Responsibilities'] : []),
    'Runbooks',
    'Systems',
    ...leftOut,
  ])
  const others = listed.filter(({ group, label }) => group === 'Anywhere' && label && !gone.has(label))
  return [...places, ...incidentActions(here, listed), ...others.map((shortcut) => ofShortcut(shortcut)), ...personal]
}

/** "Open CT-04": contracts are no documents, so no index has them; their address leads to the vendor, or to nothing. */
export function contractAction(words: string, here: Membership | undefined): Action[] {
  const number = contractNumber(words)
  if (!here || number === undefined) return []
  const reference = formatContract(number)
  return [{ id: `contract ${reference}`, label: `Open ${reference}`, to: `/o/${here.slug}/contracts/${reference}` }]
}

/** "Open RL-01": reading lists are no documents either. */
export function listAction(words: string, here: Membership | undefined): Action[] {
  const number = listNumber(words)
  if (!here || number === undefined) return []
  const reference = formatList(number)
  return [{ id: `list ${reference}`, label: `Open ${reference}`, to: `/o/${here.slug}/reading/${reference}` }]
}

/** "Open IN-52": no index has incidents either. */
export function incidentAction(words: string, here: Membership | undefined): Action[] {
  const number = incidentNumber(words)
  if (!here || number === undefined) return []
  const reference = formatIncident(number)
  return [{ id: `incident ${reference}`, label: `Open ${reference}`, to: incidentPath(here.slug, reference) }]
}

/** What can be done about incidents: of the one that this device is in, or to start one. `!` shows them alone. */
export function incidentActions(here: Membership | undefined, listed: readonly Shortcut[]): Action[] {
  const current = currentIncident()
  const list = here ? [{ id: 'incidents', label: 'See all incidents', to: `/o/${here.slug}/incidents` }] : []
  if (current) {
    const { slug, reference, title } = current
    return [
      { id: 'incident open', label: `Open ${reference} ${title}`, to: incidentPath(slug, reference) },
      {
        id: 'incident note',
        label: `Add a note to incident ${reference}`,
        act: () => askIncident({ is: 'note', slug, reference }),
      },
      {
        id: 'incident end',
        label: `End incident ${reference}`,
        act: () => askIncident({ is: 'end', slug, reference }),
      },
      ...list,
    ]
  }
  if (!here || !startsIncidents(here)) return list
  const { slug } = here
  const start = () => askIncident({ is: 'start', slug })
  // Where the page behind is about something, it starts from that.
  const known = listed.find(({ label }) => label === startLabel)
  return [{ id: 'incident start', label: startLabel, keys: 'I', act: known?.act ?? start }, ...list]
}

export function matchingActions(actions: readonly Action[], words: string): Action[] {
  const tokens = tokensOf(words)
  const matches = actions.filter(({ label }) => {
    const own = wordsOf(label)
    return tokens.every((token) => own.some(({ text }) => text.startsWith(token)))
  })
  const typed = fold(words)
  const startsWith = ({ label }: Action) => (fold(label).startsWith(typed) ? 0 : 1)
  return matches.sort((a, b) => startsWith(a) - startsWith(b))
}

function inOrganization(here: Membership, go: (label: string, to: string, words?: string) => Action): Action[] {
  const at = `/o/${here.slug}`
  const mayWrite = isKeyHolder(here) || here.role === 'editor'
  return [
    go('Runbooks', `${at}/runbooks`),
    go('Systems', `${at}/systems`),
    go('', `${at}/renewals`, 'Renewals and contracts'),
    go('Reading', `${at}/reading`),
    go('Responsibilities', `${at}/responsibilities`),
    go('', `${at}/responsibilities/away`, 'Who is away'),
    go('Outcomes', `${at}/outcomes`),
    go('', `${at}/responsibilities/away?set=me`, 'I’m away: say so and ask for cover'),
    ...(mayWrite
      ? [
          go('', `${at}/runbooks/new`, 'New runbook'),
          go('', `${at}/systems/new`, 'New system'),
          go('', `${at}/reading/new`, 'New reading list'),
          go('', `${at}/responsibilities/new`, 'New responsibility lane'),
        ]
      : []),
    ...(mayWrite || here.role === 'auditor' ? [go('', `${at}/gaps`, 'See documentation gaps and vain searches')] : []),
    ...(isKeyHolder(here)
      ? [
          go('', `${at}/settings/members`, 'Manage people'),
          go('', `${at}/responsibilities/workload`, 'Workload: what is on whose hands'),
          go('', `${at}/settings/collections`, 'Manage collections'),
          go('', `${at}/settings/access`, 'Manage access'),
          go('', `${at}/settings/organization`, 'Change the organization'),
        ]
      : []),
  ]
}

const ofShortcut = ({ label = '', keys, act }: Shortcut): Action => ({ id: `key ${keys}`, label, keys, act })
