import { useState } from 'react'
import { restoreAttachment, type Attachment } from '#contract/attachments.ts'
import type { Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { Failed } from '../../platform/Failed.tsx'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { Thumbnail } from './FileRow.tsx'
import { formatBytes, typeWords } from './file-words.ts'
import { PurgeFile } from './PurgeFile.tsx'
import { saveFile } from './save-file.ts'
import { useFiles } from './use-files.ts'
import css from './attachments.module.css'

/** What was replaced or removed, the newest first: brought back by who may edit, erased by owners. */
export function FileHistory({ slug, document, onClose }: { slug: string; document: Document; onClose: () => void }) {
  const { reference, level, archivedAt } = document
  const answer = useFiles(slug, reference, { history: true })
  const [purging, setPurging] = useState<Attachment>()
  const isOwner = useOrganization().role === 'owner'
  const restore = useDeed(restoreAttachment)
  const files = answer.data?.items ?? []
  const past = files
    .filter(({ removedAt }) => removedAt)
    .sort((a, b) => ((a.removedAt ?? '') < (b.removedAt ?? '') ? 1 : -1))
  const mayEdit = level >= levels.edit && !archivedAt

  const bringBack = (file: Attachment) =>
    restore.mutate(
      { slug, reference, attachmentId: file.id },
      {
        onSuccess: () => toast({ words: `${file.name} is back` }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  const download = (file: Attachment) =>
    saveFile(slug, reference, file).catch((error: unknown) => void toast({ words: failureWords(error) }))

  if (purging)
    return <PurgeFile slug={slug} reference={reference} file={purging} onClose={() => setPurging(undefined)} />
  return (
    <Dialog isOpen onClose={onClose} title={`Earlier files of ${reference}`} size="wide">
      {answer.error ? (
        <Failed what="The history" error={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.isPending ? (
        <LoadingRows what="the history" rows={3} />
      ) : past.length === 0 ? (
        <p>Nothing was replaced or removed yet.</p>
      ) : (
        <ul className={css['files']} aria-label="Replaced and removed files">
          {past.map((file) => {
            const next = files.find(({ replaces }) => replaces === file.id)
            return (
              <li key={file.id} className={css['file']}>
                <Thumbnail slug={slug} reference={reference} file={file} />
                <div className={css['words']}>
                  <strong className={css['still']}>{file.name}</strong>
                  <span className={css['facts']}>
                    {typeWords(file)} · {formatBytes(file.sizeBytes)} · version {file.version},{' '}
                    <Time at={file.addedAt} /> by {file.addedBy}
                  </span>
                  <span className={css['facts']}>
                    {next ? 'Replaced' : 'Removed'} <Time at={file.removedAt ?? file.addedAt} /> by {file.removedBy}
                    {file.purgedAt && (
                      <>
                        {' '}
                        · erased <Time at={file.purgedAt} />
                      </>
                    )}
                  </span>
                  {!file.purgedAt && (
                    <span className={css['acts']}>
                      {mayEdit && (
                        <Button isPending={restore.isPending} onClick={() => bringBack(file)}>
                          Bring back
                        </Button>
                      )}
                      <Button variant="quiet" onClick={() => void download(file)}>
                        Download
                      </Button>
                      {isOwner && (
                        <Button variant="quiet" onClick={() => setPurging(file)}>
                          Erase…
                        </Button>
                      )}
                    </span>
                  )}
                </div>
              </li>
            )
          })}
        </ul>
      )}
    </Dialog>
  )
}
