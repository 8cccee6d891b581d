import { useLayoutEffect, useRef } from 'react'

/** For a `<dialog>`: open with its first paint; when it goes, the focus returns to where it was. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return dialog
}
