import type { Page } from 'playwright-core'
import { expect } from 'vitest'

// A key or a press changes the page in its own time: what it led to is waited for, not read once.

/** The query string as the address bar has it. */
export const parameters = (page: Page): URLSearchParams => new URL(page.url()).searchParams

/** Waits until what has the focus tells this of itself. */
export async function expectFocus(
  page: Page,
  of: 'tagName' | 'textContent' | 'id' | 'name' | 'role' | 'aria-label',
  is: string,
) {
  const told = () =>
    page.evaluate((of) => {
      const focused = document.activeElement
      return of === 'tagName' || of === 'textContent' ? focused?.[of] : focused?.getAttribute(of)
    }, of)
  await expect.poll(told).toBe(is)
}

export async function expectTitle(page: Page, title: string): Promise<void> {
  await expect.poll(() => page.title()).toBe(title)
}

/** Nothing stands out over the right edge. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const width = page.viewportSize()?.width ?? 0
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
}
