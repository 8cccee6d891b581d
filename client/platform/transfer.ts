import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import { problemIn, problemOf, queryString, Unreachable } from './api.ts'

// Files, to the server and back. Apart from `call`, so that nobody who brings no file loads it.

/**
 * Brings a file: multipart/form-data with the input's fields first, as the server reads them, and then the file. The
 * browser's own request object, because `fetch` does not tell how far it is; cookie and Origin go along as with `call`.
 * @param onProgress share of the bytes that are on their way, 0 to 1.
 * @throws Problem as the server names it; Unreachable when there is no answer; the signal's reason when it is cancelled.
 */
export function upload<E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  file: Blob,
  { onProgress, signal }: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<OutputOf<E>> {
  const { path, rest } = addressOf(endpoint, input)
  const { promise, resolve, reject } = Promise.withResolvers<OutputOf<E>>()
  const request = new XMLHttpRequest()
  const cancel = () => request.abort()
  request.open(endpoint.method, path)
  request.responseType = 'text'
  request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
  request.onload = () => {
    const { status, responseText } = request
    if (status < 200 || status >= 300) return reject(problemIn(responseText))
    try {
      resolve(JSON.parse(responseText) as OutputOf<E>)
    } catch {
      reject(new Unreachable())
    }
  }
  request.onerror = () => reject(new Unreachable())
  request.onabort = () => reject(cancelled(signal))
  request.onloadend = () => signal?.removeEventListener('abort', cancel)
  if (signal?.aborted) reject(cancelled(signal))
  else {
    signal?.addEventListener('abort', cancel)
    request.send(formOf(rest, file))
  }
  return promise
}

/** As {@link upload}, for the command line, which has a `fetch` of its own. @throws as `upload`. */
export async function sendForm<E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  file: Blob,
  { base, send, signal }: { base: string; send: typeof fetch; signal: AbortSignal },
): Promise<OutputOf<E>> {
  const { path, rest } = addressOf(endpoint, input)
  let response: Response
  try {
    response = await send(base + path, { method: endpoint.method, body: formOf(rest, file), signal })
  } catch {
    throw new Unreachable()
  }
  if (response.ok) return (await response.json()) as OutputOf<E>
  throw await problemOf(response)
}

function formOf(fields: Readonly<Record<string, unknown>>, file: Blob): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value))
  // What it is called is among the fields; this name only says that the part is a file.
  form.set('file', file, 'file')
  return form
}

/**
 * The bytes that an endpoint answers with, whole. Nothing is opened or navigated to.
 * @throws as `call`.
 */
export async function download(
  endpoint: Endpoint,
  input: Readonly<Record<string, unknown>>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { path, rest } = addressOf(endpoint, input)
  try {
    const response = await fetch(path + queryString(rest), {
      credentials: 'same-origin',
      cache: 'no-store',
      ...(signal && { signal }),
    })
    if (response.ok) return new Uint8Array(await response.arrayBuffer())
    throw await problemOf(response)
  } catch (error) {
    if (signal?.aborted || error instanceof Problem) throw error
    throw new Unreachable()
  }
}

const cancelled = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new DOMException('Cancelled', 'AbortError')
