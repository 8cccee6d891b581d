import { useSyncExternalStore } from 'react'

/** What a person chose on this device. `system` is kept as absence, so a fresh device follows the system. */
export type Theme = 'system' | 'light' | 'dark'
export type Density = 'default' | 'compact'

const listeners = new Set<() => void>()

export const useTheme = (): [Theme, (theme: Theme) => void] => [useChoice('theme', 'system'), (v) => choose('theme', v)]

export const useDensity = (): [Density, (density: Density) => void] => [
  useChoice('density', 'default'),
  (v) => choose('density', v),
]

function useChoice<T extends string>(name: 'theme' | 'density', otherwise: T): T {
  return useSyncExternalStore(subscribe, () => (document.documentElement.dataset[name] as T | undefined) ?? otherwise)
}

function choose(name: 'theme' | 'density', value: string): void {
  const isDefault = value === 'system' || value === 'default'
  document.documentElement.toggleAttribute(`data-${name}`, !isDefault)
  if (!isDefault) document.documentElement.dataset[name] = value
  try {
    if (isDefault) localStorage.removeItem(`runkeep.${name}`)
    else localStorage.setItem(`runkeep.${name}`, value)
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
