import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  advance(by: number): void
  end(): void
}

/** A bar on a terminal, a line every now and then elsewhere; on stderr, so that stdout holds the result alone. */
export function showProgress(total: number, what: string): Progress {
  if (!process.stderr.isTTY) return plainLines(total, what)
  const bar = new SingleBar(
    { format: `{bar} {value} of {total} ${what}`, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { advance: (by) => bar.increment(by), end: () => bar.stop() }
}

const linesInAll = 10

function plainLines(total: number, what: string): Progress {
  let done = 0
  let told = 0
  return {
    advance(by) {
      done += by
      const tenth = Math.floor((done / total) * linesInAll)
      if (tenth === told) return
      told = tenth
      process.stderr.write(`${done} of ${total} ${what}\n`)
    },
    end() {},
  }
}
