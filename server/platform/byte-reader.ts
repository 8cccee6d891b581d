import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'

/** What there is to know of bytes that came by in pieces. */
export interface Read {
  sizeBytes: number
  /** Hex. */
  sha256: string
  /** The first bytes, at most 4,100: enough to tell what it is. */
  head: Buffer
  /** UTF-8 without NUL, to the last byte. */
  isText: boolean
}

const headBytes = 4_100

/** Looks at bytes as they come by, in pieces of any size, and keeps only the first of them. */
export function byteReader() {
  const digest = createHash('sha256')
  const text = textCheck()
  let head = Buffer.alloc(0)
  let sizeBytes = 0
  return {
    get sizeBytes() {
      return sizeBytes
    },
    take(chunk: Buffer): void {
      sizeBytes += chunk.length
      digest.update(chunk)
      text.take(chunk)
      if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)])
    },
    end: (): Read => ({ sizeBytes, sha256: digest.digest('hex'), head, isText: text.end() }),
  }
}

/** A character may be cut by the end of a piece: its beginning waits for the next. */
function textCheck() {
  let isText = true
  let cut = Buffer.alloc(0)
  return {
    take(chunk: Buffer): void {
      if (!isText) return
      if (chunk.includes(0)) {
        isText = false
        return
      }
      const piece = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk
      const end = wholeCharacters(piece)
      isText = isUtf8(piece.subarray(0, end))
      cut = Buffer.from(piece.subarray(end))
    },
    end: (): boolean => isText && cut.length === 0,
  }
}

/** Up to where no character is cut, if it is UTF-8: a lead byte in the last three that promises more than there is. */
function wholeCharacters(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] as number
    if (byte < 0x80) return piece.length
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? piece.length - back : piece.length
    }
  }
  return piece.length
}
