import { toast } from './Toast.tsx'

/**
 * The clipboard, honestly: a secret is cleared after half a minute where the browser lets us, and where it does not the
 * person is told. What else was copied from this page meanwhile is left alone.
 */

const clearsAfterMs = 30_000
/** Grows with everything that is copied from this page: a secret that is no longer the newest is not ours to clear. */
let copies = 0

addEventListener('copy', () => void (copies += 1))

/** Copies what is no secret. @throws where the browser refuses. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  copies += 1
}

/**
 * Copies a secret that is still on its way: the browser takes the promise while the key press counts.
 * @param what `Password`: "Password copied. Clears in 30 s". @returns whether it was copied; errors of `secret` are
 * thrown on.
 */
export async function copySecret(secret: Promise<string>, what: string): Promise<boolean> {
  try {
    await write(secret)
  } catch (error) {
    await secret // its own failure says more than the clipboard's
    if (!(error instanceof DOMException)) throw error
    toast({ words: 'The browser did not allow copying. Show it instead, and copy it by hand.' })
    return false
  }
  const mine = (copies += 1)
  const isStillThere = () => mine === copies
  const close = toast({
    words: `${what} copied. Clears in 30 s`,
    forMs: clearsAfterMs,
    action: { label: 'Clear now', onAct: () => void (isStillThere() && clear(what)) },
  })
  setTimeout(() => {
    close()
    if (isStillThere()) void clear(what)
  }, clearsAfterMs)
  tellOnce()
  return true
}

const toldKey = 'runkeep.clipboard-history-told'

/** What no page can clear, said the first time on this device. */
function tellOnce(): void {
  try {
    if (localStorage.getItem(toldKey) !== null) return
    localStorage.setItem(toldKey, 'yes')
  } catch {
    return
  }
  toast({ words: 'Your system’s clipboard history may keep a copy. Turn it off for this device.', forMs: 20_000 })
}

function write(secret: Promise<string>): Promise<void> {
  const blob = secret.then((text) => new Blob([text], { type: 'text/plain' }))
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
}

/** Only a page that is looked at may write: otherwise the person is asked on coming back. */
async function clear(what: string): Promise<void> {
  const mine = copies
  if (document.hasFocus()) {
    try {
      await navigator.clipboard.writeText('')
      copies += 1
      return
    } catch {
      // Told below.
    }
  }
  const tell = () => {
    if (mine !== copies) return
    toast({
      words: `The ${what.toLowerCase()} may still be on your clipboard.`,
      forMs: 20_000,
      action: { label: 'Clear it', onAct: () => void clear(what) },
    })
  }
  if (document.hasFocus()) tell()
  else addEventListener('focus', tell, { once: true })
}
