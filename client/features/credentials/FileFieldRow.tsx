import { useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import Download from 'lucide-react/icons/download'
import Eye from 'lucide-react/icons/eye'
import { listReveals, openCredential, type Credential } from '#contract/credentials.ts'
import { theVault } from '../../platform/vault.ts'
import type { OpenedFile } from '../../vault/secret-files.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { keepAsFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/Toast.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { formatBytes } from '../attachments/file-words.ts'
import { failureWords } from '../documents/deeds.ts'
import { prepare, type OfCredential } from './open-secret.ts'
import { openSealedFile } from './sealed-files.ts'
import type { Field } from './use-opener.ts'
import css from './credentials.module.css'

interface FileFieldRowProps {
  field: Field
  of: OfCredential
  credential: Credential
  isOpen: boolean
  /** Of an earlier version. */
  revision?: number | undefined
}

/** A sealed file: looked at here as text, or taken along. Either is a recorded opening. */
export function FileFieldRow({ field, of, credential, isOpen, revision }: FileFieldRowProps) {
  const client = useQueryClient()
  const [busy, setBusy] = useState<'view' | 'export'>()
  const [shown, setShown] = useState<OpenedFile>()
  const name = field.label ?? 'File'
  useEffect(() => theVault().onLock(() => setShown(undefined)), [])

  const open = async (purpose: 'view' | 'export') => {
    if (busy) return
    setBusy(purpose)
    try {
      const reason = await prepare(of, credential, purpose === 'view' ? `to open ${name}` : `to take ${name} along`)
      if (!reason) return
      const file = await openSealedFile(of, { credential, fields: [field.n], purpose, revision }, reason)
      if (purpose === 'view') setShown(file)
      else {
        keepAsFile(file.name, file.content as Uint8Array<ArrayBuffer>)
        toast({ words: `${file.name} saved on this device, no longer sealed` })
      }
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setBusy(undefined)
      const { slug, reference } = of
      for (const endpoint of [listReveals, openCredential]) {
        void client.invalidateQueries({ queryKey: [endpoint.path, { slug, reference }] })
      }
    }
  }
  return (
    <div className={css['row']}>
      <dt>File</dt>
      <dd>
        <span className={css['value']}>{name}</span>
        {isOpen && (
          <span className={css['acts']} data-no-print>
            <Button icon={Eye} isPending={busy === 'view'} onClick={() => void open('view')}>
              Open <VisuallyHidden>{name}</VisuallyHidden>
            </Button>
            <Button icon={Download} isPending={busy === 'export'} onClick={() => void open('export')}>
              Save <VisuallyHidden>{name}</VisuallyHidden>
            </Button>
          </span>
        )}
      </dd>
      {shown && <OpenedDialog file={shown} onClose={() => setShown(undefined)} />}
    </div>
  )
}

const mostShownBytes = 200_000

/** Its letters, where it has any. Opened bytes never become a page, a picture or an address. */
function OpenedDialog({ file, onClose }: { file: OpenedFile; onClose: () => void }) {
  const { name, content } = file
  const text = lettersOf(content.subarray(0, mostShownBytes))
  return (
    <Dialog isOpen onClose={onClose} title={name} size="wide">
      {text === undefined ? (
        <p>
          {name} has {formatBytes(content.length)} and is no text. Save it to open it with the program that it is for.
        </p>
      ) : (
        <>
          {content.length > mostShownBytes && <p>The first {formatBytes(mostShownBytes)} of it.</p>}
          <pre className={css['long']} tabIndex={0} aria-label={name}>
            {text}
          </pre>
        </>
      )}
    </Dialog>
  )
}

function lettersOf(bytes: Uint8Array): string | undefined {
  // A character may have been cut at the end: then the rest of the text is still one.
  for (const cut of [0, 1, 2, 3]) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut))
      return text.includes('\u0000') ? undefined : text
    } catch {
      // Not here.
    }
  }
  return undefined
}
