import type { ServerResponse } from 'node:http'
import type { Endpoint } from '#contract/endpoint.ts'
import type { House } from './house.ts'
import type { Answered } from './run-route.ts'

/**
 * Sends a success: JSON, bytes as they are, or a file. What is a file is made ready before the first byte of the answer
 * leaves, so that whatever is wrong with it is still a problem.
 */
export async function sendAnswer(
  response: ServerResponse,
  answer: Answered,
  { mediaType }: Endpoint,
  house: House,
  cookies: string[],
): Promise<void> {
  const headers = {
    ...house.apiHeaders,
    'content-type': mediaType ?? 'application/json; charset=utf-8',
    ...(cookies.length > 0 && { 'set-cookie': cookies }),
  }
  if (typeof answer === 'object' && 'ready' in answer) {
    const { fileName, sizeBytes, pour } = await answer.ready(house)
    response.writeHead(200, {
      ...headers,
      'content-length': sizeBytes,
      'content-disposition': attachmentCalled(fileName),
    })
    await pour(response)
    return
  }
  // Text stays text: then Node sends headers and body in one write.
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(answer) })
  response.end(answer)
}

/**
 * RFC 6266: never shown in place, whatever it is. The plain form for those who do not read the other has only signs that
 * nobody can misread.
 */
function attachmentCalled(fileName: string): string {
  const plain = fileName.replaceAll(/[^A-Za-z0-9._ -]/g, '_')
  // RFC 8187: encodeURIComponent leaves four signs that have a meaning there.
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
