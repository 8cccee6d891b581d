/** Where a link in a text may lead. `undefined`: nowhere, it is shown as words. */
export type SafeLink = { is: 'in-app'; to: string } | { is: 'heading'; slug: string } | { is: 'outside'; href: string }

const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/**
 * The allow-list for addresses in texts: http, https, mailto, tel, a path of this installation, a heading of this text.
 * Everything else, `javascript:` first of all, is no link. Decided by the browser's own URL parser, as the click would be.
 * @param origin of this page
 */
export function safeLink(written: string, origin: string): SafeLink | undefined {
  const href = written.trim()
  if (href.startsWith('#')) return href.length > 1 ? { is: 'heading', slug: decode(href.slice(1)) } : undefined
  const isPath = href.startsWith('/')
  // A relative path was meant for the folder that the text came from; there is nothing at its end here.
  if (!isPath && !/^[a-z][a-z0-9+.-]*:/i.test(href)) return undefined
  const url = parseUrl(href, origin)
  if (!url || !schemes.has(url.protocol)) return undefined
  if (url.origin === origin) return { is: 'in-app', to: url.pathname + url.search + url.hash }
  return { is: 'outside', href: url.href }
}

function parseUrl(href: string, origin: string): URL | undefined {
  try {
    return new URL(href, origin)
  } catch {
    return undefined
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
