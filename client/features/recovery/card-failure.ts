import { CardError, IntegrityError } from '#contract/crypto/errors.ts'
import { Problem } from '#contract/problems.ts'
import { failureOf, type Failure } from '../../platform/failure.ts'

/** What went wrong with a card or with what it opens, in words for who holds it. */
export function cardFailureOf(error: unknown): Failure {
  if (error instanceof CardError) return plain(error.message)
  if (error instanceof Problem && error.code === 'not-found')
    return plain(
      'These cards open nothing here',
      'Look whether the address is the one on the cards, and whether they say the same organization.',
    )
  if (error instanceof IntegrityError) {
    const card = /^card (\d+) is the one that was made$/.exec(error.message)?.[1]
    if (card)
      return plain(
        `Card ${card} is not the one that was made`,
        'It reads well, and yet it is no card of this kit. Set it aside, use another, and tell the owners.',
      )
    if (/^card \d+ is of no later kit/.test(error.message))
      return plain(
        'This card is newer than the server admits',
        'The server shows an old state. Enter nothing more here, and tell whoever runs it.',
      )
  }
  return failureOf(error)
}

const plain = (title: string, detail?: string): Failure => ({ title, detail, isWorthRetrying: false })
