import { getDocument, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist'
import { startWorker } from '../../vault/trusted-worker.ts'

/**
 * Opens a PDF with pdf.js in a Worker that reaches nothing (pdf-worker.ts). Scripts in the file are never run: the part of
 * pdf.js that could is not in the build; nor are forms, XFA, annotations with acts, or addresses that it names.
 * @param bytes are given away.
 * @throws whatever pdf.js says of what is no PDF, or is locked with a password.
 */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<{ pdf: PDFDocumentProxy; end: () => void }> {
  const port = startWorker('pdf', 'pdf')
  const worker = PDFWorker.create({ port })
  const task = getDocument({
    data: bytes,
    worker,
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    enableXfa: false,
    stopAtErrors: false,
    // A page that would need more than this is drawn smaller, not with all memory there is.
    canvasMaxAreaInBytes: 64_000_000,
    maxImageSize: 64_000_000,
    verbosity: 0,
  })
  const end = () => {
    void task.destroy().catch(() => undefined)
    worker.destroy()
    port.terminate()
  }
  try {
    return { pdf: await task.promise, end }
  } catch (error) {
    end()
    throw error
  }
}
