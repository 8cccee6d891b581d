export type DrawioFailure = 'too-large' | 'too-many' | 'not-drawio' | 'damaged' | 'unsafe' | 'stopped'

/** Why a file cannot be read as draw.io's, in words for the person: our own words and numbers, nothing of the file. */
export class DrawioError extends Error {
  override readonly name = 'DrawioError'
  readonly code: DrawioFailure

  constructor(code: DrawioFailure, message: string) {
    super(message)
    this.code = code
  }
}
