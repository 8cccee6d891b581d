import { DrawioError, type DrawioFailure } from './drawio-error.ts'
import { limits } from './limits.ts'
import { readDrawio, type DrawioPage } from './read-drawio.ts'

export type FromDrawioWorker = { pages: DrawioPage[] } | { failure: { code: DrawioFailure; message: string } }

const send = (message: FromDrawioWorker): void => postMessage(message)

/** Reads one file and waits for nothing more: whoever started this Worker ends it, and its memory with it. */
onmessage = async ({ data: file }: MessageEvent<File>) => {
  try {
    // What is too large is refused by its size alone; the reader says so in words.
    const bytes =
      file.size > limits.fileBytes ? new Uint8Array(limits.fileBytes + 1) : new Uint8Array(await file.arrayBuffer())
    send({ pages: await readDrawio(bytes, file.name) })
  } catch (error) {
    const { code, message } =
      error instanceof DrawioError ? error : new DrawioError('damaged', 'This file could not be read.')
    send({ failure: { code, message } })
  }
}
