import type { RefObject } from 'react'

interface FileChooserProps {
  /** A button or a menu entry presses it: `chooser.current?.click()`. */
  ref: RefObject<HTMLInputElement | null>
  label: string
  /** Media types as the browser takes them; all files where it is not given. */
  accept?: string
  multiple?: boolean
  onFiles: (files: File[]) => void
}

/** The browser's window to choose files in, behind a button of ours. The same file can be chosen twice in a row. */
export function FileChooser({ label, onFiles, ...rest }: FileChooserProps) {
  return (
    <input
      {...rest}
      type="file"
      hidden
      aria-label={label}
      onChange={({ currentTarget }) => {
        const files = [...(currentTarget.files ?? [])]
        currentTarget.value = ''
        if (files.length > 0) onFiles(files)
      }}
    />
  )
}
