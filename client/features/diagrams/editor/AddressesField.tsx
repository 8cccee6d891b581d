import { useState } from 'react'
import { TextArea } from '../../../ui/text-fields.tsx'

const most = 30
const longest = 120

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** One address per line: IP, host name, MAC, VLAN. */
export function AddressesField({ value, onChange }: { value: readonly string[]; onChange: (lines: string[]) => void }) {
  const [text, setText] = useState(value.join('\n'))
  const [seen, setSeen] = useState(value)
  // Changed elsewhere (undone, merged): that stands, and not what was typed before it.
  if (seen !== value) {
    setSeen(value)
    if (linesOf(text).join('\n') !== value.join('\n')) setText(value.join('\n'))
  }
  const lines = linesOf(text)
  const tooLong = lines.find((line) => line.length > longest)
  return (
    <TextArea
      label="Addresses"
      isOptional
      isMono
      rows={2}
      spellCheck={false}
      hint="One per line"
      error={
        lines.length > most
          ? `List at most ${most} addresses`
          : tooLong && `Write addresses of at most ${longest} characters`
      }
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        const next = linesOf(event.currentTarget.value)
        if (next.length <= most && next.every((line) => line.length <= longest)) onChange(next)
      }}
    />
  )
}
