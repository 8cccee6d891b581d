import { convertMarkdown } from './markdown-convert.ts'
import { isTooTangled } from './markdown-limits.ts'
import type { MdBlock } from './markdown-tree.ts'

export interface ToMarkdown {
  id: number
  text: string
}
/** `ready` once, then one answer for each text; no blocks where the text cannot be laid out. */
export type FromMarkdown = 'ready' | { id: number; blocks: MdBlock[] | undefined }

const send = (message: FromMarkdown): void => postMessage(message)

onmessage = ({ data }: MessageEvent<ToMarkdown>) => {
  try {
    send({ id: data.id, blocks: isTooTangled(data.text) ? undefined : convertMarkdown(data.text) })
  } catch {
    // The parser's stack overflowed: the page shows the text as it was typed.
    send({ id: data.id, blocks: undefined })
  }
}
send('ready')
