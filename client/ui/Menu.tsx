import { Fragment, type ReactElement, type ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import { Pressable } from 'react-aria-components/Pressable'
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Separator } from 'react-aria-components/Separator'
import { useNavigate } from 'react-router'
import type { LucideIcon } from 'lucide-react'
import { Layer } from './Dialog.tsx'
import { Icon } from './Icon.tsx'
import { Check } from './icons.ts'
import { Kbd } from './Kbd.tsx'
import css from './Menu.module.css'

export interface MenuEntry {
  id: string
  label: string
  detail?: ReactNode
  icon?: LucideIcon | undefined
  /** Printed at the end; the key itself is registered by the page. */
  keys?: string | undefined
  isDanger?: boolean | undefined
  /** The one that is chosen now: shows a check. */
  isChosen?: boolean | undefined
  /** Where it goes, instead of an act. */
  to?: string | undefined
  onAct?: (() => void) | undefined
}

type Placement = 'bottom start' | 'bottom end' | 'top start' | 'top end' | 'right top'

/** A button that opens a list of acts. Groups are parted by lines. The child is a Button or IconButton. */
export function Menu(props: {
  label: string
  groups: readonly (readonly MenuEntry[])[]
  placement?: Placement
  children: ReactElement<Record<string, unknown>, string>
}) {
  const navigate = useNavigate()
  const act = (id: string) => {
    const entry = props.groups.flat().find((each) => each.id === id)
    if (entry?.to) void navigate(entry.to)
    entry?.onAct?.()
  }
  return (
    <MenuTrigger>
      <Pressable>{props.children}</Pressable>
      <AriaPopover className={css['popover'] as string} placement={props.placement ?? 'bottom end'} offset={4}>
        <Layer>
          <AriaMenu className={css['menu'] as string} aria-label={props.label} onAction={(key) => act(String(key))}>
            {props.groups
              .filter((group) => group.length > 0)
              .map((group, index) => (
                <Fragment key={group[0]?.id}>
                  {index > 0 && <Separator className={css['line'] as string} />}
                  {group.map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                  ))}
                </Fragment>
              ))}
          </AriaMenu>
        </Layer>
      </AriaPopover>
    </MenuTrigger>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      className={css['item'] as string}
      data-danger={entry.isDanger || undefined}
    >
      {entry.icon && <Icon of={entry.icon} />}
      <span className={css['words']}>
        {entry.label}
        {entry.detail && <small>{entry.detail}</small>}
      </span>
      {entry.isChosen && <Icon of={Check} />}
      {entry.keys && <Kbd keys={entry.keys} />}
    </MenuItem>
  )
}

/** A button that opens a small panel: filters, a date, an explanation. */
export function Popover(props: {
  label: string
  placement?: Placement
  children: ReactNode
  trigger: ReactElement<Record<string, unknown>, string>
}) {
  return (
    <DialogTrigger>
      <Pressable>{props.trigger}</Pressable>
      <AriaPopover className={css['popover'] as string} placement={props.placement ?? 'bottom start'} offset={4}>
        <AriaDialog className={css['panel'] as string} aria-label={props.label}>
          <Layer>{props.children}</Layer>
        </AriaDialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
