import type { Readable } from 'node:stream'
import type { Request, Response } from 'express'
import multer from 'multer'
import { invalid, Problem } from '#contract/problems.ts'
import { leastBytesPerSecond, liftBodyDeadline } from './body-deadline.ts'
import { storageProblem } from './storage-problem.ts'
import { TooBig, type Arrived, type FileStore } from '../platform/files.ts'

/** Slower than it may be over so long is no slow line but somebody who keeps connections busy. */
const lookEveryMs = 10_000

/**
 * Before anything is read of it: that the body is a form whose length is said.
 * @returns its length in bytes.
 * @throws Problem 'unsupported-media-type', 'malformed-body'.
 */
export function requireForm(request: Request): number {
  const { 'content-type': type = '', 'content-encoding': encoding, 'content-length': length } = request.headers
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new Problem('unsupported-media-type', { detail: 'Send a form, as multipart/form-data.' })
  }
  if (encoding) throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' })
  if (length === undefined) throw malformed('Say how long the body is, in Content-Length.')
  return Number(length)
}

/**
 * Reads a form of a few short fields and then one file, which goes to a temporary file as it comes.
 * @param check is asked when the file begins: fields that are not right end it before the file has come.
 * @throws Problem 'malformed-body', 'too-slow', 'cannot-write', what `check` and `tooLarge` say. No file is left then.
 */
export async function readForm(
  request: Request,
  {
    files,
    mostBytes,
    check,
    tooLarge,
  }: {
    files: FileStore
    mostBytes: number
    check: (fields: Record<string, unknown>) => void
    tooLarge: () => Problem
  },
): Promise<{ fields: Record<string, unknown>; arrived: Arrived }> {
  liftBodyDeadline(request)
  let arrived: Arrived | undefined
  let coming: Readable | undefined
  let receiving: Promise<unknown> | undefined
  let refused: unknown
  const storage: multer.StorageEngine = {
    _handleFile(_request, file, done) {
      coming = file.stream
      receiving = files.receive(file.stream, mostBytes).then(
        (received) => {
          arrived = received
          done(null, { path: received.path })
        },
        (error: unknown) => {
          refused = error
          done(error)
        },
      )
    },
    _removeFile(_request, _file, done) {
      if (!arrived) return done(null)
      files.discard(arrived).then(
        () => done(null),
        (error: unknown) => done(error as Error),
      )
    },
  }
  const form = multer({
    storage,
    limits: {
      fieldNameSize: 40,
      fieldSize: 2_000,
      fieldNestingDepth: 0,
      fields: 8,
      files: 1,
      parts: 9,
      headerPairs: 20,
      fileSize: mostBytes,
    },
    fileFilter: (_request, _file, accept) => {
      try {
        check(fieldsOf(request))
        accept(null, true)
      } catch (error) {
        accept(error as Error)
      }
    },
  }).single('file')

  const reading = new Promise<void>((resolve, reject) => {
    // multer never looks at the response.
    form(request, request.res as Response, (error?: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('The form could not be read'))
      else resolve()
    })
  })
  try {
    await whileItComes(request, reading)
  } catch (error) {
    // Whatever still comes in is for nobody; the answer waits until it has been taken away.
    coming?.destroy()
    await receiving
    if (arrived) await files.discard(arrived).catch(() => {})
    // The parser hears first that its stream was given up, and only then why.
    const isAborted = (error as NodeJS.ErrnoException).code === 'ABORT_ERR'
    throw problemOf(isAborted ? (refused ?? error) : error, tooLarge)
  }
  if (!arrived) throw invalid('/file', 'Send the file as a part called “file”, with a file name, after the fields.')
  return { fields: fieldsOf(request), arrived }
}

const fieldsOf = (request: Request): Record<string, unknown> => ({ ...(request.body as Record<string, unknown>) })

/**
 * Waits for it as long as somebody sends: the parser may not hear of a connection that ended before it began.
 * @throws Problem 'too-slow', 'malformed-body'.
 */
async function whileItComes(request: Request, reading: Promise<void>): Promise<void> {
  let look: NodeJS.Timeout | undefined
  const trouble = new Promise<never>((_resolve, reject) => {
    const gone = () => {
      if (!request.complete) reject(malformed('The body did not arrive whole.'))
    }
    request.once('close', gone)
    if (request.destroyed) gone()
    let before = request.socket.bytesRead
    look = setInterval(() => {
      const now = request.socket.bytesRead
      // Once all of it is here, what takes its time is our own disk.
      if (!request.complete && now - before < (leastBytesPerSecond * lookEveryMs) / 1000)
        reject(new Problem('too-slow'))
      before = now
    }, lookEveryMs)
  })
  reading.catch(() => {})
  trouble.catch(() => {})
  try {
    await Promise.race([reading, trouble])
  } finally {
    clearInterval(look)
  }
}

const malformed = (detail: string) => new Problem('malformed-body', { detail })

function problemOf(error: unknown, tooLarge: () => Problem): unknown {
  if (error instanceof Problem) return error
  if (error instanceof TooBig) return tooLarge()
  if (error instanceof multer.MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE') return tooLarge()
    return malformed(words[error.code] ?? 'The form is not as this address takes it.')
  }
  const problem = storageProblem(error)
  if (problem !== error) return problem
  // What is left is what busboy says of forms: that they end too early, or have no boundary.
  return error instanceof Error && !('code' in error)
    ? malformed('The form did not arrive whole, or is not one.')
    : error
}

const words: Record<string, string> = {
  LIMIT_PART_COUNT: 'The form has too many parts: send a few fields and one file.',
  LIMIT_FILE_COUNT: 'Send one file at a time.',
  LIMIT_UNEXPECTED_FILE: 'Send one file, as a part called “file”.',
  LIMIT_FIELD_COUNT: 'The form has too many fields.',
  LIMIT_FIELD_KEY: 'The name of a field is too long.',
  LIMIT_FIELD_VALUE: 'A field is too long.',
}
