import { useRef, type ComponentProps, type MouseEvent, type ReactNode } from 'react'
import { Link, type LinkProps } from 'react-router'
import type { LucideIcon } from 'lucide-react'
import { cx } from './cx.ts'
import { Icon } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { ariaKeys, useShortcut } from './shortcuts.ts'
import css from './Button.module.css'

type Variant = 'default' | 'primary' | 'danger' | 'quiet'

interface Look {
  variant?: Variant | undefined
  icon?: LucideIcon | undefined
  /** Shown on the face, and the shortcut that presses the button while it is on the page. */
  keys?: string | undefined
  /** Keeps the key out of the face; the tooltip still says it. */
  hidesKey?: boolean | undefined
  /** A sentence for the tooltip, where the face does not say everything. */
  tooltip?: string | undefined
  size?: 'default' | 'large' | undefined
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'>, Look {
  /** The act is under way: the button keeps its focus and its words, and ignores presses. */
  isPending?: boolean | undefined
}

/** A button says the act. Its key presses it from anywhere on the page. */
export function Button(props: ButtonProps) {
  const { variant, icon, keys, hidesKey, tooltip, size, isPending, children, className, onClick, ref, ...rest } = props
  const own = useRef<HTMLButtonElement>(null)
  useShortcut(keys && { keys, label: labelOf(children, rest['aria-label']), act: () => own.current?.click() })
  const press = (event: MouseEvent<HTMLButtonElement>) => (isPending ? event.preventDefault() : onClick?.(event))
  return (
    <button
      type="button"
      {...rest}
      ref={(element) => {
        own.current = element
        if (typeof ref === 'function') return ref(element)
        if (ref) ref.current = element
        return undefined
      }}
      className={cx(css['button'], className)}
      data-variant={variant ?? 'default'}
      data-size={size}
      data-tooltip={tooltip ?? (hidesKey && keys ? labelOf(children, rest['aria-label']) : undefined)}
      data-tooltip-keys={keys}
      aria-keyshortcuts={keys && ariaKeys(keys)}
      aria-disabled={isPending || rest['aria-disabled']}
      aria-busy={isPending || undefined}
      onClick={press}
    >
      <Face icon={icon} keys={hidesKey ? undefined : keys}>
        {children}
      </Face>
    </button>
  )
}

/** Looks like a button, is a link: goes somewhere, opens in a new tab, and its key follows it. */
export function ButtonLink(props: Omit<LinkProps, 'className'> & Look & { className?: string }) {
  const { variant, icon, keys, hidesKey, tooltip, size, children, className, ...rest } = props
  const own = useRef<HTMLAnchorElement>(null)
  useShortcut(keys && { keys, label: labelOf(children), act: () => own.current?.click() })
  return (
    <Link
      {...rest}
      ref={own}
      className={cx(css['button'], className)}
      data-variant={variant ?? 'default'}
      data-size={size}
      data-tooltip={tooltip}
      data-tooltip-keys={keys}
      aria-keyshortcuts={keys && ariaKeys(keys)}
    >
      <Face icon={icon} keys={hidesKey ? undefined : keys}>
        {children}
      </Face>
    </Link>
  )
}

/** Only for Copy, Reveal, Close and their like: the name is the tooltip, and what a screen reader says. */
export function IconButton({
  label,
  icon,
  ...props
}: Omit<ButtonProps, 'children'> & { label: string; icon: LucideIcon }) {
  return (
    <Button
      variant="quiet"
      tooltip={label}
      {...props}
      hidesKey
      icon={icon}
      aria-label={label}
      className={cx(css['iconOnly'], props.className)}
    />
  )
}

function Face({
  icon,
  keys,
  children,
}: {
  icon: LucideIcon | undefined
  keys: string | undefined
  children: ReactNode
}) {
  return (
    <>
      {icon && <Icon of={icon} />}
      {children}
      {keys && (
        <span aria-hidden="true" className={css['keys']}>
          <Kbd keys={keys} />
        </span>
      )}
    </>
  )
}

function labelOf(children: ReactNode, ariaLabel?: string): string {
  if (ariaLabel) return ariaLabel
  return typeof children === 'string'
    ? children
    : Array.isArray(children)
      ? children.filter((c) => typeof c === 'string').join('')
      : ''
}
