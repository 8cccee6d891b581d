/** Why something of a page did not come, or came otherwise. */
export type LeftOutKind = keyof typeof sayings

const sayings = {
  hidden: (n: number) =>
    `${count(n, 'shape', 'shapes')} on hidden layers, or hidden, ${n === 1 ? 'was' : 'were'} left out`,
  loose: (n: number) =>
    `${count(n, 'line does', 'lines do')} not join two devices, and ${n === 1 ? 'was' : 'were'} left out`,
  decoration: (n: number) =>
    `${count(n, 'shape', 'shapes')} without words or links, drawn as decoration, ${n === 1 ? 'was' : 'were'} left out`,
  grouping: (n: number) =>
    `${count(n, 'grouping', 'groupings')} without a frame ${n === 1 ? 'was' : 'were'} dissolved; what stood in ${n === 1 ? 'it' : 'them'} came`,
  nearest: (n: number) => `${count(n, 'line ended', 'lines ended')} beside a device: joined to the nearest`,
  plain: (n: number) =>
    `${count(n, 'shape', 'shapes')} that we have no drawing of came as ${n === 1 ? 'a plain box' : 'plain boxes'}`,
  picture: (n: number) =>
    `${count(n, 'picture', 'pictures')} kept in the file came as ${n === 1 ? 'a shape' : 'shapes'} of ours`,
  web: (n: number) =>
    `${count(n, 'picture', 'pictures')} from the web ${n === 1 ? 'was' : 'were'} not fetched and came as ${n === 1 ? 'a shape' : 'shapes'} of ours`,
  inLabel: (n: number) => `${count(n, 'picture', 'pictures')} inside labels ${n === 1 ? 'was' : 'were'} left out`,
  rotated: (n: number) =>
    `${count(n, 'shape', 'shapes')} stood at an angle and ${n === 1 ? 'stands' : 'stand'} upright now`,
  unfolded: (n: number) => `${count(n, 'folded group', 'folded groups')} came unfolded`,
  script: (n: number) =>
    `${count(n, 'script or link that runs something', 'scripts or links that run something')} ${n === 1 ? 'was' : 'were'} dropped`,
  jump: (n: number) =>
    `${count(n, 'link', 'links')} to another page or an act of draw.io ${n === 1 ? 'was' : 'were'} dropped`,
  cut: (n: number) => `${count(n, 'text', 'texts')} longer than a diagram keeps ${n === 1 ? 'was' : 'were'} shortened`,
  corners: (n: number) => `${count(n, 'line', 'lines')} with more than 60 corners came with fewer`,
  scaled: () => 'The drawing was larger than a sheet can be, and came smaller',
  binding: (n: number) =>
    `${count(n, 'record', 'records')} of another organization ${n === 1 ? 'is' : 'are'} no longer bound`,
} as const

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`

export interface LeftOut {
  kind: LeftOutKind
  count: number
  /** Some of their names, each once; those without a name are not in it. */
  names: string[]
  /** A sentence without its full stop. */
  words: string
}

const mostNames = 8

/** Collects what did not come as it was. */
export class LeftOutList {
  readonly #found = new Map<LeftOutKind, { count: number; names: Map<string, number> }>()

  add(kind: LeftOutKind, name = '', by = 1): void {
    if (by < 1) return
    const found = this.#found.get(kind) ?? { count: 0, names: new Map<string, number>() }
    found.count += by
    const short = name.replace(/\s+/g, ' ').slice(0, 60)
    if (short) found.names.set(short, (found.names.get(short) ?? 0) + 1)
    this.#found.set(kind, found)
  }

  /** In the order of the table above: what is gone first. */
  get items(): LeftOut[] {
    return (Object.keys(sayings) as LeftOutKind[]).flatMap((kind) => {
      const found = this.#found.get(kind)
      if (!found) return []
      const all = [...found.names].map(([name, times]) => (times > 1 ? `${name} (${times})` : name))
      const names = all.length > mostNames ? [...all.slice(0, mostNames), `and ${all.length - mostNames} more`] : all
      return [{ kind, count: found.count, names, words: sayings[kind](found.count) }]
    })
  }
}
