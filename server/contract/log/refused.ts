/**
 * Why an entry does not go into the log. `wrong`: what it says cannot be, at `field`; `not-permitted`: its signer may
 * not state it; `last-owner`; `taken`: an id, person or place is taken; `moved-on`: it was made for another place in the
 * log; `unknown`: it speaks of something that is not there; `forged`: signature, hash or form is not what it should be.
 */
export type RefusedCode = 'wrong' | 'not-permitted' | 'last-owner' | 'taken' | 'moved-on' | 'unknown' | 'forged'

export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: RefusedCode
  readonly field: string | undefined

  constructor(code: RefusedCode, detail: string, field?: string) {
    super(detail)
    this.code = code
    this.field = field
  }
}

export function refuse(code: RefusedCode, detail: string, field?: string): never {
  throw new Refused(code, detail, field)
}
