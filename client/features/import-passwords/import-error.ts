import type { ImportFormat } from './formats.ts'

export type ImportFailure =
  | 'too-large'
  | 'too-many'
  | 'unknown-format'
  | 'not-this-format'
  | 'not-text'
  | 'needs-password'
  | 'wrong-password'
  | 'wrong-key-file'
  | 'locked-to-account'
  | 'too-costly'
  | 'unsupported'
  | 'damaged'
  | 'needs-mapping'
  | 'stopped'

/**
 * Why a file cannot be brought, in words for the person. The message is made of our own words, numbers and file names
 * only; there is no `cause`, because what parsers complain about quotes the file.
 */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly code: ImportFailure
  /** What the file was read as, once that was known. */
  readonly format: ImportFormat | undefined

  constructor(code: ImportFailure, message: string, format?: ImportFormat) {
    super(message)
    this.code = code
    this.format = format
  }
}

/** Lets an `ImportError` through and turns everything else, which may quote the file, into `otherwise`. */
export async function withoutQuotes<Answer>(
  otherwise: () => ImportError,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ImportError ? error : otherwise()
  }
}
