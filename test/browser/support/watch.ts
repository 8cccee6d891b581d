import type { Page } from 'playwright-core'

/** What a page complained about. A test that leaves any fails. */
export interface Watched {
  complaints: string[]
  /** Takes complaints that a test provokes on purpose out of the list. */
  expect(what: RegExp): void
}

// Our own refusals are answers like others; only Chromium writes them to the console.
const refusal = /^Failed to load resource: the server responded with a status of 4\d\d/

/** Listens for errors, violations of the content policy, and requests to anybody but our server. */
export function watch(page: Page, url: string, watched: Watched): void {
  const complain = (words: string) => void watched.complaints.push(words)
  page.on('pageerror', (error) => complain(`page error: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    const { url: about } = message.location()
    if (refusal.test(message.text()) && about.startsWith(`${url}/api/`)) return
    complain(`console ${message.type()}: ${message.text()} (${about})`)
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) complain(`a request to a stranger: ${request.url()}`)
  })
  page.on('crash', () => complain('the page crashed'))
}

export function newWatched(): Watched {
  const complaints: string[] = []
  return {
    complaints,
    expect(what) {
      const others = complaints.filter((complaint) => !what.test(complaint))
      if (others.length === complaints.length) throw new Error(`Nobody complained about ${what}`)
      complaints.splice(0, complaints.length, ...others)
    },
  }
}
