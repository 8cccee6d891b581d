import type { Link, Medium } from '#contract/diagrams.ts'
import type { Item } from './scene.ts'

export type LinkWords = Pick<Link, 'label' | 'speed' | 'fromPort' | 'toPort'>

const mostPort = 60
const speed =
  /(?<![\w.])\d+(?:[.,]\d+)?\s?(?:[kmgt]bit\/s|[kmgt]b\/s|[kmgt]bps|[kmgt]bit|gbe|gige?|g(?=$|[\s,;)])|mb(?=$|[\s,;)]))/i

/**
 * What is written on a line: words near an end name its port; what is said of its speed stands apart.
 * @param labels its labels, each with its place on the line, from -1 at the beginning to 1 at the end
 */
export function linkWords(own: string, labels: readonly { words: string; at: number }[]): LinkWords {
  const middle: string[] = own ? [own] : []
  const ports = { from: [] as string[], to: [] as string[] }
  for (const { words, at } of labels) {
    if (words === '') continue
    const isPort = Math.abs(at) > 0.4 && words.length <= mostPort
    if (isPort) ports[at < 0 ? 'from' : 'to'].push(words)
    else middle.push(words)
  }
  const label = oneLine(middle.join(' '))
  const found = speed.exec(label)?.[0] ?? ''
  const rest = found ? label.replace(found, ' ').replace(/\(\s*\)/, ' ') : label
  return {
    label: oneLine(rest).replace(/^[\s,;:–-]+|[\s,;:–-]+$/g, ''),
    speed: found,
    fromPort: oneLine(ports.from.join(' ')).slice(0, mostPort).trim(),
    toPort: oneLine(ports.to.join(' ')).slice(0, mostPort).trim(),
  }
}

/** What a line is made of, where its drawing or its words tell; nothing is guessed from colours and dashes. */
export function mediumOf({ style, words }: Item, said: string): Medium {
  const text = `${words} ${said}`
  if (
    /comm_?link|wireless|radio/i.test(style.of('shape')) ||
    /wi-?fi|wireless|802\.11|\bradio\b|\bWLAN\b|microwave/i.test(text)
  )
    return 'wireless'
  if (/\bvpn\b|ipsec|tunnel|wireguard|\bgre\b|sd-?wan/i.test(text)) return 'vpn'
  if (/fib(?:re|er)|\bsfp\+?\b|\bOM[1-5]\b|\bOS[12]\b|single-?mode|multi-?mode|\bFC\b/i.test(text)) return 'fibre'
  if (/copper|\bcat\s?[5-8][ae]?\b|\butp\b|\bstp\b|1000BASE-?T|100BASE-?TX?|\brj-?45\b/i.test(text)) return 'copper'
  return 'other'
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
