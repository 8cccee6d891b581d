import { mkdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import type { ServerResponse } from 'node:http'
import { Problem } from '#contract/problems.ts'
import type { House } from '../../http/house.ts'
import { openPlainFile, previewsIn } from '../../platform/files.ts'
import type { Whole } from '../../platform/send-file.ts'

/** Longest side in pixels. */
const sizes = { thumb: 320, view: 1_600 } as const
export type PreviewSize = keyof typeof sizes

/** Beside what they were made of: `previews/ab/abcdef….thumb`. Whoever erases a file erases these. */
export const previewPaths = (folder: string, file: string): string[] =>
  Object.keys(sizes).map((size) => path.join(previewsIn(folder), `${file}.${size}`))

const making = new Map<string, Promise<boolean>>()

/**
 * The picture of a file, made anew without metadata, once. `check` makes sure of the file before a picture is made of it.
 * @throws Problem 'not-found' where none can be made.
 */
export async function previewOf(
  { files, pictures }: House,
  { file }: { file: string },
  size: PreviewSize,
  check: () => Promise<Whole>,
): Promise<{ sizeBytes: number; pour: (response: ServerResponse) => Promise<void> }> {
  const kept = path.join(previewsIn(files.folder), `${file}.${size}`)
  if (!(await exists(kept))) {
    let made = making.get(kept)
    if (!made) {
      made = make().finally(() => making.delete(kept))
      making.set(kept, made)
    }
    if (!(await made)) throw new Problem('not-found')
  }
  const handle = await openPlainFile(kept)
  try {
    const bytes = await handle.readFile()
    return {
      sizeBytes: bytes.length,
      pour: (response) => {
        response.end(bytes)
        return Promise.resolve()
      },
    }
  } finally {
    await handle.close()
  }

  async function make(): Promise<boolean> {
    await (await check()).close()
    const draft = files.temporary()
    if (!(await pictures.remake(files.pathOf(file), draft, sizes[size]))) return false
    await mkdir(path.dirname(kept), { recursive: true, mode: 0o700 })
    await rename(draft, kept)
    return true
  }
}

const exists = (file: string) =>
  stat(file).then(
    (found) => found.isFile() && found.size > 0,
    () => false,
  )
