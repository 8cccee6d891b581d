import type { Route } from './route.ts'

/** What answers one path, by method, and the names of its `:parameters` in order. */
interface Place<Answer> {
  answers: Map<string, Answer>
  names: readonly string[]
}
interface Node<Answer> {
  fixed: Map<string, Node<Answer>>
  any?: Node<Answer>
  here?: Place<Answer>
}

export interface Found<Answer> {
  /** By method: `GET`. */
  answers: ReadonlyMap<string, Answer>
  parameters: Record<string, string>
}

/**
 * Finds the route of a path by walking down its segments: a router that tries one pattern after the other costs every
 * request as many attempts as there are routes before its own. Case counts, and so does a slash at the end. A segment
 * that is written out goes before a `:parameter`, whatever the order of the table.
 */
export function routeFinder<Answer>(routes: readonly Route[], answerOf: (route: Route) => Answer) {
  const root: Node<Answer> = { fixed: new Map() }
  for (const route of routes) {
    const names: string[] = []
    let node = root
    for (const segment of segmentsOf(route.endpoint.path)) {
      if (segment.startsWith(':')) {
        names.push(segment.slice(1))
        node = node.any ??= { fixed: new Map() }
      } else {
        const next: Node<Answer> = node.fixed.get(segment) ?? { fixed: new Map() }
        node.fixed.set(segment, next)
        node = next
      }
    }
    node.here ??= { answers: new Map(), names }
    if (node.here.names.join() !== names.join()) throw new Error(`${route.endpoint.path} names its parameters anew`)
    node.here.answers.set(route.endpoint.method, answerOf(route))
  }

  /** @throws URIError where a percent sign stands for nothing. */
  return (path: string): Found<Answer> | undefined => {
    const values: string[] = []
    const place = walk(root, segmentsOf(path), 0, values)
    if (!place) return undefined
    const parameters: Record<string, string> = {}
    for (const [index, name] of place.names.entries()) parameters[name] = decodeURIComponent(values[index] as string)
    return { answers: place.answers, parameters }
  }
}

function walk<Answer>(
  node: Node<Answer>,
  segments: readonly string[],
  at: number,
  values: string[],
): Place<Answer> | undefined {
  if (at === segments.length) return node.here
  const segment = segments[at] as string
  const fixed = node.fixed.get(segment)
  const found = fixed && walk(fixed, segments, at + 1, values)
  if (found || !node.any || segment === '') return found
  values.push(segment)
  const under = walk(node.any, segments, at + 1, values)
  if (!under) values.pop()
  return under
}

const segmentsOf = (path: string): string[] => path.slice(1).split('/')
