import { useEffect, useEffectEvent } from 'react'
import { formatInstant } from '../../../ui/format.ts'
import { toast } from '../../../ui/Toast.tsx'
import { endingOf, nameOfPasted } from '../../attachments/file-words.ts'
import { picturesOf } from '../../attachments/pictures.tsx'
import { addUploads, drop, uploadsFor, useUploads, type Place } from '../../attachments/upload-queue.ts'
import type { Base } from './writing.ts'

/** Where the pictures of a text go. A document that was never saved has no reference: they are held until it has one. */
export const placeOf = ({ reference, kind }: Pick<Base, 'reference' | 'kind'>): string => reference ?? `new ${kind}`

/** Pictures that are pasted or dropped into the text: they become files of the document, and stand in it by their id. */
export function usePictures(place: Place, text: string) {
  const { slug, reference } = place
  const isNew = reference.startsWith('new ')
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

  function take(files: readonly File[]): string | undefined {
    const pictures = files.filter(({ type }) => type.startsWith('image/') && type !== 'image/svg+xml')
    if (pictures.length < files.length) {
      toast({
        words: 'Only photos and screenshots go into the text. Other files are added on the page of the document',
      })
    }
    if (pictures.length === 0) return undefined
    const at = formatInstant(new Date().toISOString())
    const named = pictures.map((file) => ({ file, name: nameOfPasted(file, at) }))
    const ids = addUploads({ slug, reference }, named, { isHeld: isNew })
    return ids.map((id, index) => `![${wordsFor(named[index]?.name ?? '')}](attachment:${id})`).join('\n')
  }

  return { take, onTheirWay, render: picturesOf(slug, reference) }
}

/** What is read out in its place: the name, until its author says it better. */
const wordsFor = (name: string) =>
  name
    .slice(0, name.length - endingOf(name).length)
    .replace(/[[\]\\]/g, ' ')
    .trim()
