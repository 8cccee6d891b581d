import { startWorker } from '../../../vault/trusted-worker.ts'
import { workerNames } from '../../../vault/worker-names.ts'
import { DrawioError } from './drawio-error.ts'
import type { FromDrawioWorker } from './drawio-worker.ts'
import type { DrawioPage } from './read-drawio.ts'

const deadlineMs = 60_000

/**
 * Reads a draw.io file in a Worker of its own, which ends afterwards however it goes: a hostile file neither holds up the
 * page nor leaves anything behind.
 * @param signal ends it before its time
 * @throws DrawioError
 */
export async function readInWorker(file: File, signal: AbortSignal): Promise<DrawioPage[]> {
  const worker = startWorker('drawio', workerNames.drawio)
  const { promise, resolve, reject } = Promise.withResolvers<DrawioPage[]>()
  const stop = (message: string) => reject(new DrawioError('stopped', message))
  const onAbort = () => stop('Stopped.')
  const deadline = setTimeout(() => stop('Reading this file took more than a minute and was stopped.'), deadlineMs)
  signal.addEventListener('abort', onAbort)
  worker.onmessage = ({ data }: MessageEvent<FromDrawioWorker>) => {
    if ('pages' in data) resolve(data.pages)
    else reject(new DrawioError(data.failure.code, data.failure.message))
  }
  worker.onerror = (event) => {
    // What the event quotes may be the file's.
    event.preventDefault()
    reject(new DrawioError('damaged', 'This file could not be read: the browser ran out of memory, or gave up on it.'))
  }
  try {
    if (signal.aborted) onAbort()
    else worker.postMessage(file)
    return await promise
  } finally {
    clearTimeout(deadline)
    signal.removeEventListener('abort', onAbort)
    worker.terminate()
  }
}
