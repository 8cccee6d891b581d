import { convertMarkdown } from './markdown-convert.ts'
import type { MdBlock } from './markdown-tree.ts'

export interface ToMarkdown {
  id: number
  text: string
}
/** `ready` once, then one answer for each text; no blocks where the text could not be read. */
export type FromMarkdown = 'ready' | { id: number; blocks: MdBlock[] | undefined }

const send = (message: FromMarkdown): void => postMessage(message)

onmessage = ({ data }: MessageEvent<ToMarkdown>) => {
  try {
    send({ id: data.id, blocks: convertMarkdown(data.text) })
  } catch {
    // The parser's stack overflowed: the page shows the text as it was typed.
    send({ id: data.id, blocks: undefined })
  }
}
send('ready')
