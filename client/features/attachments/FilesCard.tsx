import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react'
import Paperclip from 'lucide-react/icons/paperclip'
import type { Attachment } from '#contract/attachments.ts'
import type { Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { Failed } from '../../platform/Failed.tsx'
import { Button } from '../../ui/Button.tsx'
import { fileNameFrom } from '../../ui/file-name.ts'
import { FileChooser } from '../../ui/FileChooser.tsx'
import { formatInstant, plural } from '../../ui/format.ts'
import { useMedia } from '../../ui/media.ts'
import { RailCard } from '../../ui/PageFrame.tsx'
import { FileRow } from './FileRow.tsx'
import { formatBytes, nameOfPasted } from './file-words.ts'
import { UploadRow } from './UploadRow.tsx'
import { addUploads, useUploads } from './upload-queue.ts'
import { useFiles } from './use-files.ts'
import css from './attachments.module.css'

const FileDialogs = lazy(async () => ({ default: (await import('./FileDialogs.tsx')).FileDialogs }))

/** What is open in front of the page, and of which file. */
export type FileDialog = { is: 'look' | 'rename'; file: Attachment } | { is: 'history' }

/** The files of a document: added by button, dropped onto the page, or pasted. */
export function FilesCard({ slug, document }: { slug: string; document: Document }) {
  const { reference, level, archivedAt } = document
  const answer = useFiles(slug, reference)
  const uploads = useUploads({ slug, reference })
  const [open, setOpen] = useState<FileDialog>()
  const chooser = useRef<HTMLInputElement>(null)
  const isTouch = useMedia('(pointer: coarse)')
  const mayEdit = level >= levels.edit && !archivedAt
  const { items = [], limits } = answer.data ?? {}

  const add = (files: readonly File[], isPasted = false) => {
    const at = formatInstant(new Date().toISOString())
    const named = files.map((file) => ({ file, name: isPasted ? nameOfPasted(file, at) : fileNameFrom(file.name) }))
    addUploads({ slug, reference }, named, { mostBytes: limits?.fileBytes })
  }
  const isOver = useDropped(mayEdit, add)
  usePasted(mayEdit, (files) => add(files, true))

  if (answer.isPending || (items.length === 0 && uploads.length === 0 && !mayEdit && !answer.error)) return null
  return (
    <RailCard title={items.length > 0 ? `Files (${items.length})` : 'Files'}>
      {answer.error ? (
        <Failed what="The files" error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <>
          {(items.length > 0 || uploads.length > 0) && (
            <ul className={css['files']} aria-label={`Files of ${reference}`}>
              {items.map((file) => (
                <FileRow key={file.id} slug={slug} document={document} file={file} mayEdit={mayEdit} onOpen={setOpen} />
              ))}
              {uploads.map((each) => (
                <UploadRow key={each.id} place={{ slug, reference }} upload={each} />
              ))}
            </ul>
          )}
          <div className={css['acts']} data-no-print>
            {mayEdit && (
              <>
                <Button icon={Paperclip} onClick={() => chooser.current?.click()}>
                  Add files
                </Button>
                <FileChooser ref={chooser} label="Files to add" multiple onFiles={add} />
              </>
            )}
            <Button variant="quiet" onClick={() => setOpen({ is: 'history' })}>
              History
            </Button>
          </div>
          {mayEdit && limits && (
            <p className={css['hint']} data-no-print>
              {roomWords(limits, items.length, isTouch)}
            </p>
          )}
        </>
      )}
      {isOver && (
        <div className={css['over']} aria-hidden="true">
          <p>Drop to add to {reference}</p>
        </div>
      )}
      {open && (
        <Suspense>
          <FileDialogs slug={slug} document={document} open={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </RailCard>
  )
}

function roomWords(
  {
    fileBytes,
    perDocument,
    quotaBytes,
    usedBytes,
  }: Record<'fileBytes' | 'perDocument' | 'quotaBytes' | 'usedBytes', number>,
  count: number,
  isTouch: boolean,
): string {
  const most = `p to ${formatBytes(fileBytes)} each.`
  const each = isTouch ? `U${most}` : `Drop or paste here, u${most}`
  if (count >= perDocument * 0.9) return `${each} ${plural(count, 'file')} of at most ${perDocument}.`
  if (usedBytes < quotaBytes * 0.8) return each
  return `${each} ${formatBytes(Math.max(0, quotaBytes - usedBytes))} of ${formatBytes(quotaBytes)} are left for this organization.`
}

/** Files dropped anywhere onto the page. @returns whether some are being held over it. */
function useDropped(isOn: boolean, onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false)
  const take = useEffectEvent(onFiles)
  useEffect(() => {
    if (!isOn) return
    // Elements are entered and left all the time: what counts is how many of them were not left yet.
    let depth = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const rest = () => {
      depth = 0
      setOver(false)
    }
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth++
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth--
      if (depth <= 0) rest()
    }
    // Otherwise the browser would leave the page for the file.
    const onMove = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const onDrop = (event: DragEvent) => {
      rest()
      if (!hasFiles(event) || event.defaultPrevented) return
      event.preventDefault()
      take([...(event.dataTransfer?.files ?? [])])
    }
    addEventListener('dragenter', onEnter)
    addEventListener('dragleave', onLeave)
    addEventListener('dragover', onMove)
    addEventListener('drop', onDrop)
    return () => {
      removeEventListener('dragenter', onEnter)
      removeEventListener('dragleave', onLeave)
      removeEventListener('dragover', onMove)
      removeEventListener('drop', onDrop)
    }
  }, [isOn])
  return isOver
}

/** Files pasted while no field has the focus. */
function usePasted(isOn: boolean, onFiles: (files: readonly File[]) => void): void {
  const take = useEffectEvent(onFiles)
  useEffect(() => {
    if (!isOn) return
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      const inField = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')
      if (files.length === 0 || inField || event.defaultPrevented) return
      event.preventDefault()
      take(files)
    }
    addEventListener('paste', onPaste)
    return () => removeEventListener('paste', onPaste)
  }, [isOn])
}
