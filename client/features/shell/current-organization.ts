import { useEffect } from 'react'
import { useMatch } from 'react-router'
import type { Membership } from '#contract/accounts.ts'

const key = 'runkeep.organization'

/** The organization that the sidebar is about: of the address, else the last one, else the first. */
export function useCurrentOrganization(memberships: readonly Membership[]): Membership | undefined {
  const inAddress = useMatch('/o/:org/*')?.params.org
  const find = (slug: string | null | undefined) => memberships.find((each) => each.slug === slug)
  const current = find(inAddress) ?? find(last()) ?? memberships[0]
  useEffect(() => {
    if (current) remember(current.slug)
  }, [current])
  return current
}

function last(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function remember(slug: string): void {
  try {
    localStorage.setItem(key, slug)
  } catch {
    // Storage can be forbidden; the first organization then stands there after a reload.
  }
}
