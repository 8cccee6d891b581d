import { useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import FileIcon from 'lucide-react/icons/file'
import FileText from 'lucide-react/icons/file-text'
import FileArchive from 'lucide-react/icons/file-archive'
import Download from 'lucide-react/icons/download'
import { listAttachments, removeAttachment, restoreAttachment, type Attachment } from '#contract/attachments.ts'
import type { Document } from '#contract/documents.ts'
import { call } from '../../platform/api.ts'
import { IconButton } from '../../ui/Button.tsx'
import { FileChooser } from '../../ui/FileChooser.tsx'
import { fileNameFrom } from '../../ui/file-name.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Ellipsis, ImageIcon } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords } from '../documents/deeds.ts'
import type { FileDialog } from './FilesCard.tsx'
import { formatBytes, typeWords } from './file-words.ts'
import { pictureAddress } from './picture-address.ts'
import { saveFile } from './save-file.ts'
import { addUploads } from './upload-queue.ts'
import css from './attachments.module.css'

interface FileRowProps {
  slug: string
  document: Document
  file: Attachment
  mayEdit: boolean
  onOpen: (dialog: FileDialog) => void
}

/** One file: what it is, and what can be done with it. Pressing its name looks at it, or takes it along. */
export function FileRow({ slug, document, file, mayEdit, onOpen }: FileRowProps) {
  const { reference } = document
  const [isBusy, setBusy] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const client = useQueryClient()
  const isShown = file.preview !== 'none'

  const download = async () => {
    setBusy(true)
    try {
      await saveFile(slug, reference, file)
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setBusy(false)
    }
  }
  const deed = async (endpoint: typeof removeAttachment) => {
    try {
      await call(endpoint, { slug, reference, attachmentId: file.id })
      await client.invalidateQueries({ queryKey: [listAttachments.path] })
      return true
    } catch (error) {
      toast({ words: failureWords(error) })
      return false
    }
  }
  const remove = async () => {
    if (!(await deed(removeAttachment))) return
    toast({ words: `${file.name} removed`, action: { label: 'Undo', onAct: () => void deed(restoreAttachment) } })
  }
  const acts: MenuEntry[] = [
    ...(isShown ? [{ id: 'look', label: 'Open', onAct: () => onOpen({ is: 'look', file }) }] : []),
    { id: 'download', label: 'Download', onAct: () => void download() },
  ]
  const changes: MenuEntry[] = mayEdit
    ? [
        { id: 'rename', label: 'Rename', onAct: () => onOpen({ is: 'rename', file }) },
        {
          id: 'replace',
          label: 'Replace',
          detail: 'the one before stays in the history',
          onAct: () => chooser.current?.click(),
        },
        { id: 'remove', label: 'Remove', onAct: () => void remove() },
      ]
    : []
  return (
    <li className={css['file']}>
      <Thumbnail slug={slug} reference={reference} file={file} />
      <div className={css['words']}>
        <button
          type="button"
          className={css['name']}
          aria-busy={isBusy || undefined}
          onClick={() => (isShown ? onOpen({ is: 'look', file }) : void download())}
        >
          {file.name}
        </button>
        <span className={css['facts']}>
          {typeWords(file)} · {formatBytes(file.sizeBytes)}
          {file.version > 1 && ` · version ${file.version}`}
        </span>
        <span className={css['facts']}>
          <Time at={file.addedAt} /> by {file.addedBy}
        </span>
      </div>
      <span className={css['rowActs']} data-no-print>
        <IconButton
          icon={Download}
          label={`Download ${file.name}`}
          isPending={isBusy}
          onClick={() => void download()}
        />
        <Menu label={`Acts for ${file.name}`} groups={[acts, changes]}>
          <IconButton icon={Ellipsis} label={`More for ${file.name}`} />
        </Menu>
      </span>
      <FileChooser
        ref={chooser}
        label={`New version of ${file.name}`}
        onFiles={(files) =>
          addUploads(
            { slug, reference },
            files.map((chosen) => ({ file: chosen, name: fileNameFrom(chosen.name), replaces: file.id })),
          )
        }
      />
    </li>
  )
}

const icons = { image: ImageIcon, pdf: FileText, text: FileText, none: FileIcon } as const

/** A small picture of a picture, and an icon for all else. */
export function Thumbnail({
  slug,
  reference,
  file,
}: {
  slug: string
  reference: Document['reference']
  file: Attachment
}) {
  const [hasFailed, setFailed] = useState(false)
  if (file.preview !== 'image' || file.purgedAt || hasFailed)
    return (
      <span className={css['thumb']}>
        <Icon of={typeWords(file) === 'Archive' ? FileArchive : icons[file.preview]} size={18} />
      </span>
    )
  return (
    <span className={css['thumb']}>
      <img
        src={pictureAddress(slug, reference, file.id, 'thumb')}
        alt=""
        loading="lazy"
        onError={() => setFailed(true)}
      />
    </span>
  )
}
