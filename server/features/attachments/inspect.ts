import { spawn } from 'node:child_process'
import { fileTypeFromBuffer } from 'file-type'
import { Problem } from '#contract/problems.ts'
import type { DocumentCall } from '../../access/call.ts'
import type { Inspected } from '../../http/files.ts'
import type { House } from '../../http/house.ts'
import { scanArguments } from '../../platform/config.ts'
import type { Arrived } from '../../platform/files.ts'

/** Of these a preview is made. What a name or a browser says of a file is never believed. */
const pictures = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/tiff',
])
const unknown = 'application/octet-stream'

/**
 * What a file is, by its content, and whether the scanner lets it in.
 * @throws Problem 'file-refused', 'invalid-input'.
 */
export async function inspect(arrived: Arrived, { document }: DocumentCall, house: House): Promise<Inspected> {
  if (document.kind === 'credential') {
    refuseUnsealed(arrived)
    return { mediaType: unknown }
  }
  await scan(arrived.path, house)
  const mediaType = await mediaTypeOf(arrived)
  const measures = pictures.has(mediaType) ? await house.pictures.measure(arrived.path) : undefined
  return { mediaType, ...measures }
}

/**
 * Text is text, whatever language it is in: SVG, HTML and XML too, so that nobody takes it for a page. Of anything else
 * the first bytes tell.
 */
export async function mediaTypeOf({ head, isText }: Pick<Arrived, 'head' | 'isText'>): Promise<string> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  if (found?.mime === 'application/pdf') return found.mime
  if (isText) return 'text/plain'
  return found && !found.mime.startsWith('text/') && !/\bxml\b/.test(found.mime) ? found.mime : unknown
}

const streamHeadBytes = 108

/** STREAM of type attachment (CRYPTO.md §4): what was sent in the clear by mistake is not kept. */
function refuseUnsealed({ head, sizeBytes }: Arrived): void {
  const isSealed = head[0] === 0x53 && head[2] === 1 && head[3] === 16 && sizeBytes > streamHeadBytes
  if (isSealed) return
  throw new Problem('file-refused', {
    detail: 'Files of a credential are encrypted before they are sent. This one is not.',
  })
}

const scanDeadlineMs = 60_000
/** Where commands are looked for; what lies elsewhere is configured with its path. */
const searchPath = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }

/** Asks the configured command: 0 clean, 1 not, and whatever else it says, nobody knows. No shell is involved. */
async function scan(file: string, { config, log }: House): Promise<void> {
  if (!config.SCAN_COMMAND) return
  const [command = '', ...given] = scanArguments(config.SCAN_COMMAND).map((part) => part.replaceAll('{file}', file))
  const ended = await new Promise<number | string>((resolve) => {
    const child = spawn(command, given, {
      stdio: 'ignore',
      timeout: scanDeadlineMs,
      killSignal: 'SIGKILL',
      env: searchPath,
    })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code ?? String(signal)))
  })
  if (ended === 0) return
  log.event(ended === 1 ? 'scan-refused' : 'scan-failed', { detail: String(ended) })
  throw new Problem('file-refused', {
    detail:
      ended === 1
        ? 'The scanner of this installation found something harmful in this file. It was not kept.'
        : 'This file could not be scanned, so it was not kept. Tell whoever runs this server.',
  })
}
