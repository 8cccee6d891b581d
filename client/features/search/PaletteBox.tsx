import { useCallback, useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { useNavigate } from 'react-router'
import SearchIcon from 'lucide-react/icons/search'
import type { Membership } from '#contract/accounts.ts'
import { Button } from '../../ui/Button.tsx'
import { Layer } from '../../ui/Layer.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { currentIncident } from '../incidents/current.ts'
import { askIncident } from '../incidents/dialogs.ts'
import { startsIncidents } from '../incidents/starts-incidents.ts'
import type { DocumentOption, Option } from './palette-options.ts'
import { PaletteFooter } from './PaletteFooter.tsx'
import { PaletteList, rowId } from './PaletteList.tsx'
import type { Early } from './early.ts'
import { useModal } from './use-modal.ts'
import { usePalette } from './use-palette.ts'
import type { PaletteMemory } from './use-palette-memory.ts'
import css from './Palette.module.css'

interface PaletteBoxProps {
  memory: PaletteMemory
  memberships: readonly Membership[]
  /** The organization that the person works in now. */
  here: Membership | undefined
  /** On a page across organizations, all of them are searched to begin with. */
  startsEverywhere: boolean
  /** What was typed before it was there. */
  early: Early
  onClose: () => void
  onPeek: (option: DocumentOption) => void
}

/** The open palette: a combobox over a listbox, in the browser's own modal dialog (nothing to animate, nothing to trap). */
export function PaletteBox({ memory, memberships, here, startsEverywhere, early, onClose, onPeek }: PaletteBoxProps) {
  const id = useId()
  const navigate = useNavigate()
  const palette = usePalette(memory, memberships, here, { startsEverywhere, text: early.read().text })
  const { options, active, isSettled } = palette
  const dialog = useModal()

  const take = (option: Option, isPeek: boolean) => {
    if (option.is === 'more') return palette.showMore()
    palette.noteOpened()
    onClose()
    if (option.is === 'action') {
      if (option.action.to) return void navigate(option.action.to)
      // The page hears the key once the palette no longer lies over it.
      return void setTimeout(() => option.action.act?.(new window.KeyboardEvent('keydown')))
    }
    if (isPeek && option.is === 'document') return onPeek(option)
    void navigate(option.to)
  }

  // The same function for every row and render, so that rows stay as they are.
  const latestTake = useRef(take)
  useEffect(() => {
    latestTake.current = take
  })
  const onTake = useCallback((option: Option, event: MouseEvent) => latestTake.current(option, event.altKey), [])

  // Enter can come before the answer to the last letter: it is kept until that is there.
  const awaited = useRef<{ isPeek: boolean }>(early.read().isEntered ? { isPeek: false } : undefined)
  useEffect(() => {
    if (!awaited.current || !isSettled) return
    const { isPeek } = awaited.current
    awaited.current = undefined
    if (active) take(active, isPeek)
  })
  const enter = (isPeek: boolean) => {
    if (!isSettled) awaited.current = { isPeek }
    else if (active) take(active, isPeek)
  }
  /** With Ctrl: an incident starts from the system or the runbook. */
  const quickAct = () => {
    if (active?.is !== 'document' || (active.kind !== 'system' && active.kind !== 'runbook')) return
    const { slug, kind, reference } = active
    const membership = memberships.find((each) => each.slug === slug)
    if (currentIncident(slug) || !membership || !startsIncidents(membership)) return
    palette.noteOpened()
    onClose()
    setTimeout(() => askIncident({ is: 'start', slug, [kind]: reference }))
  }
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    const { length } = early.read().text
    input.current?.setSelectionRange(length, length)
  }, [early])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const deed = deeds[event.key]
    if (!deed || (event.key === 'Tab' && (event.shiftKey || !palette.canSwitchScope))) return
    event.preventDefault()
    deed(event)
  }
  const deeds: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: () => palette.move(1),
    ArrowUp: () => palette.move(-1),
    Escape: onClose,
    Enter: (event) => (event.ctrlKey || event.metaKey ? quickAct() : enter(event.altKey)),
    Tab: () => palette.switchScope(),
  }

  return (
    <dialog
      ref={dialog}
      className={css['palette']}
      aria-label="Search"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <Layer>
        <div className={css['box']} data-palette="">
          <div className={css['field']}>
            <Icon of={SearchIcon} />
            <input
              ref={input}
              autoFocus
              className={css['input']}
              role="combobox"
              aria-label="Search"
              aria-expanded={options.length > 0}
              aria-controls={options.length > 0 ? `${id}-list` : undefined}
              aria-autocomplete="list"
              aria-activedescendant={active ? rowId(`${id}-list`, active.id) : undefined}
              aria-describedby={`${id}-status`}
              placeholder={here && palette.scope === 'here' ? `Search ${here.organization}` : 'Search everywhere'}
              type="text"
              enterKeyHint="go"
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              maxLength={300}
              value={palette.text}
              onChange={(event) => {
                awaited.current = undefined
                palette.setText(event.currentTarget.value)
              }}
              onKeyDown={onKeyDown}
            />
            {palette.canSwitchScope && (
              <button
                type="button"
                className={css['scope']}
                tabIndex={-1}
                aria-pressed={palette.scope === 'all'}
                onMouseDown={(event) => event.preventDefault()}
                onClick={palette.switchScope}
              >
                All organizations
              </button>
            )}
            <Button className={css['close']} variant="quiet" onClick={onClose}>
              Close
            </Button>
          </div>
          {options.length > 0 && (
            <PaletteList
              id={`${id}-list`}
              groups={palette.groups}
              activeId={active?.id}
              onPoint={palette.choose}
              onTake={onTake}
            />
          )}
          <PaletteFooter id={`${id}-status`} palette={palette} />
        </div>
      </Layer>
    </dialog>
  )
}
