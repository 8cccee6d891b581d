const ipv4 = String.raw`(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\s?/\s?(?:3[0-2]|[12]?\d)|:\d{1,5})?`
// Full, or with one `::`; whether it is one is decided by `isIpv6`.
const ipv6 = String.raw`(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:/\d{1,3})?`
const mac = String.raw`(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}`
const address = new RegExp(String.raw`(?<![\w.:/-])(?:${mac}|${ipv4}|${ipv6})(?![\w:/-]|\.\w)`, 'gi')
// What people write before an address, and what holds it: "IP:", "mgmt =", "(…)".
const before =
  /(?:^|[\s([,;|–-])(?:ip(?:v[46])?(?:\s*(?:address|addr\.?))?|mac|addr(?:ess)?|mgmt|net(?:work)?|subnet)\s*[:=#]?\s*$/i

/**
 * Parts the addresses in a label from the name: IPv4 and IPv6 with prefix or port, and MAC addresses. What only
 * introduced or held them goes with them.
 * @param label lines of text
 * @returns the lines without them; the addresses in their order, each once
 */
export function withoutAddresses(label: string): { label: string; addresses: string[] } {
  const addresses: string[] = []
  const lines = label.split('\n').map((line) => {
    let kept = ''
    let at = 0
    for (const match of line.matchAll(address)) {
      const found = match[0]
      if (found.includes(':') && !/\.\d/.test(found) && !isMac(found) && !isIpv6(found)) continue
      addresses.push(found.replace(/\s/g, ''))
      kept += line.slice(at, match.index).replace(before, ' ')
      at = match.index + found.length
    }
    return at === 0 ? line : tidied(kept + line.slice(at))
  })
  return { label: lines.filter(Boolean).join('\n'), addresses: [...new Set(addresses)] }
}

const isMac = (text: string): boolean => /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)

function isIpv6(text: string): boolean {
  const [groups = '', prefix] = text.split('/')
  if (prefix !== undefined && Number(prefix) > 128) return false
  const [head = '', tail, more] = groups.split('::')
  if (more !== undefined) return false
  const count = [head, tail ?? ''].flatMap((part) => (part === '' ? [] : part.split(':')))
  if (count.some((group) => group === '')) return false
  // `::` alone, and times like 10:20:30, are none.
  return tail === undefined ? count.length === 8 : count.length >= 1 && count.length < 8
}

/** Brackets with nothing in them, and signs that stood between an address and something else. */
const tidied = (line: string): string =>
  line
    .replace(/\(\s*[,;|]?\s*\)|\[\s*[,;|]?\s*\]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:|=–-]+|[\s,;:|=–-]+$/g, '')
