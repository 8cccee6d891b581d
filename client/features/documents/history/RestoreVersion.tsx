import { useState } from 'react'
import { useNavigate } from 'react-router'
import { restoreRevision, type Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { documentPath } from '../addresses.ts'
import { failureWords, useDeed } from '../deeds.ts'

/** Makes an old text the newest version. Nothing goes away: what came between stays in the history. */
export function RestoreVersion({ slug, document, revision }: { slug: string; document: Document; revision: number }) {
  const { reference, revision: current } = document
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const [failed, setFailed] = useState<string>()
  const restore = useDeed(restoreRevision)
  const close = () => {
    setAsking(false)
    setFailed(undefined)
  }
  const act = () =>
    restore.mutate(
      { slug, reference, revision, current },
      {
        onSuccess: (saved) => {
          toast({ words: `${reference} reads again as in version ${revision}. It is version ${saved.revision} now` })
          void navigate(documentPath(slug, reference))
        },
        onError: (error) => setFailed(failureWords(error)),
      },
    )
  // The words of a credential are signed with its secret: an old version comes back by writing it anew.
  if (document.kind === 'credential') return null
  if (revision === current || document.level < levels.edit || document.archivedAt) return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>{`Restore version ${revision}`}</Button>
      <Dialog
        isOpen={isAsking}
        onClose={close}
        title={`Restore version ${revision} of ${reference}?`}
        actions={
          <>
            <Button variant="primary" isPending={restore.isPending} onClick={act}>
              {`Restore version ${revision}`}
            </Button>
            <Button onClick={close}>{`Keep version ${current}`}</Button>
          </>
        }
      >
        <p>
          Title, summary, tags and {document.kind === 'diagram' ? 'drawing' : 'text'} of version {revision} become
          version {current + 1}.{' '}
          {current - revision === 1 ? `Version ${current} stays` : `Versions ${revision + 1} to ${current} stay`} in the
          history. Restoring does not verify.
        </p>
        {failed && <p role="alert">{failed}</p>}
      </Dialog>
    </>
  )
}
