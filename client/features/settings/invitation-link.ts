/** An invitation's secret: 32 random bytes that only the link has. The server is told their SHA-256. */
export async function newInvitationToken(): Promise<{ token: string; tokenHash: string }> {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const digest = await crypto.subtle.digest('SHA-256', secret)
  return { token: base64url(secret), tokenHash: base64url(new Uint8Array(digest)) }
}

/** The token stands after the `#`, which no browser sends: it comes into no log and no history of a server. */
export function invitationLink(slug: string, token: string): string {
  return `${location.origin}/join#${slug}.${token}`
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
