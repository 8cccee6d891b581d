import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import Download from 'lucide-react/icons/download'
import ZoomIn from 'lucide-react/icons/zoom-in'
import ZoomOut from 'lucide-react/icons/zoom-out'
import type { Attachment } from '#contract/attachments.ts'
import { Failed } from '../../platform/Failed.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords } from '../documents/deeds.ts'
import { formatBytes, typeWords } from './file-words.ts'
import { pictureAddress } from './picture-address.ts'
import { bytesOf, saveFile } from './save-file.ts'
import css from './attachments.module.css'

const PdfPages = lazy(async () => ({ default: (await import('./PdfPages.tsx')).PdfPages }))

interface FilePreviewProps {
  slug: string
  reference: string
  file: Attachment
  onClose: () => void
}

/** Looks at a file without running anything of it: a new picture of a picture, drawn pages of a PDF, the letters of a text. */
export function FilePreview({ slug, reference, file, onClose }: FilePreviewProps) {
  const [isSaving, setSaving] = useState(false)
  const download = async () => {
    setSaving(true)
    await saveFile(slug, reference, file).catch((error: unknown) => void toast({ words: failureWords(error) }))
    setSaving(false)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={file.name}
      size="page"
      actions={
        <>
          <Button icon={Download} isPending={isSaving} onClick={() => void download()}>
            Download
          </Button>
          <span className={css['facts']}>
            {typeWords(file)} · {formatBytes(file.sizeBytes)}
            {file.width !== undefined && file.height !== undefined && ` · ${file.width} × ${file.height} pixels`}
          </span>
        </>
      }
    >
      {file.preview === 'image' ? (
        <BigPicture address={pictureAddress(slug, reference, file.id, 'view')} alt={file.name} />
      ) : (
        <Read slug={slug} reference={reference} file={file} />
      )}
    </Dialog>
  )
}

/** As large as the window, and as it is on pressing it. */
export function BigPicture({ address, alt }: { address: string; alt: string }) {
  const [isLarge, setLarge] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  if (hasFailed) return <p role="alert">No picture could be made of this file. Download it to look at it.</p>
  return (
    <>
      <div className={css['acts']}>
        <Button icon={isLarge ? ZoomOut : ZoomIn} onClick={() => setLarge(!isLarge)}>
          {isLarge ? 'Fit the window' : 'Full size'}
        </Button>
      </div>
      <div className={css['stage']} tabIndex={0} role="group" aria-label="Picture" data-large={isLarge || undefined}>
        <img src={address} alt={alt} onError={() => setFailed(true)} onDoubleClick={() => setLarge(!isLarge)} />
      </div>
    </>
  )
}

function Read({ slug, reference, file }: Omit<FilePreviewProps, 'onClose'>) {
  const answer = useQuery({
    queryKey: ['bytes of', slug, reference, file.id],
    queryFn: ({ signal }) => bytesOf(slug, reference, file, signal),
    // Nobody needs them twice, and they may be large.
    gcTime: 0,
    staleTime: Infinity,
  })
  if (answer.error) return <Failed what={file.name} error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <LoadingText what={file.name} />
  if (file.preview === 'pdf')
    return (
      <Suspense fallback={<LoadingText what={file.name} />}>
        <PdfPages bytes={answer.data} name={file.name} />
      </Suspense>
    )
  return <PlainText bytes={answer.data} name={file.name} />
}

const mostTextBytes = 200_000

/** The letters of a file and nothing else: marks in it stay marks. */
export function PlainText({ bytes, name }: { bytes: Uint8Array; name: string }) {
  const text = new TextDecoder().decode(bytes.subarray(0, mostTextBytes))
  return (
    <>
      {bytes.length > mostTextBytes && (
        <p>
          The first {formatBytes(mostTextBytes)} of {formatBytes(bytes.length)}. Download it to read on.
        </p>
      )}
      <pre className={css['plain']} tabIndex={0} aria-label={name}>
        {text}
      </pre>
    </>
  )
}
