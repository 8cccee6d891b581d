/**
 * Reads PDFs, away from the page. What is read may be hostile, so that this Worker first gives away everything by which
 * it could reach the vault in a person's name: should a PDF ever take it over, it finds no network, no storage and no
 * other tabs. pdf.js begins to work with the first message, which comes after all of this file has run.
 */
import 'pdfjs-dist/build/pdf.worker.min.mjs'

const reach = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'RTCPeerConnection',
  'indexedDB',
  'caches',
  'cookieStore',
  'BroadcastChannel',
  'SharedWorker',
  'Worker',
  'importScripts',
  'Notification',
] as const

for (const name of reach) {
  for (let at: object | null = globalThis; at; at = Object.getPrototypeOf(at) as object | null) {
    if (Object.hasOwn(at, name))
      Object.defineProperty(at, name, { value: undefined, writable: false, configurable: false })
  }
}
