import { lazy, Suspense, useState } from 'react'
import { failureOf, waitSeconds } from '../../platform/failure.ts'
import { isProblem } from '../../platform/query-client.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Notice } from '../sign-in/Notice.tsx'

const FreshSignIn = lazy(async () => ({ default: (await import('../sign-in/FreshSignIn.tsx')).FreshSignIn }))

interface Deed {
  act: string
  work: () => Promise<void>
}

/**
 * Does what the server lets only somebody do who has signed in a moment ago: at once, or after a dialog that asks for the
 * passphrase. Put `dialog` and `failure` into the page.
 */
export function useFreshDeed() {
  const [asking, setAsking] = useState<Deed>()
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)

  async function run(deed: Deed) {
    if (isPending) return
    setPending(true)
    setError(undefined)
    try {
      await deed.work()
    } catch (error) {
      if (isProblem(error, 'sign-in-again')) setAsking(deed)
      else setError(error)
    } finally {
      setPending(false)
    }
  }

  const close = () => setAsking(undefined)
  return {
    isPending,
    /** @param act what the button of the dialog says. */
    run: (act: string, work: () => Promise<void>) => void run({ act, work }),
    failure: error !== undefined && <Notice {...failureOf(error)} waitSeconds={waitSeconds(error)} />,
    dialog: asking && (
      <Dialog isOpen isAlert onClose={close} title="Sign in once more">
        <p>You signed in a while ago. This needs your passphrase again.</p>
        <Suspense>
          <FreshSignIn
            act={asking.act}
            keep="Turn back"
            onCancel={close}
            onFresh={async () => {
              await asking.work()
              close()
            }}
          />
        </Suspense>
      </Dialog>
    ),
  }
}
