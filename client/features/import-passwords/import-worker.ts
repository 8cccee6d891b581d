import type { ImportFormat } from './formats.ts'
import { ImportError, type ImportFailure } from './import-error.ts'
import { readImport, type ImportReading, type ImportRequest } from './read-import.ts'

export type FromImportWorker =
  { reading: ImportReading } | { failure: { code: ImportFailure; message: string; format?: ImportFormat } }

const send = (message: FromImportWorker): void => postMessage(message)

/** Reads one file and waits for nothing more: whoever started this Worker ends it, and its memory with it. */
onmessage = async ({ data }: MessageEvent<ImportRequest>) => {
  try {
    send({ reading: await readImport(data) })
  } catch (error) {
    const { code, message, format } =
      error instanceof ImportError ? error : new ImportError('damaged', 'This file could not be read.')
    send({ failure: { code, message, ...(format && { format }) } })
  }
}
