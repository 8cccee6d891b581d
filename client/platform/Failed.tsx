import { Button } from '../ui/Button.tsx'
import { ErrorState } from '../ui/states.tsx'
import { isProblem } from './query-client.ts'
import { failureOf } from './failure.ts'
import { NothingHere } from './session.ts'

/**
 * A read that failed, inside the frame of its page: what, what is safe, one act.
 * @param what "The runbooks": stands before "could not be loaded".
 * @throws NothingHere for what is not found, so that the shell shows the one page for it.
 */
export function Failed({ error, what, onRetry }: { error: unknown; what: string; onRetry: () => void }) {
  if (isProblem(error, 'not-found')) throw new NothingHere()
  const { title, detail, code } = failureOf(error)
  return (
    <ErrorState
      title={`${what} could not be loaded`}
      code={code}
      actions={
        <Button variant="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {title}. {detail}
    </ErrorState>
  )
}
