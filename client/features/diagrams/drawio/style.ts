/** A style of draw.io: `ellipse;shape=cloud;html=1;` as names that stand alone and keys with values. */
export interface Style {
  names: ReadonlySet<string>
  /** Empty text where the key is not there. */
  of: (key: string) => string
  is: (key: string) => boolean
}

/** Reads a style; of keys that come twice the last counts, as in draw.io. Data within (`image=data:…;base64,…`) stays whole. */
export function readStyle(style: string): Style {
  const names = new Set<string>()
  const values = new Map<string, string>()
  const whole = style.replace(/;base64,/g, ',')
  for (const part of whole.split(';')) {
    const equals = part.indexOf('=')
    if (equals < 0) {
      if (part.trim()) names.add(part.trim())
    } else values.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim())
  }
  const of = (key: string) => values.get(key) ?? ''
  return { names, of, is: (key) => of(key) === '1' }
}
