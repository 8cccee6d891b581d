import { useEffect, useMemo, useRef, useState } from 'react'
import type { Membership } from '#contract/accounts.ts'
import { useListedShortcuts } from '../../ui/shortcuts.ts'
import {
  contractAction,
  everywhereActions,
  incidentAction,
  incidentActions,
  listAction,
  matchingActions,
  pageActions,
} from './palette-actions.ts'
import {
  actionGroup,
  memoryGroups,
  mostPerGroup,
  namesOf,
  recentGroup,
  textGroup,
  type OptionGroup,
} from './palette-options.ts'
import { isSearch, readQuery } from './palette-query.ts'
import { reportDeadEnd } from './report-dead-end.ts'
import { useMemoryResults } from './use-memory-results.ts'
import type { PaletteMemory } from './use-palette-memory.ts'
import { peopleGroup, usePeople } from './use-people.ts'
import { useTextSearch } from './use-text-search.ts'
import { useUnderWay } from './use-under-way.ts'

export type Scope = 'here' | 'all'

/** Everything the palette shows and knows while it is open: the text, the groups, the row that Enter would take. */
export function usePalette(
  memory: PaletteMemory,
  memberships: readonly Membership[],
  here: Membership | undefined,
  start: { startsEverywhere: boolean; text: string },
) {
  const [text, setTextOnly] = useState(start.text)
  const [scope, setScope] = useState<Scope>(start.startsEverywhere ? 'all' : 'here')
  const [wantsMore, setWantsMore] = useState(false)
  const [chosen, setChosen] = useState<string>()
  // The page's own keys, as they were when the palette opened over it.
  const [listed] = useState(useListedShortcuts())

  const within = useMemo(() => (scope === 'here' && here ? [here] : memberships), [scope, here, memberships])
  const slugs = useMemo(() => within.map(({ slug }) => slug), [within])
  const names = useMemo(() => namesOf(within), [within])
  const asked = useMemo(() => readQuery(text), [text])
  const known = useMemoryResults(memory, asked, slugs)
  const people = usePeople(within, names)
  const isText = isSearch(asked)
  const texts = useTextSearch(slugs, asked.words, isText, wantsMore)

  const everywhere = useMemo(() => everywhereActions(listed, here), [listed, here])
  const onPage = useMemo(
    () => pageActions(listed).filter(({ label }) => !everywhere.some((each) => each.label === label)),
    [listed, everywhere],
  )
  const underWay = useUnderWay(within)
  const { found, recent } = known
  const groups = useMemo(
    () => groupsOf().filter((group) => group.options.length > 0),
    // Everything that `groupsOf` reads: rows stay the same objects, and unrendered, while only the current one moves.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [asked, found, recent, texts, people, names, onPage, everywhere, underWay, wantsMore, isText],
  )
  const options = useMemo(() => groups.flatMap((group) => group.options), [groups])
  const active = options.find(({ id }) => id === chosen) ?? options[0]
  const isSettled = known.isCurrent && (options.length > 0 || !isText || texts.isDone || texts.isFailed)

  function groupsOf(): OptionGroup[] {
    const { mode, words } = asked
    if (mode === 'people') return [peopleGroup(people, words, 50)]
    if (mode === 'incidents')
      return [
        actionGroup('incidents', 'Incidents', [
          ...incidentAction(words, here),
          ...matchingActions([...incidentActions(here, listed), ...underWay], words),
        ]),
      ]
    if (mode === 'actions')
      return [
        actionGroup('page', 'On this page', matchingActions(onPage, words)),
        actionGroup('actions', 'Anywhere', matchingActions(everywhere, words)),
      ]
    if (!words)
      return [
        recentGroup(recent, names),
        actionGroup('page', 'On this page', onPage.slice(0, mostPerGroup)),
        actionGroup('actions', 'Actions', onPage.length < 3 ? everywhere.slice(0, mostPerGroup) : []),
      ]
    const above = [
      ...memoryGroups(found, names),
      ...(asked.hasFilter
        ? []
        : [
            peopleGroup(people, words, mostPerGroup),
            actionGroup(
              'actions',
              'Actions',
              [
                ...contractAction(words, here),
                ...listAction(words, here),
                ...incidentAction(words, here),
                ...matchingActions([...onPage, ...everywhere], words),
              ].slice(0, mostPerGroup),
            ),
          ]),
    ].filter((group) => group.options.length > 0)
    return isText ? [...above, textGroup(texts, above, names, wantsMore ? 200 : mostPerGroup)] : above
  }

  function setText(next: string): void {
    setTextOnly(next)
    setChosen(undefined)
    setWantsMore(false)
  }
  function move(by: number): void {
    const at = options.findIndex(({ id }) => id === active?.id)
    setChosen(options.at((at + by) % options.length)?.id)
  }
  function switchScope(): void {
    if (!here || memberships.length < 2) return
    setScope(scope === 'here' ? 'all' : 'here')
    setChosen(undefined)
  }

  // A search that led nowhere is told once, when the palette goes: by what stood in it last.
  const hasOpened = useRef(false)
  const slug = within.length === 1 ? within[0]?.slug : undefined
  const count = slug === undefined ? undefined : texts.counts[slug]
  const results = count === undefined ? undefined : Math.max(count, found.total)
  const ending = useRef({ asked, slug, results })
  useEffect(() => {
    ending.current = { asked, slug, results }
  })
  useEffect(
    () => () => {
      const { asked, slug, results } = ending.current
      if (!hasOpened.current) reportDeadEnd(asked, slug, results)
    },
    [],
  )

  return {
    text,
    setText,
    asked,
    groups,
    options,
    active,
    isSettled,
    isText,
    texts,
    people,
    scope,
    canSwitchScope: here !== undefined && memberships.length > 1,
    switchScope,
    choose: setChosen,
    move,
    showMore: () => setWantsMore(true),
    noteOpened: () => void (hasOpened.current = true),
  }
}
export type PaletteState = ReturnType<typeof usePalette>
