import type { Attachment } from '#contract/attachments.ts'
import { endingOf, fileNameFrom } from '../../ui/file-name.ts'

/** What files are called and how large they are, in words. */

const steps = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `812 bytes`, `2.4 MB`, `1 GB`. Decimal, as the limits are. */
export function formatBytes(bytes: number): string {
  let [size, step] = [bytes, 0]
  while (size >= 999.5 && step < steps.length - 1) [size, step] = [size / 1_000, step + 1]
  const shown = step === 0 || size >= 99.5 ? Math.round(size) : Math.round(size * 10) / 10
  return `${shown.toLocaleString('en-GB')} ${shown === 1 && step === 0 ? 'byte' : steps[step]}`
}

/** Pasted pictures are all called `image.png`: this one says when. */
export const nameOfPasted = (file: File, at: string): string =>
  /^image\.\w+$/i.test(file.name) || file.name === ''
    ? fileNameFrom(`Picture of ${at}${endingOf(file.name) || '.png'}`)
    : fileNameFrom(file.name)

const typeNames: Record<string, string> = {
  'application/pdf': 'PDF',
  'text/plain': 'Text',
  'application/zip': 'Archive',
  'application/gzip': 'Archive',
  'application/x-7z-compressed': 'Archive',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint',
  'application/vnd.visio': 'Visio',
}

/** `PDF`, `Picture`, `Text`, or the ending of the name: what people call the type. */
export function typeWords({ mediaType, name }: Pick<Attachment, 'mediaType' | 'name'>): string {
  const known = typeNames[mediaType]
  if (known && !(mediaType === 'text/plain' && endingOf(name))) return known
  if (mediaType.startsWith('image/')) return 'Picture'
  if (mediaType.startsWith('video/')) return 'Video'
  if (mediaType.startsWith('audio/')) return 'Sound'
  return endingOf(name).slice(1).toUpperCase() || 'File'
}
