import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

export default function TurnOffDialog(props: { isPending: boolean; onTurnOff: () => void; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      isAlert
      onClose={props.onClose}
      title="Turn off your second factor?"
      actions={
        <>
          <Button variant="danger" isPending={props.isPending} onClick={props.onTurnOff}>
            Turn off
          </Button>
          <Button onClick={props.onClose}>Keep it on</Button>
        </>
      }
    >
      <p>
        From then on your passphrase alone signs in. Your recovery codes are worth nothing any more, and your sessions
        on other devices end.
      </p>
    </Dialog>
  )
}
