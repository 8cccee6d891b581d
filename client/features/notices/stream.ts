import { noticeStream, type StreamEnd } from '#contract/notices.ts'

/** What a page hears: `again` when something may have been missed, else why the server ended the stream. */
export type Heard = 'notice' | 'again' | 'lost' | Extract<StreamEnd, 'signed-out' | 'changed'>

const name = 'runkeep-notices'

/**
 * Listens for this browser's pages, all of them over one stream: browsers open six connections to a server and no more.
 * The page that has the lock holds the stream and tells the others; when it is closed, the next one has the lock. Where
 * the browser has no locks, each page listens while it is in sight.
 * @returns how to end it.
 */
export function listen(hear: (heard: Heard) => void): () => void {
  if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) return whileInSight(() => openStream(hear))
  const others = new BroadcastChannel(name)
  others.onmessage = ({ data }: MessageEvent<Heard>) => hear(data)
  // From here on nothing is missed; before, something may have been.
  queueMicrotask(() => hear('again'))
  const tellAll = (heard: Heard) => {
    others.postMessage(heard)
    hear(heard)
  }
  const giveUp = new AbortController()
  const held = (): Promise<void> =>
    new Promise((release) => {
      const close = openStream(tellAll)
      giveUp.signal.addEventListener('abort', () => {
        close()
        release()
      })
    })
  navigator.locks.request(name, { signal: giveUp.signal }, held).catch(() => undefined)
  return () => {
    giveUp.abort()
    others.close()
  }
}

const soonestMs = 1_000
const latestMs = 60_000
/** Whoever listens in too many places asks now and then, and tries again later. */
const elsewhereMs = 300_000

/** One stream, opened anew whenever it is lost; slower each time, and not by all browsers at the same moment. */
function openStream(tell: (heard: Heard) => void): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const again = (inMs: number) => {
    source?.close()
    timer = setTimeout(open, inMs * (0.75 + Math.random() / 2))
  }
  const fail = () => {
    tell('lost')
    again(Math.min(latestMs, soonestMs * 2 ** failures++))
  }
  const end = ({ data }: MessageEvent<StreamEnd>) => {
    if (data === 'signed-out' || data === 'changed') tell(data)
    if (data === 'signed-out') source?.close()
    else again(data === 'elsewhere' ? elsewhereMs : soonestMs)
  }
  function open(): void {
    source = new EventSource(noticeStream.path)
    source.addEventListener('ready', () => {
      failures = 0
      // What was told before, or between one stream and the next, was heard by nobody.
      tell('again')
    })
    source.addEventListener('notice', () => tell('notice'))
    source.addEventListener('end', end)
    source.onerror = fail
  }
  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

function whileInSight(begin: () => () => void): () => void {
  let end: (() => void) | undefined
  const look = () => {
    if (document.hidden) {
      end?.()
      end = undefined
    } else end ??= begin()
  }
  look()
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    end?.()
  }
}
