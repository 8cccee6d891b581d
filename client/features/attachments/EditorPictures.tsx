import { useEffect, useEffectEvent } from 'react'
import { formatInstant } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { endingOf } from '../../ui/file-name.ts'
import { nameOfPasted } from './file-words.ts'
import { UploadRow } from './UploadRow.tsx'
import { addUploads, drop, uploadsFor, useUploads, type Place } from './upload-queue.ts'
import css from './attachments.module.css'

/**
 * Pictures that were pasted into a text or dropped on it: they become files of its document, at once, or with its first
 * save where it has no reference yet. Loaded by the editor when it has time.
 */

const isNew = ({ reference }: Place) => reference.startsWith('new ')

/** @returns what stands for them in the text; undefined where there is no picture among them. */
export function takePictures(place: Place, files: readonly File[]): string | undefined {
  const pictures = files.filter(({ type }) => type.startsWith('image/') && type !== 'image/svg+xml')
  if (pictures.length < files.length) {
    toast({ words: 'Only photos and screenshots go into the text. Other files are added on the page of the document' })
  }
  if (pictures.length === 0) return undefined
  const at = formatInstant(new Date().toISOString())
  const named = pictures.map((file) => ({ file, name: nameOfPasted(file, at) }))
  const ids = addUploads(place, named, { isHeld: isNew(place) })
  return ids.map((id, index) => `![${wordsFor(named[index]?.name ?? '')}](attachment:${id})`).join('\n')
}

/** What is read out in its place: the name, until its author says it better. */
const wordsFor = (name: string) =>
  name
    .slice(0, name.length - endingOf(name).length)
    .replace(/[[\]\\]/g, ' ')
    .trim()

/** Below a text: the pictures of it that have not arrived. */
export function EditorPictures({ place, text }: { place: Place; text: string }) {
  const onTheirWay = useUploads(place)
  /** What an earlier text of the same name held, and this one does not show, is forgotten. */
  const forgetOthers = useEffectEvent(() => {
    for (const { id, is } of uploadsFor(place)) if (is === 'held' && !text.includes(id)) drop(place, id)
  })
  useEffect(() => forgetOthers(), [])

  // A file that is dropped beside the text would replace the page.
  useEffect(() => {
    const keep = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files') || event.defaultPrevented) return
      event.preventDefault()
      if (event.type === 'drop') toast({ words: 'Drop pictures into the text itself' })
    }
    addEventListener('dragover', keep)
    addEventListener('drop', keep)
    return () => {
      removeEventListener('dragover', keep)
      removeEventListener('drop', keep)
    }
  }, [])

  if (onTheirWay.length === 0) return null
  return (
    <ul className={css['files']} aria-label="Pictures on their way">
      {onTheirWay.map((upload) => (
        <UploadRow key={upload.id} place={place} upload={upload} />
      ))}
    </ul>
  )
}
