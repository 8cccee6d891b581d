import type { Device, Drawing, Group, Link, Medium, Shape } from '#contract/diagrams.ts'
import { labelOf } from '#contract/diagrams/twin.ts'

/**
 * A drawing as a Mermaid flowchart: devices with their addresses, groups as subgraphs, what is said of links. Mermaid
 * places everything itself; names of elements are our own and every text is quoted, so that nothing in it is syntax.
 */
export function writeMermaid(drawing: Drawing, title?: string): string {
  const names = new Map<string, string>()
  drawing.groups.forEach(({ id }, at) => names.set(id, `g${at + 1}`))
  drawing.devices.forEach(({ id }, at) => names.set(id, `d${at + 1}`))
  const inside = new Map<string | undefined, (Device | Group)[]>()
  for (const element of [...drawing.groups, ...drawing.devices]) {
    const there = inside.get(element.group)
    if (there) there.push(element)
    else inside.set(element.group, [element])
  }
  const lines: string[] = []
  const write = (group: string | undefined, depth: number): void => {
    const indent = '  '.repeat(depth)
    for (const element of inside.get(group) ?? []) {
      const name = names.get(element.id) ?? ''
      if ('shape' in element) lines.push(`${indent}${name}${framed(element.shape, wordsOf(element))}`)
      else {
        lines.push(`${indent}subgraph ${name}[${wordsOf(element)}]`)
        // Mermaid refuses a subgraph with nothing in it.
        if (!inside.has(element.id)) lines.push(`${indent}  ${name}e[" "]`)
        write(element.id, depth + 1)
        lines.push(`${indent}end`)
      }
    }
  }
  write(undefined, 1)
  const links = drawing.links.flatMap((link) => {
    const [from, to] = [names.get(link.from), names.get(link.to)]
    return from && to ? [`  ${from} ${arrows[link.medium]}${saidOf(link)} ${to}`] : []
  })
  const head = title ? ['---', `title: ${yaml(title)}`, '---'] : []
  return [...head, 'flowchart TB', ...lines, ...links, ''].join('\n')
}

const arrows: Record<Medium, string> = { copper: '---', fibre: '===', wireless: '-.-', vpn: '-.-', other: '---' }
const frames: Partial<Record<Shape, readonly [string, string]>> = {
  internet: ['((', '))'],
  cloud: ['((', '))'],
  database: ['[(', ')]'],
  storage: ['[(', ')]'],
  person: ['([', '])'],
  note: ['>', ']'],
  vm: ['[[', ']]'],
}

function framed(shape: Shape, words: string): string {
  const [open, close] = frames[shape] ?? ['[', ']']
  return `${open}${words}${close}`
}

const wordsOf = (element: Device | Group): string => quoted([labelOf(element), ...element.addresses])

function saidOf(link: Link): string {
  const ports = [link.fromPort, link.toPort].filter(Boolean).join(' – ')
  const medium = link.medium === 'vpn' ? 'VPN' : ''
  const said = [link.label, link.speed, medium, ports].filter(Boolean)
  return said.length > 0 ? `|${quoted([said.join(', ')])}|` : ''
}

const quoted = (lines: readonly string[]): string => `"${lines.map(escaped).join('<br/>')}"`

/** By number, as Mermaid has it: quotes, tags, comments and lists of Markdown are letters then. */
const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/["#<>&`%;{}[\]()|\\$]/g, byNumber)
    .replace(/^([-*+]|\d+[.)])(?= )/, (sign) => sign.replace(/[-*+.)]/, byNumber))
const byNumber = (sign: string): string => `#${sign.codePointAt(0)};`

/** JSON is YAML; one line, and nothing that ends the front matter. */
const yaml = (text: string): string => JSON.stringify(text.replace(/[\s]+/g, ' '))
