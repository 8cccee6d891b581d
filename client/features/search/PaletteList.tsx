import { useEffect, useRef } from 'react'
import type { Option, OptionGroup } from './palette-options.ts'
import { PaletteRow } from './PaletteRow.tsx'
import css from './Palette.module.css'

interface PaletteListProps {
  id: string
  groups: readonly OptionGroup[]
  activeId: string | undefined
  onPoint: (id: string) => void
  onTake: (option: Option, event: React.MouseEvent) => void
}

export const rowId = (listId: string, optionId: string): string => `${listId}-${optionId.replace(/[^\w-]/g, '_')}`

/** The listbox. The focus stays in the box above; the row that Enter would take is named by `aria-activedescendant`. */
export function PaletteList({ id, groups, activeId, onPoint, onTake }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null)
  const isFirst = groups[0]?.options[0]?.id === activeId
  useEffect(() => {
    if (isFirst) list.current?.scrollTo({ top: 0 })
    else if (activeId) document.getElementById(rowId(id, activeId))?.scrollIntoView({ block: 'nearest' })
  }, [id, activeId, isFirst])
  return (
    <div
      ref={list}
      id={id}
      className={css['list']}
      role="listbox"
      aria-label="Results"
      // The focus must not leave the box, or typing would stop.
      onMouseDown={(event) => event.preventDefault()}
    >
      {groups.map((group) => (
        <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
          <div id={`${id}-${group.id}`} className={css['group']} role="presentation">
            {group.label}
          </div>
          {group.options.map((option) => (
            <PaletteRow
              key={option.id}
              id={rowId(id, option.id)}
              option={option}
              isActive={option.id === activeId}
              onPoint={onPoint}
              onTake={onTake}
            />
          ))}
        </div>
      ))}
    </div>
  )
}
