import type { ComponentProps } from 'react'
import type { FieldProps } from './Field.tsx'

/** What the control itself takes, beside the frame of the field. */
export type Own<Tag extends 'input' | 'textarea' | 'select'> = Omit<
  ComponentProps<Tag>,
  keyof FieldProps | 'id' | 'className'
>

type Rest<Props> = Omit<Props, keyof FieldProps>

/** Parts what the frame of a field takes from what the control takes. */
export function split<Props extends FieldProps>(props: Props): [FieldProps, Rest<Props>] {
  const { label, name, hint, error, isOptional, isLabelHidden, width, ...rest } = props
  return [{ label, name, hint, error, isOptional, isLabelHidden, width }, rest]
}
