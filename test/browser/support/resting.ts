import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'

// A new tab costs a core more than a second: a window, a process, and all of the program compiled again. So a tab is laid
// to rest after a test and taken up by the next one, with nothing left of what the first did in it.

const heard = [
  'console',
  'dialog',
  'domcontentloaded',
  'download',
  'filechooser',
  'framenavigated',
  'load',
  'pageerror',
  'popup',
  'request',
  'requestfailed',
  'requestfinished',
  'response',
  'websocket',
  'worker',
] as const

/** A file of the built client that shows next to nothing: a page of our server where none of our programs runs. */
export function placeToRest(client: string): string {
  const assets = path.join(client, 'assets')
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
  const [smallest] = scripts.sort((a, b) => statSync(path.join(assets, a)).size - statSync(path.join(assets, b)).size)
  return `/assets/${smallest}`
}

/** @returns whether the tab can be taken up again; otherwise it was closed. */
export async function layToRest(page: Page, address: string): Promise<boolean> {
  try {
    for (const event of heard) page.removeAllListeners(event)
    // Unsaved words, which the page would rather keep.
    page.on('dialog', (dialog) => void dialog.accept())
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.goto(address, { timeout: 5_000 })
    page.removeAllListeners('dialog')
    await page.evaluate(() => sessionStorage.clear())
    await page.emulateMedia({ media: null, colorScheme: null })
    await page.mouse.move(0, 0)
    const session = await page.context().newCDPSession(page)
    await session.send('Page.resetNavigationHistory')
    await session.detach()
    return true
  } catch {
    // Its server is gone, or the page hangs: as a test may want it.
    await page.close()
    return false
  }
}
