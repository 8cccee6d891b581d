import type { IncomingMessage } from 'node:http'

/**
 * Node has one deadline for whole requests, and a large file on a slow line takes longer than anything else may. So that
 * one is long, and this is the one for everything that is no file: a body that has not arrived by then ends its
 * connection.
 */
const bodyDeadlineMs = 60_000

/** A file's body may take as long as it moves on; slower than this it may not be. */
export const leastBytesPerSecond = 16_000

/** Node's deadline: the time that the largest file takes on the slowest line that is let in. In milliseconds. */
export const longestRequestMs = (fileBytes: number): number =>
  bodyDeadlineMs + Math.ceil((fileBytes / leastBytesPerSecond) * 1000)

const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>()

/** Call it for each request, before anything else. What has no body costs nothing. */
export function limitBody(request: IncomingMessage): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding === undefined && (length === undefined || length === '0')) return
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy()
  }, bodyDeadlineMs).unref()
  deadlines.set(request, timer)
  request.once('close', () => clearTimeout(timer))
}

/** For a body that is watched in another way from here on. */
export function liftBodyDeadline(request: IncomingMessage): void {
  clearTimeout(deadlines.get(request))
}
