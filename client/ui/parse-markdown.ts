import { startWorker } from '../vault/trusted-worker.ts'
import type { MdBlock } from './markdown-tree.ts'
import type { FromMarkdown, ToMarkdown } from './markdown-worker.ts'

/** What a text became: a tree, or `undefined` where it is shown as it was typed. */
export type Parsed = MdBlock[] | undefined

/** A text that takes longer than this is hostile or broken; ordinary ones take milliseconds. 1 s, for the longest text 2 s. */
const deadlineMs = (text: string) => 1_000 + text.length / 200
/** The Worker's own script may have to come over a slow line first. */
const startMs = 10_000
const remembered = 24

interface Reader {
  worker: Worker
  isReady: Promise<boolean>
}

let reader: Reader | undefined
let lastId = 0
/** One text at a time, so that a hostile one costs its own reader only. */
let queue: Promise<unknown> = Promise.resolve()
const known = new Map<string, Parsed>()

/** Starts the Worker before the first text needs it. */
export function warmMarkdown(): void {
  reader ??= start()
}

/** What a text became, if it was read lately: no flicker when it is shown again. */
export function knownMarkdown(text: string): { parsed: Parsed } | undefined {
  return known.has(text) ? { parsed: known.get(text) } : undefined
}

/** Reads a text in the Worker. Never throws; answers at latest after the deadline. */
export function parseMarkdown(text: string): Promise<Parsed> {
  if (known.has(text)) return Promise.resolve(known.get(text))
  const parsed = queue.then(() => ask(text))
  queue = parsed
  return parsed.then((blocks) => {
    known.delete(text)
    known.set(text, blocks)
    const oldest = known.keys().next()
    if (known.size > remembered && !oldest.done) known.delete(oldest.value)
    return blocks
  })
}

async function ask(text: string): Promise<Parsed> {
  const own = (reader ??= start())
  if (!(await own.isReady)) return undefined
  const id = ++lastId
  return new Promise((resolve) => {
    const end = (blocks: Parsed) => {
      clearTimeout(timer)
      own.worker.removeEventListener('message', onMessage)
      resolve(blocks)
    }
    const onMessage = ({ data }: MessageEvent<FromMarkdown>) => {
      if (data !== 'ready' && data.id === id) end(data.blocks)
    }
    const timer = setTimeout(() => {
      // Nothing can interrupt a busy Worker but its end; the next text gets a new one.
      own.worker.terminate()
      if (reader === own) reader = undefined
      end(undefined)
    }, deadlineMs(text))
    own.worker.addEventListener('message', onMessage)
    own.worker.postMessage({ id, text } satisfies ToMarkdown)
  })
}

function start(): Reader {
  const worker = startWorker('markdown', 'runkeep-markdown')
  const isReady = new Promise<boolean>((resolve) => {
    const give = (answer: boolean) => {
      clearTimeout(timer)
      resolve(answer)
    }
    const timer = setTimeout(() => give(false), startMs)
    worker.addEventListener('message', () => give(true), { once: true })
    worker.addEventListener('error', () => give(false), { once: true })
  })
  return { worker, isReady }
}
