import type { Page } from 'playwright-core'

/**
 * One key after the other, as a chord. Both are on their way before either has been heard: the time between them is the
 * browser's, however long a busy machine takes to tell us about the first.
 */
export async function chord(page: Page, first: string, second: string): Promise<void> {
  await Promise.all([page.keyboard.press(first), page.keyboard.press(second)])
}
