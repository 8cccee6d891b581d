import { createTransport } from 'nodemailer'
import { isLoopback, type Config } from './config.ts'

/** A letter as it goes to the mail server: plain text, to one person. */
export interface Letter {
  /** Without brackets; the same in every attempt, so that a mailbox can tell a second copy. */
  messageId: string
  to: { name: string; address: string }
  subject: string
  text: string
  /** A page on which the reader chooses what to get (RFC 2369). */
  unsubscribeAt: string
}

/** Where letters are handed in. */
export interface Post {
  /** @throws NotSent */
  send(letter: Letter): Promise<void>
}

export class NotSent extends Error {
  /** The mail server will not take this letter, however often it is offered. */
  readonly isFinal: boolean
  /** @param message in the words of the mail server, on one line. */
  constructor(message: string, isFinal: boolean) {
    super(message)
    this.name = 'NotSent'
    this.isFinal = isFinal
  }
}

const timeoutMs = 20_000

/**
 * The mail server of the settings, or undefined where there is none. A connection of its own for each letter: there are
 * few, and one that lies idle is closed by the other side sooner or later.
 * @param authority of certificates, beside those that the machine trusts; PEM.
 */
export function openPost(
  { SMTP_URL, SMTP_TLS, MAIL_FROM }: Pick<Config, 'SMTP_URL' | 'SMTP_TLS' | 'MAIL_FROM'>,
  authority?: string,
): Post | undefined {
  if (SMTP_URL === undefined) return undefined
  if (MAIL_FROM === undefined) throw new Error('SMTP_URL is set: set MAIL_FROM too, like Runkeep <runkeep@example.com>')
  const { protocol, hostname, port, username, password } = new URL(SMTP_URL)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isSecure = protocol === 'smtps:'
  const tls = SMTP_TLS ?? (isLoopback(host) ? 'off' : 'required')
  const transport = createTransport({
    host,
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'off',
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...(authority !== undefined && { tls: { ca: authority } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Letters are words of ours: nothing in them is ever looked up.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ messageId, to, subject, text, unsubscribeAt }) {
      try {
        await transport.sendMail({
          messageId: `<${messageId}>`,
          from: MAIL_FROM,
          to: { name: oneLine(to.name), address: to.address },
          subject: oneLine(subject),
          text,
          textEncoding: 'quoted-printable',
          list: { unsubscribe: { url: unsubscribeAt, comment: 'Choose which mail you get' } },
          // No answering machine answers a machine (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        throw notSent(error)
      }
    },
  }
}

/** What refuses the letter itself is final; a server that is away, full or set up wrongly may come round. */
function notSent(error: unknown): NotSent {
  const { code, responseCode, response, message } = error as {
    code?: string
    responseCode?: number
    response?: string
    message: string
  }
  const isFinal = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode >= 500
  return new NotSent(oneLine(response ?? message).slice(0, 300), isFinal)
}

/** Line ends and other control characters have no place in a header (ASSURANCE T33). */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
