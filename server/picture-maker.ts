import sharp from 'sharp'
import type { PictureQuestion } from './platform/pictures.ts'
import type { ReaderMessage } from './platform/reader.ts'

// The picture process: looks at one picture after the other. Started and, when late, killed by platform/pictures.ts.

/** Measures of a picture are said in its first bytes: whoever claims more than this wants our memory. */
const mostPixels = 60_000_000
const mostMemoryBytes = 900_000_000

sharp.cache(false)
sharp.concurrency(1)
// Decoders that nobody needs for a photo or a screenshot stay shut: SVG, PDF and the many that are seldom used.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadPngFile',
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadHeifFile',
    'VipsForeignLoadTiffFile',
  ],
})

const memory = setInterval(() => {
  if (process.memoryUsage.rss() > mostMemoryBytes) process.exit(1)
}, 50)
memory.unref()

const opened = (file: string) =>
  sharp(file, {
    limitInputPixels: mostPixels,
    failOn: 'error',
    pages: 1,
    animated: false,
    sequentialRead: true,
    unlimited: false,
  })

async function answer(question: PictureQuestion): Promise<object> {
  if (question.do === 'measure') {
    const { autoOrient } = await opened(question.file).metadata()
    if (autoOrient.width * autoOrient.height > mostPixels) throw new Error('too many pixels')
    // That it says so is not enough: it is one if a small one can be made of it.
    await opened(question.file).resize({ width: 16 }).raw().toBuffer()
    return { width: autoOrient.width, height: autoOrient.height }
  }
  const { file, into, most } = question
  await opened(file)
    .autoOrient()
    .resize({ width: most, height: most, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82, effort: 3 })
    .toFile(into)
  return { made: true }
}

process.on('message', ({ id, question }: { id: number; question: PictureQuestion }) => {
  answer(question).then(
    (value) => process.send?.({ id, answer: JSON.stringify(value) } satisfies ReaderMessage),
    (error: unknown) => process.send?.({ id, failure: { error: (error as Error).message } } satisfies ReaderMessage),
  )
})
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => {})
process.send?.('ready' satisfies ReaderMessage)
