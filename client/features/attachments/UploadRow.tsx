import { Button, IconButton } from '../../ui/Button.tsx'
import { formatShare } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { X } from '../../ui/icons.ts'
import FileUp from 'lucide-react/icons/file-up'
import { formatBytes } from './file-words.ts'
import { drop, retry, type Place, type Upload } from './upload-queue.ts'
import css from './attachments.module.css'

/** A file on its way: how far it is, or why it did not arrive. */
export function UploadRow({ place, upload }: { place: Place; upload: Upload }) {
  const { id, name, file, is, share, why } = upload
  const isFailed = is === 'failed'
  return (
    <li className={css['file']} data-failed={isFailed || undefined}>
      <span className={css['thumb']}>
        {upload.url ? <img src={upload.url} alt="" /> : <Icon of={FileUp} size={18} />}
      </span>
      <div className={css['words']}>
        <span className={css['still']}>{name}</span>
        {isFailed ? (
          <span className={css['why']} role="alert">
            Not added. {why}
          </span>
        ) : (
          <>
            <progress className={css['progress']} max={1} value={share} aria-label={`${name} on its way`} />
            <span className={css['facts']}>{wordsFor(is, share, file.size)}</span>
          </>
        )}
        {isFailed && upload.isWorthRetrying && (
          <span className={css['acts']}>
            <Button onClick={() => retry(place, id)}>Try again</Button>
          </span>
        )}
      </div>
      <span className={css['rowActs']}>
        <IconButton icon={X} label={isFailed ? `Dismiss ${name}` : `Cancel ${name}`} onClick={() => drop(place, id)} />
      </span>
    </li>
  )
}

function wordsFor(is: Upload['is'], share: number, bytes: number): string {
  if (is === 'held') return 'Is added with the first save'
  if (is === 'waiting') return 'Waits for its turn'
  // All has left; the server looks at it, and a scanner may too.
  return share >= 1 ? 'Being checked' : `${formatShare(share)} of ${formatBytes(bytes)}`
}
