const longest = 200
/** Signs that some disk does not take, line ends, and what turns the direction of writing. */
// eslint-disable-next-line no-control-regex -- what it takes away
const untaken = /[\\/:*?"<>|\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]+/g

/**
 * A name that the server takes and every disk can hold: `Scan: 3/4.pdf` becomes `Scan- 3-4.pdf`. The ending stays,
 * however long the name.
 */
export function fileNameFrom(written: string, otherwise = 'file'): string {
  const clean = written.normalize('NFC').replace(untaken, '-').replace(/\s+/g, ' ').trim()
  const name = /^[.\s-]*$/.test(clean) ? otherwise : clean
  if (name.length <= longest) return name
  const ending = endingOf(name).slice(0, 20)
  return (
    name
      .slice(0, longest - ending.length)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trimEnd() + ending
  )
}

/** `.pdf`, with the dot; empty where there is none. */
export const endingOf = (name: string): string => /\.[^.\s]{1,19}$/.exec(name)?.[0] ?? ''
