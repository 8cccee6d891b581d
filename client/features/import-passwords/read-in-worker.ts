import { startWorker } from '../../vault/trusted-worker.ts'
import { workerNames } from '../../vault/worker-names.ts'
import { ImportError } from './import-error.ts'
import type { FromImportWorker } from './import-worker.ts'
import type { ImportReading, ImportRequest } from './read-import.ts'

/** The costliest key derivation that is allowed takes about a minute on a slow machine. */
const deadlineMs = 180_000

/**
 * Reads a file in a Worker of its own, which ends afterwards however it goes: the page stays usable, and neither a
 * hostile file nor 1 GiB of Argon2 leaves anything behind.
 * @param signal ends it before its time
 * @throws ImportError
 */
export async function readInWorker(request: ImportRequest, signal: AbortSignal): Promise<ImportReading> {
  const worker = startWorker('importer', workerNames.importer)
  const { promise, resolve, reject } = Promise.withResolvers<ImportReading>()
  const stop = (message: string) => reject(new ImportError('stopped', message))
  const onAbort = () => stop('Stopped. Nothing was brought.')
  const deadline = setTimeout(() => stop('Reading this file took more than three minutes and was stopped.'), deadlineMs)
  signal.addEventListener('abort', onAbort)
  worker.onmessage = ({ data }: MessageEvent<FromImportWorker>) => {
    if ('reading' in data) resolve(data.reading)
    else reject(new ImportError(data.failure.code, data.failure.message, data.failure.format))
  }
  worker.onerror = (event) => {
    // What the event quotes may be the file's.
    event.preventDefault()
    reject(new ImportError('damaged', 'This file could not be read: the browser ran out of memory, or gave up on it.'))
  }
  try {
    if (signal.aborted) onAbort()
    else worker.postMessage(request)
    return await promise
  } finally {
    clearTimeout(deadline)
    signal.removeEventListener('abort', onAbort)
    worker.terminate()
  }
}
