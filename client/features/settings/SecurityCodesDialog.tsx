import { useState } from 'react'
import { createPortal } from 'react-dom'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { formatDay, ownZone } from '../../ui/format.ts'
import { keepAsFile } from '../../ui/save-file.ts'
import css from './Security.module.css'

/** Recovery codes, for the only time that anybody sees them. Only the button closes it. */
export default function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { account } = useSession()
  const [said, setSaid] = useState('')
  const [madeOn] = useState(() => formatDay(new Date().toISOString(), ownZone))
  const text = textOf(codes, { email: account.email, madeOn })

  const copy = () =>
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setSaid('Codes copied. Your system’s clipboard history may keep them.'),
      () => setSaid('This browser did not let us copy. Print or download them.'),
    )
  const download = () => {
    keepAsFile('runkeep-recovery-codes.txt', text)
    setSaid('Saved as runkeep-recovery-codes.txt. Move it off this device.')
  }
  return (
    <Dialog
      isOpen
      isAlert
      onClose={() => undefined}
      title="Keep your recovery codes"
      actions={
        <Button variant="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <p>
        Each of these signs you in once when you do not have your phone. They are shown this one time: keep them where
        the phone is not, on paper or in another password manager. Older ones are worth nothing now.
      </p>
      <ol className={css['codes']} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={css['keep']}>
        <Button onClick={() => void copy()}>Copy codes</Button>
        <Button onClick={() => print()}>Print codes</Button>
        <Button onClick={download}>Download codes</Button>
      </div>
      <p role="status" className={css['said']}>
        {said}
      </p>
      {createPortal(
        <section className={css['sheet']} aria-hidden="true">
          <h1>Recovery codes for Runkeep</h1>
          <p>
            {account.name}, {account.email}, at {location.host}. Made on {madeOn}. Each code signs in once, after the
            passphrase.
          </p>
          <ol>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ol>
        </section>,
        document.body,
      )}
    </Dialog>
  )
}

function textOf(codes: readonly string[], { email, madeOn }: { email: string; madeOn: string }): string {
  return [
    `Recovery codes for Runkeep at ${location.host}`,
    `${email}, made on ${madeOn}. Each code signs in once, after the passphrase.`,
    '',
    ...codes,
    '',
  ].join('\n')
}
