import { useSyncExternalStore } from 'react'

/** Whether a media query holds now, and from now on. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

export const usePhone = (): boolean => useMedia('(width < 640px)')
