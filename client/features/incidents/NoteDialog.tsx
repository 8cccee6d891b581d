import { Dialog } from '../../ui/Dialog.tsx'
import { NoteBox } from './NoteBox.tsx'

/** A note from whatever page: N, the words, Enter. */
export function NoteDialog({ slug, incident, onClose }: { slug: string; incident: string; onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title={`Note in ${incident}`}>
      <NoteBox slug={slug} incident={incident} isFocused onDone={onClose} />
    </Dialog>
  )
}
