/** `fw.example.com` of an address, for names and for comparing; undefined where there is no host in it. */
export function hostOf(address: string): string | undefined {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`
  const host = urlOf(withScheme)?.hostname.replace(/^www\./, '')
  return host === undefined || host === '' ? undefined : host
}

export function urlOf(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}
