import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll } from 'vitest'

/** A letter as it arrived. */
export interface Arrived {
  from: string
  to: string[]
  /** Unfolded, each name in small letters; encoded words decoded. */
  headers: Map<string, string>
  /** The lines before the empty one, as sent. */
  head: string
  text: string
  isEncrypted: boolean
  /** Whose name and password it came with. */
  user: string | undefined
}

type Refusal = { code: number; words: string } | undefined

/** A mail server of its own on a free port of this machine; it stops when the tests of the file are done. */
export async function aMailServer(options: SMTPServerOptions = {}) {
  const arrived: Arrived[] = []
  const attempts: string[] = []
  const refuse: { recipient?: (address: string) => Refusal; content?: () => Refusal } = {}
  const failure = ({ code, words }: { code: number; words: string }) =>
    Object.assign(new Error(words), { responseCode: code })

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      password === 'pass:word@1' ? done(null, { user: username }) : done(new Error('Wrong password')),
    onRcptTo: ({ address }, _session, done) => {
      attempts.push(address)
      const refusal = refuse.recipient?.(address)
      done(refusal && failure(refusal))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refusal = refuse.content?.()
        if (refusal) return done(failure(refusal))
        const { mailFrom, rcptTo } = session.envelope
        arrived.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          ...parsed(Buffer.concat(chunks).toString('latin1')),
          isEncrypted: session.secure,
          user: session.user,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => new Promise<void>((resolve) => server.close(resolve))
  afterAll(stop)
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, port, arrived, attempts, refuse, stop }
}
export type MailServer = Awaited<ReturnType<typeof aMailServer>>

function parsed(raw: string) {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.slice(0, end)
  const headers = new Map(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), decodedWords(line.slice(line.indexOf(':') + 2))]),
  )
  const body = raw.slice(end + 4)
  const isQuoted = headers.get('content-transfer-encoding') === 'quoted-printable'
  const text = isQuoted ? unquoted(body.replace(/=\r\n/g, '')) : body
  return { head, headers, text: text.replace(/\r\n/g, '\n').trimEnd() }
}

const unquoted = (text: string) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** RFC 2047. */
const decodedWords = (text: string) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : unquoted(word.replaceAll('_', ' ')),
    )
